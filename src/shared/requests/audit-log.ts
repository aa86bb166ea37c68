import { z } from 'zod';
import {
  AUDIT_PERIODS_DAYS,
  AUDIT_SUBJECTS,
  type AuditFilter,
  type AuditPage,
  type AuditPlace,
} from '../workstation/audit-log.js';
import type { AuditPictures, PicturesFilter } from '../workstation/audit-pictures.js';
import {
  AUDIT_FORMATS,
  type AuditKeeping,
  type AuditProgress,
  type AuditVerdict,
  LEAST_AUDIT_YEARS,
  MOST_AUDIT_YEARS,
} from '../workstation/audit-verdict.js';
import type { ActAnswer, Answer, Done, NotWritten } from './answers.js';
import { memberId, proofAtTheAct, workstationId } from './inputs.js';
import { answers, byAdministrator } from './request.js';

const counted = z.strictObject({
  memberId: memberId.nullable(),
  workstationId: workstationId.nullable(),
  days: z.literal(AUDIT_PERIODS_DAYS).nullable(),
}) satisfies z.ZodType<PicturesFilter>;

const filter: z.ZodType<AuditFilter> = counted.extend({
  subject: z.enum(AUDIT_SUBJECTS).nullable(),
});

const place: z.ZodType<AuditPlace> = z.strictObject({
  atMs: z.int(),
  workstationId: z.union([workstationId, z.literal('')]),
  id: z.int().min(1),
});

/** The audit log in the settings window. */
export const AUDIT_LOG_REQUESTS = {
  readAuditLog: byAdministrator(
    { filter, before: place.nullable() },
    answers<Done & { readonly page: AuditPage }>(),
  ),
  /** Counts it for pictures; `null` when a later question took this one's place. */
  readAuditPictures: byAdministrator(
    { filter: counted },
    answers<Done & { readonly pictures: AuditPictures | null }>(),
  ),
  /**
   * Asks where to save the log: the matching entries, or the whole signed log. It needs a proof at the act,
   * because the file leaves the app.
   */
  exportAuditLog: byAdministrator(
    { filter, format: z.enum(AUDIT_FORMATS), proof: proofAtTheAct },
    answers<ActAnswer<'auditLogFailed', { readonly saved: boolean }>>(),
  ),
  /** Recomputes the whole log. Takes some seconds in a long one. */
  verifyAuditLog: byAdministrator(
    {},
    answers<Answer<NotWritten, { readonly verdict: AuditVerdict }>>(),
  ),
  /** How far a check of the log has come; `null` while none runs. */
  readAuditCheck: byAdministrator(
    {},
    answers<Done & { readonly progress: AuditProgress | null }>(),
  ),
  readAuditKeeping: byAdministrator({}, answers<Done & { readonly keeping: AuditKeeping }>()),
  /** Decides how long the log is kept. Removes nothing. */
  keepAuditLog: byAdministrator(
    { years: z.int().min(LEAST_AUDIT_YEARS).max(MOST_AUDIT_YEARS), proof: proofAtTheAct },
    answers<ActAnswer<never>>(),
  ),
  /** Removes the events that are older than the log is kept, for good. */
  removeOldAuditEvents: byAdministrator(
    { proof: proofAtTheAct },
    answers<ActAnswer<'auditLogDamaged', { readonly removed: number }>>(),
  ),
};
