import { setImmediate } from 'node:timers/promises';
import type { SeedKeys } from '../keys/seed-keys.js';
import type { SealedRow, TextDocument, TrailCopy } from '../ports/index.js';
import { LOG_FORMAT, LOG_VERSION, statementText } from './signed-log-format.js';
import type { TrailSigning } from './trail-signer.js';

/** How many events are written in one turn of the event loop. */
const PAGE = 200;

/** One decision of the clinic, as its chain keeps it. */
export interface KeptDecision {
  readonly body: Buffer;
  readonly signature: Buffer;
  readonly link: Buffer;
}

export interface SignedLogParts {
  readonly trail: TrailCopy;
  readonly signing: Pick<TrailSigning, 'signNow'>;
  /** Read page by page while it is walked through. */
  readonly decisions: () => Iterable<KeptDecision>;
}

export interface Exporter {
  readonly memberId: string;
  readonly keys: SeedKeys;
  /** How many things a check found wrong just now. */
  readonly problems: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** This computer, as the decisions of a clinic with several name it. */
  readonly computer: string | null;
}

/**
 * The whole audit trail as a file that proves itself: its events, links and signatures, and the clinic's
 * decisions, which say whose the keys are. The administrator who exports it signs how far it goes. No key
 * leaves the app: the links and the signatures are enough.
 * @param isWanted checked between two parts of a long file
 * @returns `null` when the file is not wanted any more
 */
export async function signedLog(
  { trail, signing, decisions }: SignedLogParts,
  { memberId, keys, problems, at, computer }: Exporter,
  isWanted: () => boolean,
): Promise<TextDocument | null> {
  const head = signing.signNow(memberId, keys);
  const statement = {
    ...{ at: Math.round(at), memberId, problems },
    events: head?.events ?? 0,
    link: base64(head?.link ?? Buffer.alloc(0)),
    ...{ key: keys.publicKeys.signing, computer },
  };
  const { workstation } = trail;
  const signature = base64(keys.sign(statementText(workstation, statement)));
  const lines: string[] = [];
  const add = (name: string, value: unknown): void =>
    void lines.push(`${JSON.stringify(name)}: ${JSON.stringify(value)},`);
  add('format', LOG_FORMAT);
  add('version', LOG_VERSION);
  add('workstation', workstation);
  add('statement', { ...statement, signature });
  add('decisions', await written(decisions()));
  add(
    'segments',
    trail.segments().map((segment) => {
      const { number, after, sealed, administrators, commitment, proof } = segment;
      return signed({ number, after, sealed, administrators, commitment, proof });
    }),
  );
  add('cuts', trail.cuts().map(signed));
  add(
    'heads',
    await pages(
      (after) => trail.heads(after, PAGE),
      ({ id }) => id,
      signed,
    ),
  );
  const rows = await pages(
    (after) => trail.rows(after, PAGE),
    ({ id }) => id,
    rowOf,
    isWanted,
  );
  if (rows === null) return null;
  lines.push(`"events": [\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]`);
  return { fileName: 'audit-log-signed.json', text: `{\n${lines.join('\n')}\n}\n` };
}

async function written(decisions: Iterable<KeptDecision>): Promise<readonly string[][]> {
  const all: string[][] = [];
  for (const { body, signature, link } of decisions) {
    all.push([body, signature, link].map(base64));
    if (all.length % PAGE === 0) await setImmediate();
  }
  return all;
}

/** Reads everything, page by page. @returns `null` when it is not wanted any more */
async function pages<Item, Written>(
  read: (after: number) => readonly Item[],
  idOf: (item: Item) => number,
  write: (item: Item) => Written,
  isWanted: () => boolean = () => true,
): Promise<Written[] | null> {
  const all: Written[] = [];
  for (let after = 0; ;) {
    const page = read(after);
    all.push(...page.map(write));
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return all;
    after = idOf(last);
    await setImmediate();
    if (!isWanted()) return null;
  }
}

/** A row as {@link LOG_FORMAT} has it: its columns in their order, its link and its seal. */
function rowOf(row: SealedRow): readonly unknown[] {
  return [
    ...[row.id, row.at, row.workstation, row.memberId, row.event, row.cause],
    ...[row.measuredMs, row.limitSeconds, row.latenessMs, row.wipe, row.detail],
    ...[row.link, row.seal].map((proof) => (proof === null ? null : base64(proof))),
  ];
}

/** With its bytes in base 64. */
function signed(item: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(item).map(([name, value]: [string, unknown]) => [
      name,
      Buffer.isBuffer(value) ? base64(value) : value,
    ]),
  );
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64');
}
