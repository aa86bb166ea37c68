import { stringify } from 'csv-stringify/sync';
import type { AuditEntry } from '../../shared/workstation/audit-log.js';
import { say } from '../../shared/words/say.js';
import type { AuditRow } from '../ports/index.js';
import { BUNDLE, type FhirAbout, fhirAuditEvent } from './fhir-audit-event.js';
import { factsOf } from './stored-facts.js';

/** A file that is written part by part. */
export interface AuditFile {
  readonly fileName: string;
  readonly begin: string;
  readonly part: (rows: readonly AuditRow[], isFirst: boolean) => string;
  readonly end: string;
}

type Speaker = (row: AuditRow) => AuditEntry;

/** A table for spreadsheet programs. Number and link are those of the signed log. */
export function tableFile(entryOf: Speaker): AuditFile {
  const heading = [say('Time (UTC)'), say('Member'), say('Event'), say('Details'), say('Code')];
  return {
    fileName: 'audit-log.csv',
    // The byte order mark tells spreadsheet programs that the file is UTF-8.
    begin: `\uFEFF${table([[...heading, say('Number'), say('Link')]])}`,
    part: (rows) => table(rows.map((row) => lineOf(row, entryOf(row)))),
    end: '',
  };
}

/** @param nowMs milliseconds since 1970 */
export function fhirFile(entryOf: Speaker, about: FhirAbout, nowMs: number): AuditFile {
  const resourceOf = (row: AuditRow): string => {
    const { title, details } = entryOf(row);
    const words = [title, ...details].join(' · ');
    return BUNDLE.entry(fhirAuditEvent(row, factsOf(row), words, about), about.workstation);
  };
  return {
    fileName: 'audit-log-fhir.json',
    begin: BUNDLE.begin(nowMs),
    part: (rows, isFirst) => {
      const text = rows.map(resourceOf).join(',\n');
      return text === '' || isFirst ? text : `,\n${text}`;
    },
    end: BUNDLE.end,
  };
}

function lineOf(row: AuditRow, { atMs, title, details, member }: AuditEntry): string[] {
  const words = [new Date(atMs).toISOString(), member ?? '', title, details.join(' · ')];
  return [...words, row.event, String(row.id), row.link?.toString('hex') ?? ''];
}

/** Escapes formulas: names of members and apps are whatever somebody typed. */
function table(lines: readonly string[][]): string {
  return stringify([...lines], { record_delimiter: 'windows', escape_formulas: true });
}
