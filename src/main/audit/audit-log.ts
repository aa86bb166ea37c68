import { setImmediate } from 'node:timers/promises';
import { stringify } from 'csv-stringify/sync';
import {
  AUDIT_EVENTS,
  AUDIT_PAGE,
  type AuditEntry,
  type AuditFilter,
  type AuditPage,
} from '../../shared/workstation/audit-log.js';
import { say } from '../../shared/words/say.js';
import type {
  AccountStore,
  AuditReader,
  AuditRow,
  AuditSink,
  Clock,
  TextDocument,
} from '../ports/index.js';
import { inWords, isKnown } from './audit-words.js';
import { factsOf } from './stored-facts.js';

const DAY_MS = 86_400_000;
/** How many events are exported in one turn of the event loop, so that nothing else waits long. */
const EXPORT_PAGE = 500;

export interface AuditLogParts {
  readonly audit: AuditSink & AuditReader;
  readonly account: Pick<AccountStore, 'members'>;
  readonly clock: Clock;
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
   * The events that match the filter, as a table for spreadsheet programs (RFC 4180), newest first.
   * @param isWanted checked between two parts of a long table
   * @returns `null` when the table is not wanted any more
   */
  async export(filter: AuditFilter, isWanted: () => boolean): Promise<TextDocument | null> {
    const entryOf = this.#speaker();
    // The byte order mark tells spreadsheet programs that the file is UTF-8.
    const parts = [
      '\uFEFF',
      table([[say('Time (UTC)'), say('Member'), say('Event'), say('Details'), say('Code')]]),
    ];
    let before: number | null = null;
    for (;;) {
      const rows = await this.#read(filter, before, EXPORT_PAGE);
      parts.push(table(rows.map((row) => lineOf(row, entryOf(row)))));
      before = rows.at(-1)?.id ?? null;
      if (rows.length < EXPORT_PAGE) break;
      await setImmediate();
      if (!isWanted()) return null;
    }
    return { fileName: 'audit-log.csv', text: parts.join('') };
  }

  /** Records the export of the log in the log itself. */
  exported(byMemberId: string): void {
    const { audit, clock } = this.#parts;
    audit.append({ event: 'auditLog.exported', at: clock.now(), memberId: byMemberId });
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
    const names = new Map(this.#parts.account.members().map(({ id, name }) => [id, name]));
    const nameOf = (id: string): string =>
      names.get(id) ?? say('Somebody who is not a member any more');
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
}

function lineOf(row: AuditRow, { atMs, title, details, member }: AuditEntry): string[] {
  return [new Date(atMs).toISOString(), member ?? '', title, details.join(' · '), row.event];
}

/** Escapes formulas: names of members and apps are whatever somebody typed. */
function table(lines: readonly string[][]): string {
  return stringify([...lines], { record_delimiter: 'windows', escape_formulas: true });
}
