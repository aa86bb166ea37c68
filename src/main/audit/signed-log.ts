import { setImmediate } from 'node:timers/promises';
import type { SeedKeys } from '../keys/seed-keys.js';
import type { CopiedRow, StreamedDocument, TrailCopy, TrailHead } from '../ports/index.js';
import {
  LOG_FORMAT,
  LOG_VERSION,
  type LoggedTrail,
  type Statement,
  statementText,
} from './signed-log-format.js';
import { inText, rowText } from './trail-text.js';

/** How many events are written in one turn of the event loop. */
const PAGE = 200;

/** One decision of the clinic, as its chain keeps it. */
export interface KeptDecision {
  readonly body: Buffer;
  readonly signature: Buffer;
  readonly link: Buffer;
}

export interface SignedLogParts {
  /** Each is read to its end before the next is asked for. */
  readonly trails: () => AsyncIterable<LoggedTrail>;
  /** Read page by page while it is walked through. */
  readonly decisions: () => Iterable<KeptDecision>;
}

export interface Exporter {
  readonly memberId: string;
  /** Asked at the end. @throws while nobody is signed in */
  readonly keys: () => SeedKeys;
  /** How many things a check found wrong just now. */
  readonly problems: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/**
 * Whole audit trails as a file that proves itself: their events, links and signatures, and the clinic's decisions,
 * which say whose the keys are. The administrator who exports it signs how far each trail goes. No key leaves the
 * app: the links and the signatures are enough.
 * @param isWanted checked between two parts of a long file, which cannot be made any more then
 */
export function signedLog(
  parts: SignedLogParts,
  exporter: Exporter,
  isWanted: () => boolean,
): StreamedDocument {
  return { fileName: 'audit-log-signed.jsonl', parts: written(parts, exporter, isWanted) };
}

async function* written(
  { trails, decisions }: SignedLogParts,
  { memberId, keys, problems, at }: Exporter,
  isWanted: () => boolean,
): AsyncGenerator<string, void, undefined> {
  const goOn = async (): Promise<void> => {
    await setImmediate();
    if (!isWanted()) throw new Error('The file is not wanted any more.');
  };
  yield line({ format: LOG_FORMAT, version: LOG_VERSION });
  let lines: string[] = [];
  for (const { body, signature, link } of decisions()) {
    lines.push(line({ decision: [body, signature, link].map(base64) }));
    if (lines.length < PAGE) continue;
    yield lines.splice(0).join('');
    await goOn();
  }
  yield lines.join('');
  const ends: Statement['trails'] = [];
  for await (const { computer, copy } of trails()) {
    yield await beginning(computer, copy);
    let last: CopiedRow | undefined;
    for (let after = 0; ;) {
      const rows = await copy.rows(after, PAGE);
      lines = rows.map((row) => `${eventText(row)}\n`);
      yield lines.join('');
      last = rows.filter(({ link }) => link !== null).at(-1) ?? last;
      after = rows.at(-1)?.id ?? after;
      if (rows.length < PAGE) break;
      await goOn();
    }
    const link = base64(last?.link ?? Buffer.alloc(0));
    ends.push({ computer, workstation: copy.workstation, events: last?.id ?? 0, link });
  }
  const holder = keys();
  const { signing: key } = holder.publicKeys;
  const statement = { at: Math.round(at), memberId, problems, key, trails: ends };
  const signature = base64(holder.sign(statementText(statement)));
  yield line({ statement: { ...statement, signature } });
}

/** What is kept beside the events of a trail. */
async function beginning(computer: string | null, copy: TrailCopy): Promise<string> {
  const { workstation } = copy;
  const segments = copy.segments().map((segment) => {
    const { number, after, sealed, administrators, commitment, proof } = segment;
    return inText({ number, after, sealed, administrators, commitment, proof });
  });
  const cuts = copy.cuts().map((cut) => inText({ ...signedPart(cut), commitment: cut.commitment }));
  const lines = [line({ trail: { computer, workstation, segments, cuts } })];
  for (let after = 0; ;) {
    const heads = copy.heads(after, PAGE);
    lines.push(
      ...heads.map((head) => line({ head: inText({ id: head.id, ...signedPart(head) }) })),
    );
    after = heads.at(-1)?.id ?? after;
    if (heads.length < PAGE) return lines.join('');
    await setImmediate();
  }
}

function signedPart({ events, link, at, memberId, key, signature }: TrailHead): TrailHead {
  return { events, link, at, memberId, key, signature };
}

/** What does not open has nothing but its number. */
function eventText(row: CopiedRow): string {
  return row.isClosed === true ? JSON.stringify([row.id, null]) : rowText(row);
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`;
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64');
}
