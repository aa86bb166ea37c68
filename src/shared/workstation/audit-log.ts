/*
 * The audit log as the settings window shows it, and everything that can be in it.
 */

/** What an event is about, in the order in which one can be chosen. */
export const AUDIT_SUBJECTS = [
  'session',
  'signIn',
  'member',
  'setting',
  'clinicApp',
  'workstation',
] as const;
export type AuditSubject = (typeof AUDIT_SUBJECTS)[number];

/** Every event that is ever recorded, with what it is about. */
export const AUDIT_EVENTS = {
  'clinic.created': 'setting',
  'session.started': 'session',
  'session.resumed': 'session',
  'session.ended': 'session',
  'wipe.completed': 'session',
  'computerLock.asked': 'workstation',
  'signIn.failed': 'signIn',
  'signIn.throttled': 'signIn',
  'signInRules.changed': 'setting',
  'twoFactor.turnedOn': 'signIn',
  'twoFactor.turnedOff': 'signIn',
  'twoFactor.reset': 'member',
  'recoveryCode.used': 'signIn',
  'recoveryCodes.renewed': 'signIn',
  'invitation.created': 'member',
  'invitation.used': 'signIn',
  'emergencyKit.created': 'setting',
  'emergencyKit.used': 'signIn',
  'record.tampered': 'workstation',
  'policy.changed': 'setting',
  'policy.migrated': 'setting',
  'policy.unreadable': 'setting',
  'managedPolicy.changed': 'workstation',
  'managedPolicy.removed': 'workstation',
  'managedPolicy.refused': 'workstation',
  'settings.imported': 'setting',
  'update.installed': 'workstation',
  'update.refused': 'workstation',
  'member.added': 'member',
  'member.disabled': 'member',
  'member.enabled': 'member',
  'member.roleChanged': 'member',
  'member.passwordChanged': 'signIn',
  'clinicApp.added': 'clinicApp',
  'clinicApp.changed': 'clinicApp',
  'clinicApp.removed': 'clinicApp',
  'clinicApp.opened': 'clinicApp',
  'clinicApp.signedOut': 'clinicApp',
  'clinicAppRules.changed': 'clinicApp',
  'siteSignIn.saved': 'clinicApp',
  'siteSignIn.removed': 'clinicApp',
  'download.saved': 'clinicApp',
  'auditLog.exported': 'setting',
} as const satisfies Readonly<Record<string, AuditSubject>>;
export type AuditEventName = keyof typeof AUDIT_EVENTS;

/** How far back one can look, in days, shortest first. */
export const AUDIT_PERIODS_DAYS = [1, 7, 30, 90, 365] as const;
export type AuditPeriodDays = (typeof AUDIT_PERIODS_DAYS)[number];

/** Which events to show. `null`: not narrowed down by this. */
export interface AuditFilter {
  readonly subject: AuditSubject | null;
  /** Of whom: what happened to this member, and what the member did to others. */
  readonly memberId: string | null;
  /** The last so many times 24 hours. */
  readonly days: AuditPeriodDays | null;
}

export const EVERY_EVENT: AuditFilter = { subject: null, memberId: null, days: null };

/** How many entries are read at a time. */
export const AUDIT_PAGE = 50;

/** One event in words. */
export interface AuditEntry {
  /** Later ones have greater ids. */
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** `null` for an event that this version does not know. */
  readonly subject: AuditSubject | null;
  /** What happened. */
  readonly title: string;
  /** More about it, each a phrase or a sentence. */
  readonly details: readonly string[];
  /** Whether an administrator should look into it. */
  readonly alarming: boolean;
  /** Who it happened to, or `null` for the account or the computer. */
  readonly member: string | null;
}

export interface AuditPage {
  /** Newest first. */
  readonly entries: readonly AuditEntry[];
  /** Whether there are older ones. */
  readonly more: boolean;
}
