import { setImmediate } from 'node:timers/promises';
import {
  AUDIT_EVENTS,
  AUDIT_PAGE,
  type AuditEntry,
  type AuditFilter,
  type AuditPage,
  type AuditPlace,
} from '../../shared/workstation/audit-log.js';
import type { AuditFormat } from '../../shared/workstation/audit-verdict.js';
import { say } from '../../shared/words/say.js';
import type {
  AccountStore,
  AuditReader,
  AuditRow,
  AuditSink,
  Clock,
  StreamedDocument,
} from '../ports/index.js';
import { type AuditFile, fhirFile, tableFile } from './audit-files.js';
import { inWords, isKnown } from './audit-words.js';
import type { ClinicLog, ClinicQuery } from './common/clinic-log.js';
import type { Said } from './said.js';
import { factsOf } from './stored-facts.js';

const DAY_MS = 86_400_000;
/** How many events are exported in one turn of the event loop, so that nothing else waits long. */
const EXPORT_PAGE = 500;

const FILE_NAMES = { table: 'audit-log.csv', fhir: 'audit-log-fhir.json' } as const;

export interface AuditLogParts {
  readonly audit: AuditSink & AuditReader;
  readonly account: Pick<AccountStore, 'members' | 'clinicName'>;
  readonly clock: Clock;
  /** The log of all workstations. */
  readonly clinic: ClinicLog;
}

type Source = AuditPage['source'];

/** Some of the log, as it was asked for. */
interface Read {
  readonly rows: readonly AuditRow[];
  readonly source: Source;
}

/** The audit trail for people to read, on the screen and as a file. */
export class AuditLog {
  readonly #parts: AuditLogParts;

  constructor(parts: AuditLogParts) {
    this.#parts = parts;
  }

  /** @param before only what is older than this entry, or `null` for the newest */
  async page(filter: AuditFilter, before: AuditPlace | null): Promise<AuditPage> {
    // Read one more than is shown, to know whether there are more.
    const { rows, source } = await this.#read(filter, before, AUDIT_PAGE + 1);
    const entryOf = this.#speaker();
    const entries = rows.slice(0, AUDIT_PAGE).map(entryOf);
    return { entries, more: rows.length > AUDIT_PAGE, source };
  }

  /**
   * The events that match the filter as a file, newest first: a table for spreadsheet programs (RFC 4180), or
   * a bundle of FHIR R4 resources. It is read while it is written.
   * @param isWanted checked between two parts of a long file, which cannot be read any more then
   */
  export(format: 'table' | 'fhir', filter: AuditFilter, isWanted: () => boolean): StreamedDocument {
    return { fileName: FILE_NAMES[format], parts: this.#written(format, filter, isWanted) };
  }

  /** Records the export of the log in the log itself. */
  exported(byMemberId: string, format: AuditFormat): void {
    const { audit, clock } = this.#parts;
    const at = clock.now();
    audit.append({ event: 'auditLog.exported', at, memberId: byMemberId, detail: { format } });
  }

  async *#written(
    format: 'table' | 'fhir',
    filter: AuditFilter,
    isWanted: () => boolean,
  ): AsyncGenerator<string, void, undefined> {
    const read = (before: AuditPlace | null): Promise<Read> =>
      this.#read(filter, before, EXPORT_PAGE);
    let { rows, source } = await read(null);
    const form = this.#form(format, source);
    yield form.begin;
    for (let isFirst = true; ; isFirst = false) {
      const last = rows.length < EXPORT_PAGE ? undefined : rows.at(-1);
      // The next ones are on their way while these are put in words.
      const next = last === undefined ? null : read(last.stands);
      next?.catch(() => undefined);
      yield form.part(rows, isFirst);
      if (next === null) break;
      await setImmediate();
      if (!isWanted()) throw new Error('The file is not wanted any more.');
      const more = await next;
      if (more.source !== source) throw new Error('The clinic’s server went out of reach.');
      ({ rows, source } = more);
    }
    yield form.end;
  }

  #form(format: 'table' | 'fhir', source: Source): AuditFile {
    const { account, clock, clinic } = this.#parts;
    const entryOf = this.#speaker();
    if (format === 'table') return tableFile(entryOf, source !== 'single');
    const stationOf = (id: string): string | null => clinic.nameOf(id);
    const about = { clinicName: account.clinicName(), stationOf, nameOf: this.#names() };
    return fhirFile(entryOf, about, clock.now().wallMs);
  }

  async #read(filter: AuditFilter, before: AuditPlace | null, limit: number): Promise<Read> {
    const { clock, clinic } = this.#parts;
    const { subject, memberId, workstationId, days } = filter;
    const events = Object.keys(AUDIT_EVENTS).filter(isKnown);
    const query = {
      events: subject === null ? null : events.filter((name) => AUDIT_EVENTS[name] === subject),
      ...{ memberId, workstationId, before, limit },
      sinceMs: days === null ? null : Math.round(clock.now().wallMs - days * DAY_MS),
    };
    const self = clinic.self();
    if (self === null) return { rows: await this.#readHere(query, ''), source: 'single' };
    const rows = await clinic.read(query);
    if (rows !== null) return { rows, source: 'clinic' };
    return { rows: await this.#readHere(query, self), source: 'here' };
  }

  /** @param self this computer's id in the clinic; empty where it has the log for itself */
  async #readHere(query: ClinicQuery, self: string): Promise<readonly AuditRow[]> {
    const { before, workstationId, ...same } = query;
    if (workstationId !== null && workstationId !== self) return [];
    const isOwn = before !== null && ['', self].includes(before.workstationId);
    const rows = await this.#parts.audit.read({
      ...same,
      beforeId: isOwn ? before.id : null,
      ...(before === null || isOwn ? {} : { untilMs: before.atMs }),
    });
    return rows.map((row) => ({ ...row, stands: { ...row.stands, workstationId: self } }));
  }

  #speaker(): (row: AuditRow) => AuditEntry {
    const { clinic } = this.#parts;
    const nameOf = this.#names();
    return (row) => {
      const { stands, event, memberId } = row;
      const facts = factsOf(row);
      const {
        title,
        details = [],
        alarming = false,
      } = row.isClosed === true ? closed() : inWords(facts);
      return {
        ...{ place: stands, atMs: row.atMs, title, alarming },
        workstation: stands.workstationId === '' ? null : clinic.nameOf(stands.workstationId),
        subject: isKnown(event) ? AUDIT_EVENTS[event] : null,
        details:
          facts.by === null ? details : [...details, say('By {name}', { name: nameOf(facts.by) })],
        member: memberId === null ? null : nameOf(memberId),
      };
    };
  }

  #names(): (id: string) => string {
    const names = new Map(this.#parts.account.members().map(({ id, name }) => [id, name]));
    return (id) => names.get(id) ?? say('Somebody who is not a member any more');
  }
}

/** What did not open is shown as such, and never hidden. */
function closed(): Said {
  return {
    title: say('An entry that does not open'),
    details: [
      say('It was changed on the server, or it was sealed for a key that you do not have.'),
    ],
    alarming: true,
  };
}
