import { expect, it } from 'vitest';
import { START } from '../../../src/main/account/entry.js';
import type { LogRow } from '../../../src/main/ports/clinic-server.js';
import { type Call, contradictions, type Finished, linkOf } from '../../support/history/calls.js';

/* The history checker notices each kind of contradiction. */

const BODIES = ['one', 'two', 'three'].map((name) => Buffer.from(name));

function logOf(...bodies: readonly Buffer[]): readonly LogRow[] {
  const rows: LogRow[] = [];
  for (const body of bodies) {
    const after = rows.at(-1) ?? START;
    rows.push({ seq: after.seq + 1, link: linkOf(after, body), body });
  }
  return rows;
}

/** The row of this number was appended at this time, in milliseconds. */
function appended(seq: number, beginMs: number, changes: Partial<Call> = {}): Call {
  const body = BODIES[seq - 1]?.toString('hex') ?? '';
  const call = { client: 0, kind: 'append', body, seq, beginMs, endMs: beginMs + 1 } as const;
  return { ...call, answer: 'appended', ...changes };
}

function spent(value: number, beginMs: number, changes: Partial<Call> = {}): Call {
  const call = { client: 0, kind: 'spend', name: 'a', value, beginMs, endMs: beginMs + 1 } as const;
  return { ...call, answer: true, ...changes };
}

function found(finished: Partial<Finished>): readonly string[] {
  const nothing = { calls: [], lost: new Set<string>(), wentBack: [] };
  return contradictions({ ...nothing, rows: logOf(...BODIES), ...finished });
}

const SOUND = [appended(1, 10), appended(2, 20), appended(3, 30), spent(4, 10), spent(5, 20)];

it('finds nothing where all is as it was told', () => {
  const unknown = appended(3, 30, { answer: 'unknown', endMs: Number.POSITIVE_INFINITY });
  expect(found({ calls: SOUND })).toEqual([]);
  expect(found({ calls: [unknown] })).toEqual([]);
  expect(found({ calls: [unknown], rows: logOf(...BODIES.slice(0, 2)) })).toEqual([]);
});

it.each<[string, Partial<Finished>, string]>([
  ['a row that is gone', { calls: SOUND, rows: logOf(...BODIES.slice(0, 2)) }, 'is gone'],
  [
    'a row that was lost although the server never went back',
    {
      calls: SOUND,
      rows: logOf(...BODIES.slice(0, 2)),
      lost: new Set([BODIES[2]?.toString('hex') ?? '']),
    },
    'never went back',
  ],
  ['a row at another place', { calls: [appended(1, 10, { seq: 2 })] }, 'is at 1'],
  ['a row that was refused', { calls: [appended(2, 10, { answer: 'moved' })] }, 'was refused'],
  [
    'a row that is there twice',
    { calls: [appended(1, 10)], rows: logOf(...BODIES, ...BODIES.slice(0, 1)) },
    '2 times',
  ],
  ['the wrong order', { calls: [appended(2, 10), appended(1, 20)] }, 'was begun after'],
  ['a log with a gap', { rows: logOf(...BODIES).slice(1) }, 'does not follow'],
  ['a step that was spent twice', { calls: [spent(4, 10), spent(4, 20)] }, 'spent twice'],
  ['an earlier step', { calls: [spent(4, 10), spent(3, 20)] }, 'was spent after 4'],
  [
    'a sum that fell',
    {
      calls: [
        spent(1, 10, { kind: 'raise', answer: 9 }),
        spent(1, 20, { kind: 'raise', answer: 8 }),
      ],
    },
    'fell from 9 to 8',
  ],
])('finds %s', (_what, finished, words) => {
  expect(found(finished).join(' ')).toContain(words);
});

it('asks less of marks across a server that went back', () => {
  const calls = [spent(4, 10), spent(4, 20)];
  expect(found({ calls, wentBack: [[15, 16]] })).toEqual([]);
});
