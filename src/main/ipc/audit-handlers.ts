import type { AUDIT_LOG_REQUESTS } from '../../shared/requests/audit-log.js';
import type { AuditLog } from '../audit/audit-log.js';
import type { SessionRunner } from '../session/runner.js';
import { DONE, saveAnswer, writing } from './answers.js';
import type { DocumentsOf, HandlersOf } from './gate.js';

export interface AuditHandlerParts {
  readonly auditLog: AuditLog;
  readonly documents: DocumentsOf;
  readonly runner: Pick<SessionRunner, 'state'>;
}

/** The audit log in the settings window. */
export function auditHandlers({
  auditLog,
  documents,
  runner,
}: AuditHandlerParts): HandlersOf<typeof AUDIT_LOG_REQUESTS> {
  return {
    readAuditLog: async ({ filter, beforeId }) => ({
      ...DONE,
      page: await auditLog.page(filter, beforeId),
    }),
    exportAuditLog: ({ filter }, { contents, member }) =>
      writing(async () => {
        const { generation } = runner.state;
        // The dialog may outlive the session: the next member must not get this member's file.
        const isWanted = (): boolean => runner.state.generation === generation;
        const document = await auditLog.export(filter, isWanted);
        if (document === null) return { ...DONE, saved: false };
        const outcome = await documents(contents).save(document, () => {
          if (!isWanted()) return false;
          // Write the log first, so that no copy leaves the app without an entry.
          auditLog.exported(member.id);
          return true;
        });
        return saveAnswer(outcome, 'auditLogFailed');
      }),
  };
}
