import { stringify } from 'csv-stringify/sync';
import type { AuditEntry } from '../../shared/workstation/audit-log.js';
import { say } from '../../shared/words/say.js';
import type { AuditRow } from '../ports/index.js';
import { BUNDLE, type FhirAbout, fhirAuditEvent } from './fhir-audit-event.js';
import { factsOf } from './stored-facts.js';

/** The text of a file that is written part by part. */
export interface AuditFile {
  readonly begin: string;
  readonly part: (rows: readonly AuditRow[], isFirst: boolean) => string;
  readonly end: string;
}

type Speaker = (row: AuditRow) => AuditEntry;

/**
 * A table for spreadsheet programs. Number and link are those of the signed log.
 * @param isOfClinic whether it is of several workstations, and so names them
 */
export function tableFile(entryOf: Speaker, isOfClinic: boolean): AuditFile {
  const station = isOfClinic ? [say('Workstation')] : [];
  const heading = [say('Time (UTC)'), ...station, say('Member'), say('Event'), say('Details')];
  return {
    // The byte order mark tells spreadsheet programs that the file is UTF-8.
    begin: `\uFEFF${table([[...heading, say('Code'), say('Number'), say('Link')]])}`,
    part: (rows) => table(rows.map((row) => lineOf(row, entryOf(row), isOfClinic))),
    end: '',
  };
}

/** @param nowMs milliseconds since 1970 */
export function fhirFile(entryOf: Speaker, about: FhirAbout, nowMs: number): AuditFile {
  const resourceOf = (row: AuditRow): string => {
    const { title, details } = entryOf(row);
    const words = [title, ...details].join(' · ');
    return BUNDLE.entry(fhirAuditEvent(row, factsOf(row), words, about), row.workstation);
  };
  return {
    begin: BUNDLE.begin(nowMs),
    part: (rows, isFirst) => {
      const text = rows.map(resourceOf).join(',\n');
      return text === '' || isFirst ? text : `,\n${text}`;
    },
    end: BUNDLE.end,
  };
}

function lineOf(row: AuditRow, entry: AuditEntry, isOfClinic: boolean): string[] {
  const { atMs, workstation, title, details, member } = entry;
  const station = isOfClinic ? [workstation ?? ''] : [];
  const words = [new Date(atMs).toISOString(), ...station, member ?? '', title];
  const link = row.link?.toString('hex') ?? '';
  return [...words, details.join(' · '), row.event, String(row.id), link];
}

/** Escapes formulas: names of members and apps are whatever somebody typed. */
function table(lines: readonly string[][]): string {
  return stringify([...lines], { record_delimiter: 'windows', escape_formulas: true });
}
