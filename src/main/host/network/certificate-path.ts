import type { KeyObject, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import {
  type BaseBlock,
  Boolean as Asn1Boolean,
  Constructed,
  fromBER,
  Integer,
  ObjectIdentifier,
  OctetString,
  Sequence,
} from 'asn1js';
import { orElse } from '../../ports/or-else.js';

/*
 * Finds out whether a server's certificate leads to an authority that is trusted here (RFC 5280, section
 * 6), for authorities that Chromium does not know. Node.js, that is BoringSSL, does the cryptography and
 * the rules of issuing. A certificate with a limit that this code does not understand is refused.
 */

/** The longest path that is followed, in certificates. */
const LONGEST_PATH = 8;
/** The most steps that are followed: a stranger may send many certificates that issue each other. */
const MOST_STEPS = 50;

const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const ANY_USAGE = '2.5.29.37.0';
const BASIC_CONSTRAINTS = '2.5.29.19';
const NAME_CONSTRAINTS = '2.5.29.30';

/** Extensions without limits (policies), or whose limits are kept here, by `checkIssued` or `checkHost`. */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  BASIC_CONSTRAINTS,
  '2.5.29.15', // key usage
  '2.5.29.17', // subject alternative name
  '2.5.29.32', // certificate policies
  '2.5.29.37', // extended key usage
]);

/** ECDSA and RSA (PKCS #1) with SHA-256, 384 or 512. Chromium takes the same, and RSA-PSS. */
const SOUND_SIGNATURES: ReadonlySet<string> = new Set([
  '1.2.840.10045.4.3.2',
  '1.2.840.10045.4.3.3',
  '1.2.840.10045.4.3.4',
  '1.2.840.113549.1.1.11',
  '1.2.840.113549.1.1.12',
  '1.2.840.113549.1.1.13',
]);
const SOUND_CURVES: ReadonlySet<string> = new Set(['prime256v1', 'secp384r1', 'secp521r1']);
/** In bits. */
const LEAST_RSA = 2_048;

export interface PathQuestion {
  readonly host: string;
  /** The certificates that the server sent, its own first. */
  readonly sent: readonly X509Certificate[];
  /** All certificates that are trusted, whoever named them. */
  readonly anchors: readonly X509Certificate[];
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}

/** Whether the server proves itself for its host by one of the anchors. */
export function leadsToAnchor({ host, sent, anchors, nowMs }: PathQuestion): boolean {
  const [own, ...others] = sent;
  if (own === undefined) return false;
  const isAnchor = (one: X509Certificate): boolean =>
    anchors.some((anchor) => anchor.raw.equals(one.raw));
  const isGood = (path: readonly X509Certificate[]): boolean =>
    path.every((one, index) => isSound(one, index, nowMs));

  let steps = 0;

  function follow(path: readonly X509Certificate[], last: X509Certificate): boolean {
    if (isAnchor(last)) return isGood(path);
    steps += 1;
    if (path.length >= LONGEST_PATH || steps > MOST_STEPS) return false;
    return [...anchors, ...others].some(
      (issuer) =>
        !path.includes(issuer) && isIssuedBy(last, issuer) && follow([...path, issuer], issuer),
    );
  }

  // A certificate that can't be read proves nothing.
  return orElse(() => isFor(own, host) && follow([own], own), false);
}

/** Only the alternative names count, as in browsers, never the common name. */
function isFor(certificate: X509Certificate, host: string): boolean {
  const plain = host.replace(/^\[|\]$/g, '');
  if (isIP(plain) !== 0) return certificate.checkIP(plain) !== undefined;
  const rules = { subject: 'never', partialWildcards: false } as const;
  return certificate.checkHost(plain, rules) !== undefined;
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return (
    issuer.ca &&
    certificate.checkIssued(issuer) &&
    SOUND_SIGNATURES.has(partsOf(certificate).signature) &&
    certificate.verify(issuer.publicKey)
  );
}

/** @param index in the path: 0 is the server's own */
function isSound(certificate: X509Certificate, index: number, nowMs: number): boolean {
  const { extensions } = partsOf(certificate);
  const issuersBelow = index - 1;
  const mostBelow = pathLimitOf(extensions.get(BASIC_CONSTRAINTS)?.value);
  return (
    Date.parse(certificate.validFrom) <= nowMs &&
    nowMs <= Date.parse(certificate.validTo) &&
    isStrong(certificate.publicKey) &&
    servesServers(certificate) &&
    !extensions.has(NAME_CONSTRAINTS) &&
    [...extensions].every(([id, { critical }]) => !critical || UNDERSTOOD.has(id)) &&
    (index === 0 || (certificate.ca && issuersBelow <= mostBelow))
  );
}

function isStrong({ asymmetricKeyType: kind, asymmetricKeyDetails: details }: KeyObject): boolean {
  if (kind === 'rsa') return (details?.modulusLength ?? 0) >= LEAST_RSA;
  return kind === 'ec' && SOUND_CURVES.has(details?.namedCurve ?? '');
}

/** Node.js gives `undefined` for a certificate without key usages, although its types do not say so. */
function servesServers(certificate: X509Certificate): boolean {
  const usages = certificate.keyUsage as readonly string[] | undefined;
  return usages === undefined || usages.includes(SERVER_AUTH) || usages.includes(ANY_USAGE);
}

interface Extension {
  readonly critical: boolean;
  readonly value: BaseBlock | undefined;
}

interface CertificateParts {
  /** The algorithm that it was signed with, as numbers with dots. */
  readonly signature: string;
  readonly extensions: ReadonlyMap<string, Extension>;
}

/** @throws when it is no certificate */
function partsOf({ raw }: X509Certificate): CertificateParts {
  const { result } = fromBER(Uint8Array.from(raw).buffer);
  const [tbs, algorithm] = sequence(result);
  const [signature] = sequence(algorithm);
  const wrapped = sequence(tbs).find(
    ({ idBlock }) => idBlock.tagClass === 3 && idBlock.tagNumber === 3,
  );
  const list = wrapped === undefined ? [] : sequence(sequence(wrapped)[0]);
  const extensions = new Map(list.map((one) => extensionOf(sequence(one))));
  if (extensions.size !== list.length) throw new Error('An extension stands twice.');
  return { signature: idOf(signature), extensions };
}

function extensionOf(parts: readonly BaseBlock[]): [string, Extension] {
  const value = parts.at(-1);
  if (!(value instanceof OctetString)) throw new Error('An extension has no value.');
  const critical = parts.some((part) => part instanceof Asn1Boolean && part.valueBlock.value);
  return [idOf(parts[0]), { critical, value: fromBER(value.getValue()).result }];
}

/** How many issuers may stand between this certificate and the server's own. */
function pathLimitOf(constraints: BaseBlock | undefined): number {
  if (!(constraints instanceof Sequence)) return Infinity;
  const limit = constraints.valueBlock.value.find((part) => part instanceof Integer);
  return limit === undefined ? Infinity : limit.valueBlock.valueDec;
}

function sequence(block: BaseBlock | undefined): readonly BaseBlock[] {
  if (!(block instanceof Constructed)) throw new Error('A certificate has another form.');
  return block.valueBlock.value;
}

function idOf(block: BaseBlock | undefined): string {
  if (!(block instanceof ObjectIdentifier)) throw new Error('A name is missing.');
  return block.valueBlock.toString();
}
