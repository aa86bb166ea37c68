import { createHash } from 'node:crypto';
import type { LogRow } from '../../../src/main/ports/clinic-server.js';
import { type Position, START } from '../../../src/main/account/entry.js';

/** What one client asked, and what it was told; all by one clock. */
export interface Call {
  readonly client: number;
  readonly kind: 'append' | 'spend' | 'raise';
  /** Of an append. */
  readonly body?: string;
  readonly seq?: number;
  /** Of a mark. */
  readonly name?: string;
  readonly value?: number;
  readonly beginMs: number;
  endMs: number;
  answer: 'appended' | 'moved' | 'unknown' | boolean | number;
}

export interface Finished {
  readonly calls: readonly Call[];
  /** The log of the server at the end. */
  readonly rows: readonly LogRow[];
  /** What clients list as lost. */
  readonly lost: ReadonlySet<string>;
  /** When the server went back to what it was before: from, and to when. */
  readonly wentBack: readonly (readonly [fromMs: number, toMs: number])[];
}

/**
 * Holds what clients were told against what the server has at the end.
 * @returns each contradiction in words; none when there is none
 */
export function contradictions(finished: Finished): readonly string[] {
  return [...inTheLog(finished), ...inOrder(finished), ...spentOnce(finished), ...rising(finished)];
}

/** Each acknowledged row once at its place, or listed as lost; none that was refused. */
function* inTheLog({ calls, rows, lost, wentBack }: Finished): Iterable<string> {
  const places = new Map<string, number[]>();
  let before = START;
  for (const row of rows) {
    if (!follows(row, before)) yield `Row ${row.seq} does not follow the one before it.`;
    before = row;
    const name = row.body.toString('hex');
    places.set(name, [...(places.get(name) ?? []), row.seq]);
  }
  for (const { kind, body = '', seq, answer } of calls) {
    if (kind !== 'append') continue;
    const at = places.get(body) ?? [];
    if (at.length > 1) yield `A row is there ${at.length} times.`;
    if (answer === 'moved' && at.length > 0) yield `A row is there that was refused: ${at[0]}.`;
    if (answer !== 'appended' || (at.length === 1 && at[0] === seq)) continue;
    if (at.length === 1) yield `Row ${seq} is at ${at[0]}.`;
    else if (!lost.has(body)) yield `Row ${seq} is gone, and nobody lists it as lost.`;
    else if (wentBack.length === 0)
      yield `Row ${seq} was lost although the server never went back.`;
  }
}

/** What ended before another one began has the lesser number. */
function* inOrder({ calls, rows }: Finished): Iterable<string> {
  const there = new Set(rows.map(({ body }) => body.toString('hex')));
  const done = calls.filter(
    ({ kind, answer, body = '' }) => kind === 'append' && answer === 'appended' && there.has(body),
  );
  const byBegin = [...done].sort((one, other) => one.beginMs - other.beginMs);
  const byEnd = [...done].sort((one, other) => one.endMs - other.endMs);
  let ended = 0;
  let greatest = 0;
  for (const { beginMs, seq = 0 } of byBegin) {
    for (let next = byEnd[ended]; next !== undefined && next.endMs < beginMs; next = byEnd[ended]) {
      greatest = Math.max(greatest, next.seq ?? 0);
      ended += 1;
    }
    if (seq <= greatest) yield `Row ${seq} was begun after row ${greatest} had ended.`;
  }
}

/** No step of an authenticator app twice, and none after a later one; but for a server that went back between. */
function* spentOnce({ calls, wentBack }: Finished): Iterable<string> {
  const spent = calls.filter(({ kind, answer }) => kind === 'spend' && answer === true);
  for (const of of byName(spent))
    for (const [index, one] of of.entries())
      for (const other of of.slice(index + 1)) {
        const [first, second] = one.endMs <= other.endMs ? [one, other] : [other, one];
        const wasBetween = wentBack.some(
          ([fromMs, toMs]) => first.beginMs < toMs && second.endMs > fromMs,
        );
        if (wasBetween) continue;
        if (one.value === other.value) yield `Step ${one.value} was spent twice.`;
        if (first.endMs < second.beginMs && (second.value ?? 0) < (first.value ?? 0))
          yield `Step ${second.value} was spent after ${first.value}.`;
      }
}

/** A sum never falls. */
function* rising({ calls, wentBack }: Finished): Iterable<string> {
  const raised = calls.filter(({ kind, answer }) => kind === 'raise' && typeof answer === 'number');
  for (const of of byName(raised)) {
    const byEnd = [...of].sort((one, other) => one.endMs - other.endMs);
    for (const later of of)
      for (const earlier of byEnd) {
        if (earlier.endMs >= later.beginMs) break;
        const wasBetween = wentBack.some(
          ([fromMs, toMs]) => earlier.beginMs < toMs && later.endMs > fromMs,
        );
        if (!wasBetween && Number(earlier.answer) > Number(later.answer))
          yield `A sum fell from ${Number(earlier.answer)} to ${Number(later.answer)}.`;
      }
  }
}

function byName(calls: readonly Call[]): readonly (readonly Call[])[] {
  const names = [...new Set(calls.map(({ name }) => name))];
  return names.map((wanted) => calls.filter(({ name }) => name === wanted));
}

export function linkOf(after: Position, body: Buffer): Buffer {
  return createHash('sha256').update(after.link).update(body).digest();
}

export function follows(row: LogRow, after: Position): boolean {
  return row.seq === after.seq + 1 && linkOf(after, row.body).equals(row.link);
}
