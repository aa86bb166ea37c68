/*
 * The audit log as the settings window shows it, and everything that can be in it.
 */

/** The subjects of events, in the order of the choice. */
export const AUDIT_SUBJECTS = [
  'session',
  'signIn',
  'member',
  'setting',
  'clinicApp',
  'workstation',
] as const;
export type AuditSubject = (typeof AUDIT_SUBJECTS)[number];

/** Every event that is ever recorded, with its subject. */
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
  'badge.enrolled': 'signIn',
  'badge.removed': 'member',
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
  'auditLog.verified': 'setting',
  'auditLog.cut': 'setting',
  'trail.kept': 'setting',
  'keys.rotated': 'setting',
  'account.older': 'workstation',
  'account.accepted': 'workstation',
  'account.shared': 'setting',
  'server.changed': 'setting',
  'server.wentBack': 'workstation',
  'workstation.invited': 'workstation',
  'workstation.withdrawn': 'workstation',
  'workstation.enrolled': 'workstation',
  'workstation.renamed': 'workstation',
  'workstation.removed': 'workstation',
  'workstation.shutSignIn': 'signIn',
  'clinic.left': 'setting',
  'clinic.lostDecisions': 'workstation',
  'session.orderedToEnd': 'session',
  'workstation.copied': 'workstation',
  'decision.madeAgain': 'setting',
} as const satisfies Readonly<Record<string, AuditSubject>>;
export type AuditEventName = keyof typeof AUDIT_EVENTS;

/** The periods that can be chosen, in days, shortest first. */
export const AUDIT_PERIODS_DAYS = [1, 7, 30, 90, 365] as const;
export type AuditPeriodDays = (typeof AUDIT_PERIODS_DAYS)[number];

/** The filter of the log. `null`: no filter for this field. */
export interface AuditFilter {
  readonly subject: AuditSubject | null;
  /** Entries about this member: what happened to the member, and what the member did to others. */
  readonly memberId: string | null;
  /** Entries of this workstation of the clinic. */
  readonly workstationId: string | null;
  /** Entries of the last so many times 24 hours. */
  readonly days: AuditPeriodDays | null;
}

export const EVERY_EVENT: AuditFilter = {
  ...{ subject: null, memberId: null, workstationId: null, days: null },
};

/** Where a page ends: what follows is older. */
export interface AuditPlace {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** Empty where one computer has the log for itself. */
  readonly workstationId: string;
  readonly id: number;
}

/** How many entries one request reads. */
export const AUDIT_PAGE = 50;

/** One event in words. */
export interface AuditEntry {
  /** Where the entry stands. */
  readonly place: AuditPlace;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** The name of the workstation where it happened; `null` where one computer has the log for itself. */
  readonly workstation: string | null;
  /** `null` for an event that this version does not know. */
  readonly subject: AuditSubject | null;
  /** What happened. */
  readonly title: string;
  /** More details, each a phrase or a sentence. */
  readonly details: readonly string[];
  /** Whether an administrator should look into it. */
  readonly alarming: boolean;
  /** The member to whom it happened, or `null` for the account or the computer. */
  readonly member: string | null;
}

export interface AuditPage {
  /** Newest first. */
  readonly entries: readonly AuditEntry[];
  /** Whether there are older ones. */
  readonly more: boolean;
  /**
   * `clinic`: of all workstations; `here`: of this one alone, as the clinic's server is out of reach; `single`: one
   * computer has the log for itself.
   */
  readonly source: 'clinic' | 'here' | 'single';
}
