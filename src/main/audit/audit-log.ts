import { setImmediate } from 'node:timers/promises';
import {
  AUDIT_EVENTS,
  AUDIT_PAGE,
  type AuditEntry,
  type AuditFilter,
  type AuditPage,
} from '../../shared/workstation/audit-log.js';
import type { AuditFormat } from '../../shared/workstation/audit-verdict.js';
import { say } from '../../shared/words/say.js';
import type {
  AccountStore,
  AuditReader,
  AuditRow,
  AuditSink,
  Clock,
  TextDocument,
} from '../ports/index.js';
import { type AuditFile, fhirFile, tableFile } from './audit-files.js';
import { inWords, isKnown } from './audit-words.js';
import { factsOf } from './stored-facts.js';

const DAY_MS = 86_400_000;
/** How many events are exported in one turn of the event loop, so that nothing else waits long. */
const EXPORT_PAGE = 500;

export interface AuditLogParts {
  readonly audit: AuditSink & AuditReader;
  readonly account: Pick<AccountStore, 'members' | 'clinicName'>;
  readonly clock: Clock;
  /** This installation's id. */
  readonly workstation: string;
}

/** The audit trail for people to read, on the screen and as a file. */
export class AuditLog {
  readonly #parts: AuditLogParts;

  constructor(parts: AuditLogParts) {
    this.#parts = parts;
  }

  /** @param beforeId only what is older than this entry, or `null` for the newest */
  async page(filter: AuditFilter, beforeId: number | null): Promise<AuditPage> {
    // Read one more than is shown, to know whether there are more.
    const rows = await this.#read(filter, beforeId, AUDIT_PAGE + 1);
    const entryOf = this.#speaker();
    return { entries: rows.slice(0, AUDIT_PAGE).map(entryOf), more: rows.length > AUDIT_PAGE };
  }

  /**
   * The events that match the filter as a file, newest first: a table for spreadsheet programs (RFC 4180), or
   * a bundle of FHIR R4 resources.
   * @param isWanted checked between two parts of a long file
   * @returns `null` when the file is not wanted any more
   */
  async export(
    format: 'table' | 'fhir',
    filter: AuditFilter,
    isWanted: () => boolean,
  ): Promise<TextDocument | null> {
    const { account, clock, workstation } = this.#parts;
    const entryOf = this.#speaker();
    const about = { workstation, clinicName: account.clinicName(), nameOf: this.#names() };
    const form: AuditFile =
      format === 'table'
        ? tableFile((row) => entryOf(row))
        : fhirFile((row) => entryOf(row), about, clock.now().wallMs);
    const parts = [form.begin];
    let before: number | null = null;
    for (;;) {
      const rows = await this.#read(filter, before, EXPORT_PAGE);
      parts.push(form.part(rows, before === null));
      before = rows.at(-1)?.id ?? null;
      if (rows.length < EXPORT_PAGE) break;
      await setImmediate();
      if (!isWanted()) return null;
    }
    return { fileName: form.fileName, text: [...parts, form.end].join('') };
  }

  /** Records the export of the log in the log itself. */
  exported(byMemberId: string, format: AuditFormat): void {
    const { audit, clock } = this.#parts;
    const at = clock.now();
    audit.append({ event: 'auditLog.exported', at, memberId: byMemberId, detail: { format } });
  }

  #read(
    { subject, memberId, days }: AuditFilter,
    beforeId: number | null,
    limit: number,
  ): Promise<readonly AuditRow[]> {
    const { audit, clock } = this.#parts;
    const events = Object.keys(AUDIT_EVENTS).filter(isKnown);
    return audit.read({
      events: subject === null ? null : events.filter((name) => AUDIT_EVENTS[name] === subject),
      memberId,
      sinceMs: days === null ? null : clock.now().wallMs - days * DAY_MS,
      beforeId,
      limit,
    });
  }

  #speaker(): (row: AuditRow) => AuditEntry {
    const nameOf = this.#names();
    return (row) => {
      const facts = factsOf(row);
      const { title, details = [], alarming = false } = inWords(facts);
      return {
        id: row.id,
        atMs: row.atMs,
        subject: isKnown(row.event) ? AUDIT_EVENTS[row.event] : null,
        title,
        details:
          facts.by === null ? details : [...details, say('By {name}', { name: nameOf(facts.by) })],
        alarming,
        member: row.memberId === null ? null : nameOf(row.memberId),
      };
    };
  }

  #names(): (id: string) => string {
    const names = new Map(this.#parts.account.members().map(({ id, name }) => [id, name]));
    return (id) => names.get(id) ?? say('Somebody who is not a member any more');
  }
}
