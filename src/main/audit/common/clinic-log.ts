import type { AuditPlace } from '../../../shared/workstation/audit-log.js';
import type { AuditQuery, AuditRow } from '../../ports/index.js';

/** As {@link AuditQuery}, among the events of all workstations. */
export interface ClinicQuery extends Omit<AuditQuery, 'beforeId' | 'untilMs'> {
  readonly workstationId: string | null;
  readonly before: AuditPlace | null;
}

/** The log of all workstations of a clinic. */
export interface ClinicLog {
  /** This computer's id in the clinic; `null` where it has the log for itself. */
  self(): string | null;
  /** The name of a workstation, also of one that was taken out; `null` for an id that is none. */
  nameOf(workstationId: string): string | null;
  /** Newest first. @returns `null` while the clinic's server is out of reach */
  read(query: ClinicQuery): Promise<readonly AuditRow[] | null>;
}
