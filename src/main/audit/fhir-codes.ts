import type { AuditEventName } from '../../shared/workstation/audit-log.js';

/*
 * What each event is in the vocabulary of health-care audit logs: the event types of DICOM (PS3.16, CID 400
 * and 401), which FHIR's AuditEvent and IHE's Basic Audit Log Patterns use.
 */

const DCM = {
  application: '110100 Application Activity',
  auditLogUsed: '110101 Audit Log Used',
  export: '110106 Export',
  securityAlert: '110113 Security Alert',
  authentication: '110114 User Authentication',
  applicationStart: '110120 Application Start',
  applicationStop: '110121 Application Stop',
  login: '110122 Login',
  logout: '110123 Logout',
  emergencyOverride: '110127 Emergency Override Started',
  securityConfiguration: '110129 Security Configuration',
  softwareConfiguration: '110131 Software Configuration',
  securityAttributes: '110135 Object Security Attributes Changed',
  roles: '110136 Security Roles Changed',
  userAttributes: '110137 User security Attributes Changed',
  app: '110150 Application',
  localService: '110141 Local Service Operation Started',
} as const;
export type DicomCode = keyof typeof DCM;

/** Created, read, updated, deleted, executed. */
export type AuditAction = 'C' | 'R' | 'U' | 'D' | 'E';

export interface Coding {
  readonly system: string;
  readonly code: string;
  readonly display: string;
}

export function dicom(code: DicomCode): Coding {
  return codingOf('http://dicom.nema.org/resources/ontology/DCM', DCM[code]);
}

/**
 * A code of HL7's terminology.
 * @param term such as `object-role 13 Security Resource`: its system, its code, its name
 */
export function hl7(term: string): Coding {
  const space = term.indexOf(' ');
  const system = term.slice(0, space);
  return codingOf(`http://terminology.hl7.org/CodeSystem/${system}`, term.slice(space + 1));
}

function codingOf(system: string, term: string): Coding {
  const space = term.indexOf(' ');
  return { system, code: term.slice(0, space), display: term.slice(space + 1) };
}

export interface FhirKind {
  readonly type: DicomCode;
  readonly subtype?: DicomCode;
  readonly action: AuditAction;
  /** Whether the event itself says that something failed, and how badly. */
  readonly failure?: 'minor' | 'serious';
}

const login: FhirKind = { type: 'authentication', subtype: 'login', action: 'E' };
const logout: FhirKind = { type: 'authentication', subtype: 'logout', action: 'E' };
const started: FhirKind = { type: 'application', subtype: 'applicationStart', action: 'E' };
const alert = (subtype: DicomCode, action: AuditAction): FhirKind => ({
  ...{ type: 'securityAlert', subtype, action },
});
const configuration = (action: AuditAction): FhirKind => alert('securityConfiguration', action);
const user = (action: AuditAction): FhirKind => alert('userAttributes', action);
const tampered: FhirKind = { ...alert('securityAttributes', 'U'), failure: 'serious' };

export const FHIR_KINDS: Readonly<Record<AuditEventName, FhirKind>> = {
  'clinic.created': configuration('C'),
  'session.started': login,
  'session.resumed': login,
  'session.ended': logout,
  'wipe.completed': logout,
  'computerLock.asked': { type: 'application', subtype: 'localService', action: 'E' },
  'signIn.failed': { ...login, failure: 'minor' },
  'signIn.throttled': { ...login, failure: 'serious' },
  'signInRules.changed': configuration('U'),
  'twoFactor.turnedOn': user('C'),
  'twoFactor.turnedOff': user('D'),
  'twoFactor.reset': user('D'),
  'recoveryCode.used': login,
  'recoveryCodes.renewed': user('U'),
  'badge.enrolled': user('C'),
  'badge.removed': user('D'),
  'invitation.created': user('C'),
  'invitation.used': user('U'),
  'emergencyKit.created': configuration('C'),
  'emergencyKit.used': alert('emergencyOverride', 'E'),
  'record.tampered': tampered,
  'policy.changed': configuration('U'),
  'policy.migrated': configuration('U'),
  'policy.unreadable': { ...configuration('R'), failure: 'serious' },
  'managedPolicy.changed': configuration('U'),
  'managedPolicy.removed': configuration('D'),
  'managedPolicy.refused': { ...configuration('U'), failure: 'minor' },
  'settings.imported': configuration('U'),
  'update.installed': alert('softwareConfiguration', 'U'),
  'update.refused': { ...alert('softwareConfiguration', 'U'), failure: 'minor' },
  'member.added': user('C'),
  'member.disabled': user('U'),
  'member.enabled': user('U'),
  'member.roleChanged': alert('roles', 'U'),
  'member.passwordChanged': user('U'),
  'clinicApp.added': configuration('C'),
  'clinicApp.changed': configuration('U'),
  'clinicApp.removed': configuration('D'),
  'clinicApp.opened': started,
  'clinicApp.signedOut': { type: 'application', subtype: 'applicationStop', action: 'E' },
  'clinicAppRules.changed': configuration('U'),
  'siteSignIn.saved': user('C'),
  'siteSignIn.removed': user('D'),
  'download.saved': { type: 'export', action: 'R' },
  'auditLog.exported': { type: 'auditLogUsed', action: 'R' },
  'auditLog.verified': { type: 'auditLogUsed', action: 'R' },
  'auditLog.cut': { type: 'auditLogUsed', action: 'D' },
  'trail.kept': configuration('U'),
  'keys.rotated': configuration('U'),
  'account.older': tampered,
  'account.accepted': configuration('U'),
  'account.shared': configuration('U'),
  'server.changed': configuration('U'),
  'server.wentBack': tampered,
  'workstation.invited': configuration('C'),
  'workstation.withdrawn': configuration('D'),
  'workstation.enrolled': configuration('U'),
  'workstation.renamed': configuration('U'),
  'workstation.removed': configuration('D'),
  'workstation.shutSignIn': alert('emergencyOverride', 'E'),
  'clinic.left': configuration('U'),
  'session.orderedToEnd': logout,
  'workstation.copied': tampered,
  'decision.madeAgain': configuration('U'),
  'clinic.lostDecisions': { ...alert('securityAttributes', 'D'), failure: 'serious' },
};

/** For an event of another version of the app. */
export const UNKNOWN_KIND: FhirKind = { type: 'application', action: 'E' };
