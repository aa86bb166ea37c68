import { z } from 'zod';
import { isRecord } from '../../shared/policy/read-policy.js';
import { signInRulesSchema } from '../../shared/requests/policy.js';
import { cost, instant, policy, publicKeys, shares } from './changes.js';
import type { ClinicState } from './clinic-state.js';

/*
 * The copy of the state that the database keeps. Until the chain is read, the first picture and a password are
 * held against it, so all that they read must have its form. Whether it is right, only the chain says.
 */

/** What is read of a member before the chain is. By hand: the first picture waits for it, with any number of members. */
function isMember(value: unknown): boolean {
  if (!isRecord(value) || !isRecord(value['keys'])) return false;
  const { id, name, email, role, active, keys } = value;
  return (
    [id, name, email, role, keys['credential']].every((text) => typeof text === 'string') &&
    typeof active === 'boolean' &&
    typeof keys['version'] === 'number'
  );
}

const orders = z.array(
  z.object({
    ...{ seq: z.int().positive(), at: z.number(), by: z.string() },
    ...{ reason: z.string().nullable(), except: z.string().nullable() },
  }),
);
const ordersById = z.record(z.string(), orders);

/** A session may be ended by an order before the chain is read. */
const shared = z.object({
  orders: z.object({
    ...{ all: orders, members: ordersById, workstations: ordersById, oneSession: ordersById },
  }),
});

const state = z.object({
  clinic: z.string(),
  seq: z.int().positive(),
  link: z.string(),
  decidedAt: z.number(),
  name: z.string(),
  members: z.custom((members) => isRecord(members) && Object.values(members).every(isMember)),
  ...{ policy, cost, shares, rules: signInRulesSchema },
  requiredSince: z.number().nullable(),
  records: z.record(z.string(), z.string()),
  emergencyKit: z.object(publicKeys.shape).nullable(),
  invitations: z.record(z.string(), z.object({ ...publicKeys.shape, madeAt: instant })),
  trailYears: z.int().positive(),
  shared: shared.nullable(),
});

/** @returns `null` when it cannot be the state of a clinic */
export function asState(json: unknown): ClinicState | null {
  return state.safeParse(json).success ? (json as ClinicState) : null;
}

/** What was written of a part before: most decisions leave the long ones, such as the members, as they are. */
const texts = new WeakMap<object, string>();
/** From this depth on a part is written as one. */
const DEEPEST = 2;
/** Long, seldom changed, and so written first, in this order. */
const FIRST = ['members', 'shared', 'workstations'];
/** In bytes. */
const PAGE = 4096;

/**
 * The state as the database keeps it, in JSON. SQLite writes only those pages of a text anew that are others, if
 * the text is as long as before: so it is filled up, and what changes with each decision comes last.
 */
export function savedText(form: number, state: ClinicState | null): string {
  const text = `{"form":${form},"state":${writtenOnce(state) ?? 'null'}}`;
  return text + ' '.repeat(-Buffer.byteLength(text) & (PAGE - 1));
}

/** @returns what `JSON.stringify` does, but for the order, for a value that nobody changes */
function writtenOnce(part: unknown, depth = 0): string | undefined {
  if (!isRecord(part)) return JSON.stringify(part);
  const known = texts.get(part);
  if (known !== undefined) return known;
  const text = depth === DEEPEST ? JSON.stringify(part) : fieldsOf(part, depth + 1);
  texts.set(part, text);
  return text;
}

function fieldsOf(record: Readonly<Record<string, unknown>>, depth: number): string {
  const inOrder = Object.entries(record).sort(([one], [other]) => placeOf(one) - placeOf(other));
  const fields = inOrder.flatMap(([name, part]) => {
    const text = writtenOnce(part, depth);
    return text === undefined ? [] : `${JSON.stringify(name)}:${text}`;
  });
  return `{${fields.join(',')}}`;
}

function placeOf(name: string): number {
  const place = FIRST.indexOf(name);
  return place < 0 ? FIRST.length : place;
}
