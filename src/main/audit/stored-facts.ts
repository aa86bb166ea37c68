import { z } from 'zod';
import { END_CAUSES } from '../../shared/workstation/end-cause.js';
import { readJson } from '../../shared/texts/json.js';
import { type Policy } from '../../shared/policy/policy.js';
import { isRecord, readPolicy } from '../../shared/policy/read-policy.js';
import { ROLES } from '../../shared/people/role.js';
import type { AuditRow } from '../ports/index.js';

/** A field that is missing, or that this version does not understand, becomes `null`. */
function field<Type extends z.ZodType>(type: Type): z.ZodCatch<z.ZodDefault<z.ZodNullable<Type>>> {
  return type
    .nullable()
    .default(null as never)
    .catch(null as never);
}

const text = field(z.string());
const policy = field(
  z.unknown().transform((document, context): Policy => {
    const reading = readPolicy(document);
    if (reading.ok) return reading.policy;
    context.addIssue({ code: 'custom', message: reading.problem });
    return z.NEVER;
  }),
);

/** Everything that an event's details can hold; each event has a few of these. */
const detail = z.object({
  by: text,
  app: text,
  role: field(z.enum(ROLES)),
  step: text,
  how: text,
  what: text,
  outcome: text,
  changed: field(z.array(z.string())),
  place: text,
  problem: text,
  holds: text,
  from: text,
  to: text,
  version: text,
  policy,
  before: policy,
  remembered: field(z.number()),
  events: field(z.number()),
  problems: field(z.number()),
  decisions: field(z.number()),
  workstation: text,
  reason: text,
  server: text,
  years: field(z.number()),
  format: text,
  rules: field(z.record(z.string(), z.unknown())),
  clinicName: text,
  startAtSignIn: field(z.boolean()),
  updateChannel: text,
  updateAddress: text,
  proxy: field(z.record(z.string(), z.unknown())),
  policySource: field(z.record(z.string(), z.unknown())),
  number: field(z.number()),
});

const cause = field(z.enum(END_CAUSES));

type Proofs = 'workstation' | 'stands' | 'link' | 'isClosed';

/** A stored event, as far as this version understands it. */
export type Facts = Omit<AuditRow, 'cause' | 'detail' | Proofs> &
  z.output<typeof detail> & { readonly cause: z.output<typeof cause> };

export function factsOf(row: Omit<AuditRow, Proofs>): Facts {
  return { ...row, ...detail.parse(detailsOf(row)), cause: cause.parse(row.cause) };
}

function detailsOf(row: Pick<AuditRow, 'detail'>): object {
  const json = readJson(row.detail ?? '{}');
  // Otherwise another program wrote it, or the file is damaged: the event itself is still useful.
  return json.ok && isRecord(json.value) ? json.value : {};
}
