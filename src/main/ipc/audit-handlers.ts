import type { AUDIT_LOG_REQUESTS } from '../../shared/requests/audit-log.js';
import type { AuditCheck } from '../audit/audit-check.js';
import type { AuditLog } from '../audit/audit-log.js';
import type { AuditLogPictures } from '../audit/pictures/audit-pictures.js';
import type { CutOutcome, TrailKeeping } from '../audit/trail-keeping.js';
import type { Member, StreamedDocument } from '../ports/index.js';
import { DONE, saveAnswer, writing } from './answers.js';
import type { DocumentsOf, HandlersOf } from './gate.js';
import { refusal } from './messages.js';
import { provedAct, type ProvedActParts } from './proved-act.js';

export interface AuditHandlerParts extends ProvedActParts {
  readonly auditLog: AuditLog;
  readonly auditPictures: Pick<AuditLogPictures, 'count'>;
  readonly auditCheck: Pick<AuditCheck, 'run' | 'progress'>;
  readonly auditKeeping: AuditActs & Pick<TrailKeeping, 'keeping'>;
  readonly documents: DocumentsOf;
}

/** What an administrator does with the trail, with the keys of whoever is signed in. */
export interface AuditActs {
  /** The whole log as a file that proves itself. @returns `null` when it is not wanted any more */
  readonly signedLog: (
    memberId: string,
    isWanted: () => boolean,
  ) => Promise<StreamedDocument | null>;
  readonly removeOld: (memberId: string) => Promise<CutOutcome>;
  /** Decides how long the log is kept. */
  readonly keep: (member: Member, years: number) => Promise<void>;
}

/** The audit log in the settings window. */
export function auditHandlers(parts: AuditHandlerParts): HandlersOf<typeof AUDIT_LOG_REQUESTS> {
  const { auditLog, auditPictures, auditCheck, auditKeeping, documents, runner } = parts;
  const { unprovedAct } = provedAct(parts);
  return {
    readAuditLog: async ({ filter, before }) => ({
      ...DONE,
      page: await auditLog.page(filter, before),
    }),
    readAuditPictures: async ({ filter }) => {
      const { generation } = runner.state;
      const isWanted = (): boolean => runner.state.generation === generation;
      return { ...DONE, pictures: await auditPictures.count(filter, isWanted) };
    },
    exportAuditLog: ({ filter, format, proof }, { contents, member }) =>
      writing(async () => {
        const refused = await unprovedAct(member, proof);
        if (refused !== null) return refused;
        const { generation } = runner.state;
        // The dialog may outlive the session: the next member must not get this member's file.
        const isWanted = (): boolean => runner.state.generation === generation;
        const document =
          format === 'signed'
            ? await auditKeeping.signedLog(member.id, isWanted)
            : auditLog.export(format, filter, isWanted);
        if (document === null || !isWanted()) return { ...DONE, saved: false };
        const outcome = await documents(contents).save(document, () => {
          if (!isWanted()) return false;
          // Write the log first, so that no copy leaves the app without an entry.
          auditLog.exported(member.id, format);
          return true;
        });
        return saveAnswer(outcome, 'auditLogFailed');
      }),
    verifyAuditLog: (_input, { member }) =>
      writing(async () => ({ ...DONE, verdict: await auditCheck.run(member.id) })),
    readAuditCheck: () => ({ ...DONE, progress: auditCheck.progress }),
    readAuditKeeping: () => ({ ...DONE, keeping: auditKeeping.keeping() }),
    keepAuditLog: ({ years, proof }, { member }) =>
      writing(async () => {
        const refused = await unprovedAct(member, proof);
        if (refused !== null) return refused;
        await auditKeeping.keep(member, years);
        return DONE;
      }),
    removeOldAuditEvents: ({ proof }, { member }) =>
      writing(async () => {
        const refused = await unprovedAct(member, proof);
        if (refused !== null) return refused;
        const removed = await auditKeeping.removeOld(member.id);
        return removed.ok ? removed : refusal(removed.code);
      }),
  };
}
