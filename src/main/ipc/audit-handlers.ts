import type { AuditLog } from '../audit/audit-log.js';
import type { SessionRunner } from '../session/runner.js';
import { DONE, writing } from './answers.js';
import type { DocumentsOf, Handlers } from './gate.js';
import { refusal } from './messages.js';

export interface AuditHandlerParts {
  readonly auditLog: AuditLog;
  readonly documents: DocumentsOf;
  readonly runner: Pick<SessionRunner, 'state'>;
}

type AuditHandlers = Pick<Handlers, 'readAuditLog' | 'exportAuditLog'>;

/** The audit log in the settings window. */
export function auditHandlers({ auditLog, documents, runner }: AuditHandlerParts): AuditHandlers {
  return {
    readAuditLog: ({ filter, beforeId }) => ({ ...DONE, page: auditLog.page(filter, beforeId) }),
    exportAuditLog: ({ filter }, { contents, member }) =>
      writing(async () => {
        const { generation } = runner.state;
        // The dialog outlives the session: who comes next must not get what this member wanted saved.
        const isWanted = (): boolean => runner.state.generation === generation;
        const document = await auditLog.export(filter, isWanted);
        if (document === null) return { ...DONE, saved: false };
        const outcome = await documents(contents).save(document, () => {
          if (!isWanted()) return false;
          // First: no copy leaves the app that the log cannot tell of.
          auditLog.exported(member.id);
          return true;
        });
        if (outcome === 'failed') return refusal('auditLogFailed');
        return { ...DONE, saved: outcome === 'saved' };
      }),
  };
}
