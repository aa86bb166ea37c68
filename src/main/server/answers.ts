import { z } from 'zod';
import {
  type LogRow,
  type MarkTotal,
  type NamedBox,
  ServerAwayError,
  type ServerGreeting,
} from '../ports/clinic-server.js';

/*
 * What the server answers, as pg gives it: `bigint` comes as text. An answer of another form is nobody's that
 * we know.
 */

const bytes = z.instanceof(Buffer);
const link = bytes.refine(({ length }) => length === 32);
const count = z
  .string()
  .regex(/^[0-9]{1,16}$/)
  .transform(Number)
  .refine(Number.isSafeInteger);

const greetings = z.tuple([
  z.object({
    log: z.uuid(),
    seq: count,
    link,
    standing: z.enum(['enrolling', 'enrolled', 'removed']),
    now_ms: count,
    replica: z.boolean(),
    max_connections: z.int().positive(),
  }),
]);
const rows = z.array(z.object({ seq: count, link, body: bytes }));
const boxes = z.array(z.object({ name: bytes, box: bytes }));
const totals = z.array(z.object({ name: bytes, total: count, highest: count }));
const answers = z.tuple([z.object({ answer: z.boolean() })]);
const packages = z.tuple([z.object({ answer: bytes.nullable() })]);

function read<T>(schema: z.ZodType<T>, answer: readonly unknown[]): T {
  const parsed = schema.safeParse(answer);
  if (!parsed.success) throw new ServerAwayError('foreign');
  return parsed.data;
}

/** @throws {ServerAwayError} also for a server that only copies another one */
export function readGreeting(answer: readonly unknown[]): ServerGreeting {
  const [{ log, seq, link: last, standing, now_ms, replica, max_connections }] = read(
    greetings,
    answer,
  );
  if (replica) throw new ServerAwayError('standby');
  const head = { seq, link: last };
  return { log, head, standing, nowMs: now_ms, mostConnections: max_connections };
}

export const readRows = (answer: readonly unknown[]): readonly LogRow[] => read(rows, answer);
export const readBoxes = (answer: readonly unknown[]): readonly NamedBox[] => read(boxes, answer);
export const readTotals = (answer: readonly unknown[]): readonly MarkTotal[] =>
  read(totals, answer);
export const readYesOrNo = (answer: readonly unknown[]): boolean => read(answers, answer)[0].answer;
export const readPackage = (answer: readonly unknown[]): Buffer | null =>
  read(packages, answer)[0].answer;
