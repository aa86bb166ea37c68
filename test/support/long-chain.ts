import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import type { SignedChange } from '../../src/main/account/changes.js';
import type { ClinicState } from '../../src/main/account/clinic-state.js';
import {
  type Position,
  START,
  type StoredEntry,
  writeEntry,
} from '../../src/main/account/entry.js';
import { judge } from '../../src/main/account/judge.js';
import { replay } from '../../src/main/account/replay.js';
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
 * A program of the benches: makes a chain of decisions, then reads it as the app does at a start, and verifies
 * it from nothing. Writes a line of JSON.
 *
 * Arguments: how many decisions, and how many members.
 */

export interface LongChainFigures {
  readonly decisions: number;
  readonly members: number;
  readonly bytes: number;
  /** As at a start which remembers the chain: no signature is checked. */
  readonly knownMs: number;
  readonly fromNothingMs: number;
  /** What that took of processors, on all threads. */
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

const [decisions = 10_000, members = 200] = process.argv.slice(2).map(Number);
const chain = longChain(decisions, members);
await setImmediate();
const turns = monitorEventLoopDelay({ resolution: 1 });
turns.enable();
const store = {
  entriesAfter: (seq: number, most: number) => chain.slice(seq, seq + most),
};
const startedAt = performance.now();
await replay(store, () => true);
const knownAt = performance.now();
const before = process.cpuUsage();
const { links } = await replay(store, () => false);
const endedAt = performance.now();
const { user, system } = process.cpuUsage(before);
if (links.length !== decisions + 1) throw new Error('The chain is broken.');
await setImmediate();
turns.disable();
const figures: LongChainFigures = {
  decisions,
  members,
  bytes: chain.reduce((sum, { body }) => sum + body.length, 0),
  knownMs: knownAt - startedAt,
  fromNothingMs: endedAt - knownAt,
  processorMs: (user + system) / 1e3,
  longestTurnMs: turns.max / 1e6,
};
console.log(JSON.stringify(figures));
