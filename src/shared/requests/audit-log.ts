import { z } from 'zod';
import {
  AUDIT_PERIODS_DAYS,
  AUDIT_SUBJECTS,
  type AuditFilter,
  type AuditPage,
} from '../workstation/audit-log.js';
import type { CannotWrite, Done, SaveAnswer } from './answers.js';
import { memberId } from './inputs.js';
import { answers, byAdministrator, byProvedAdministrator } from './request.js';

const filter: z.ZodType<AuditFilter> = z.strictObject({
  subject: z.enum(AUDIT_SUBJECTS).nullable(),
  memberId: memberId.nullable(),
  days: z.literal(AUDIT_PERIODS_DAYS).nullable(),
});

/** The audit log in the settings window. */
export const AUDIT_LOG_REQUESTS = {
  readAuditLog: byAdministrator(
    { filter, beforeId: z.int().min(1).nullable() },
    answers<Done & { readonly page: AuditPage }>(),
  ),
  /** Asks where to save the matching entries. It needs the password, because the file leaves the app. */
  exportAuditLog: byProvedAdministrator(
    { filter },
    answers<SaveAnswer<CannotWrite | 'auditLogFailed'>>(),
  ),
};
