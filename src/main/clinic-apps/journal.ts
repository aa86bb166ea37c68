import type { ClinicAppRules } from '../../shared/clinic-apps/clinic-app.js';
import type { AuditEventName } from '../../shared/workstation/audit-log.js';
import type { AuditSink, Clock } from '../ports/index.js';

/** What happens to, or in, one clinic app. */
export type ClinicAppEvent = Extract<
  AuditEventName,
  `clinicApp.${string}` | `siteSignIn.${string}` | 'download.saved'
>;

/** Writes events of clinic apps into the audit trail: never the address of a page or the name of a file. */
export class ClinicAppJournal {
  readonly #audit: AuditSink;
  readonly #clock: Clock;

  constructor(audit: AuditSink, clock: Clock) {
    this.#audit = audit;
    this.#clock = clock;
  }

  /**
   * @param memberId `null` when the member of the session is not known any more
   * @param appName the name that administrators gave the app
   * @param more never a secret, never patient data
   * @throws when the audit trail cannot be written
   */
  record(
    event: ClinicAppEvent,
    memberId: string | null,
    appName: string,
    more: Readonly<Record<string, unknown>> = {},
  ): void {
    this.#append(event, memberId, { app: appName, ...more });
  }

  rulesChanged(memberId: string, rules: ClinicAppRules): void {
    this.#append('clinicAppRules.changed', memberId, { rules });
  }

  /** The record of the clinic apps was changed outside the app. */
  tampered(): void {
    this.#append('record.tampered', null, { what: 'clinicApps' });
  }

  #append(
    event: AuditEventName,
    memberId: string | null,
    detail: Readonly<Record<string, unknown>>,
  ): void {
    this.#audit.append({ event, at: this.#clock.now(), memberId, detail });
  }
}
