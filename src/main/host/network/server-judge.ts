import { X509Certificate } from 'node:crypto';
import type { CertificateVerdict, SeenCertificate, ServerJudge } from '../../ports/index.js';

/** ERR_CERT_AUTHORITY_INVALID, which hides all else that may be wrong with a certificate. */
export const UNKNOWN_AUTHORITY = -202;

/** The authorities that administrators of this computer trust. Never rejects. */
export type MachineAuthorities = () => Promise<readonly X509Certificate[]>;

/**
 * Trusts the roots that Chromium brings along, the authorities of this computer's own store, and those that
 * an administrator of the clinic allowed for one app. It does not trust the OS user's store, although
 * Chromium does.
 */
export function serverJudge(
  machineAuthorities: MachineAuthorities,
  nowMs: () => number = () => Date.now(),
): ServerJudge {
  async function verdict(
    seen: SeenCertificate,
    allowed: readonly string[],
  ): Promise<CertificateVerdict> {
    const { host, error, byKnownRoot } = seen;
    if (error !== 0 && error !== UNKNOWN_AUTHORITY) return 'asChromium';
    if (error === 0 && byKnownRoot) return 'asChromium';
    const isAllowed = ({ fingerprint256 }: X509Certificate): boolean =>
      allowed.includes(fingerprint256);
    const sent = seen.sent.map((text) => new X509Certificate(text));
    const validated = seen.validated.map((text) => new X509Certificate(text));
    if (error === 0) {
      const root = validated.at(-1);
      const isKnown =
        validated.some(isAllowed) ||
        (root !== undefined &&
          (await machineAuthorities()).some((one) => one.raw.equals(root.raw)));
      return isKnown ? 'asChromium' : 'refused';
    }
    const anchors = [...sent, ...validated].filter(isAllowed);
    // Loaded only here: few servers need it, and it must not slow the start.
    const { leadsToAnchor } = await import('./certificate-path.js');
    return leadsToAnchor({
      ...{ host, sent, nowMs: nowMs() },
      anchors: [...anchors, ...(await machineAuthorities())],
    })
      ? 'believed'
      : 'asChromium';
  }

  // A certificate that can't be read proves nothing.
  return { judge: (seen, allowed) => verdict(seen, allowed).catch(() => 'refused') };
}
