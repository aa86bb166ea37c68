import type { AuditPlace } from '../../../shared/workstation/audit-log.js';
import type { AuditQuery, AuditRow, TrailAnchor, TrailCopy } from '../../ports/index.js';

/** As {@link AuditQuery}, among the events of all workstations. */
export interface ClinicQuery extends Omit<AuditQuery, 'beforeId' | 'afterId' | 'untilMs'> {
  readonly workstationId: string | null;
  readonly before: AuditPlace | null;
}

/** Which computers a clinic has. */
export interface ClinicStations {
  /** This computer's id in the clinic; `null` where it has the log for itself. */
  self(): string | null;
  /** The name of a workstation, also of one that was taken out; `null` for an id that is none. */
  nameOf(workstationId: string): string | null;
}

/** The log of all workstations of a clinic. */
export interface ClinicLog extends ClinicStations {
  /** Newest first. @returns `null` while the clinic's server is out of reach */
  read(query: ClinicQuery): Promise<readonly AuditRow[] | null>;
}

/** The trails of all workstations, while the server is in contact. */
export interface ServerTrails {
  /** How many events the server says to have, by workstation. */
  readonly trails: ReadonlyMap<string, number>;
  /** How far each trail had come, as its workstation said last. */
  readonly beats: ReadonlyMap<string, TrailAnchor>;
  /**
   * @param known the last event that the workstation is known to have written
   * @returns rejects with `ServerAwayError`, as do its methods
   */
  open(workstation: string, known: number): Promise<TrailCopy>;
}

export interface ClinicTrails extends ClinicStations {
  /** All workstations that the clinic has or had, by its decisions. */
  workstations(): readonly string[];
  /** @returns `null` while the server is out of reach. The caller calls `done` */
  open(): Promise<(ServerTrails & { readonly done: () => void }) | null>;
  /** How many of its own events this computer has brought to the server, for sure; `null` for nobody knows. */
  sent(): Promise<number | null>;
}
