import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import type { SignedChange } from '../../src/main/account/changes.js';
import type { ClinicState } from '../../src/main/account/clinic-state.js';
import {
  isSigned,
  readEntry,
  START,
  type Position,
  type StoredEntry,
  writeEntry,
} from '../../src/main/account/entry.js';
import { judge, type Judgement } from '../../src/main/account/judge.js';
import { DEFAULT_POLICY } from '../../src/shared/policy/policy.js';
import { DEFAULT_SIGN_IN_RULES } from '../../src/shared/policy/sign-in-rules.js';
import {
  FOUNDED,
  FOUNDER,
  hashNamed,
  keysNamed,
  memberBy,
  seedNamed,
} from './fakes/clinic-chain.js';

/*
 * A program of the benches: makes a chain of decisions, then verifies it from nothing, as the app does at a
 * start: read and judged in slices, and the signatures checked side by side. Writes a line of JSON.
 *
 * Arguments: how many decisions, and how many members.
 */

/** How long the chain is read in one turn of the event loop, in milliseconds, as in the app. */
const TURN_MS = 4;
/** How many signatures are checked side by side, as in the app. */
const AT_ONCE = 16;

export interface LongChainFigures {
  readonly decisions: number;
  readonly members: number;
  readonly bytes: number;
  readonly readMs: number;
  readonly signaturesMs: number;
  /** What both took of processors, on all threads. */
  readonly processorMs: number;
  /** The longest time for which nothing else could run. */
  readonly longestTurnMs: number;
}

/** Members first, then what a clinic decides from day to day. */
function changeAt(index: number, members: number): SignedChange {
  if (index <= members) {
    const id = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
    const member = {
      id: id.replace(/^0/, '1'),
      name: `Member ${index}`,
      email: `m${index}@clinic.example`,
      createdAt: index,
    };
    const keys = keysNamed(`member ${index % 20}`);
    const share = hashNamed(`share ${index}`);
    return { kind: 'member.added', member, role: 'receptionist', keys, share };
  }
  const hash = hashNamed(`record ${index}`);
  const changes: readonly SignedChange[] = [
    { kind: 'policy.set', policy: DEFAULT_POLICY },
    { kind: 'twoFactor.set', record: hash, told: 'twoFactor.turnedOn' },
    { kind: 'apps.changed', records: { [`app ${index % 40}`]: hash } },
    { kind: 'rules.set', rules: DEFAULT_SIGN_IN_RULES, at: index },
  ];
  return changes[index % changes.length] ?? { kind: 'trail.kept', years: 6 };
}

function longChain(decisions: number, members: number): readonly StoredEntry[] {
  const keys = seedNamed(FOUNDER);
  const by = memberBy(FOUNDER);
  const chain: StoredEntry[] = [];
  let at: Position = START;
  let state: ClinicState | null = null;
  for (let index = 0; index < decisions; index += 1) {
    const change = state === null ? FOUNDED : changeAt(index, members);
    const body = { clinic: by.key, at: 1_000, by, trail: null, change };
    const entry = writeEntry(body, at, keys);
    const judged = judge(state, entry);
    if (!judged.ok) throw new Error(`${change.kind}: ${judged.why}`);
    state = judged.state;
    at = entry;
    const { seq, body: bytes, signature, link } = entry;
    chain.push({ seq, body: bytes, signature, link });
  }
  return chain;
}

async function read(chain: readonly StoredEntry[]): Promise<void> {
  let at: Position = START;
  let state: ClinicState | null = null;
  let turnEnds = performance.now() + TURN_MS;
  for (const stored of chain) {
    const entry = readEntry(stored, at);
    const judged: Judgement | null = entry === null ? null : judge(state, entry);
    if (judged?.ok !== true) throw new Error('The chain is broken.');
    state = judged.state;
    at = stored;
    if (performance.now() < turnEnds) continue;
    await setImmediate();
    turnEnds = performance.now() + TURN_MS;
  }
}

async function checkSignatures(chain: readonly StoredEntry[]): Promise<void> {
  for (let from = 0; from < chain.length; from += AT_ONCE) {
    const good = await Promise.all(
      chain.slice(from, from + AT_ONCE).map((stored, index) => {
        const entry = readEntry(stored, chain[from + index - 1] ?? START);
        return entry === null ? Promise.resolve(false) : isSigned(entry);
      }),
    );
    if (good.includes(false)) throw new Error('A signature is wrong.');
  }
}

const [decisions = 10_000, members = 200] = process.argv.slice(2).map(Number);
const chain = longChain(decisions, members);
await setImmediate();
const turns = monitorEventLoopDelay({ resolution: 1 });
turns.enable();
const before = process.cpuUsage();
const startedAt = performance.now();
await read(chain);
const readAt = performance.now();
await checkSignatures(chain);
const endedAt = performance.now();
const { user, system } = process.cpuUsage(before);
await setImmediate();
turns.disable();
const figures: LongChainFigures = {
  decisions,
  members,
  bytes: chain.reduce((sum, { body }) => sum + body.length, 0),
  readMs: readAt - startedAt,
  signaturesMs: endedAt - readAt,
  processorMs: (user + system) / 1e3,
  longestTurnMs: turns.max / 1e6,
};
console.log(JSON.stringify(figures));
