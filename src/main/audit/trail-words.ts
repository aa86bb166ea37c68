import type { AuditEventName } from '../../shared/workstation/audit-log.js';
import { say, sayings } from '../../shared/words/say.js';
import type { Said } from './said.js';
import type { Facts } from './stored-facts.js';

export const EXPORT_FORMATS: Readonly<Record<string, string>> = sayings({
  table: 'A table for spreadsheet programs (CSV)',
  signed: 'The signed log, which proves itself (JSON)',
  fhir: 'FHIR R4 audit events (JSON)',
});

/** Events about the audit log itself, and about the account as a whole, in words. */
export const TRAIL_WORDS = {
  'auditLog.exported': ({ format }) => ({
    title: say('Audit log export'),
    details: format === null ? [] : [EXPORT_FORMATS[format] ?? format],
  }),
  'auditLog.verified': ({ events, problems }) => ({
    title: say('Audit log verified'),
    details: [
      ...(events === null
        ? []
        : [
            say(
              '{events, plural, one {# event has its proof.} other {# events have their proof.}}',
              { events },
            ),
          ]),
      ...(problems === null || problems === 0
        ? []
        : [
            say(
              '{problems, plural, one {# thing is wrong with it.} other {# things are wrong with it.}}',
              { problems },
            ),
          ]),
    ],
    alarming: problems !== null && problems > 0,
  }),
  'auditLog.cut': ({ events }) => ({
    title: say('Older events of the audit log removed'),
    details:
      events === null ? [] : [say('{events, plural, one {# event} other {# events}}', { events })],
  }),
  'trail.kept': ({ years }) => ({
    title: say('How long the audit log is kept changed'),
    details:
      years === null ? [] : [say('{years, plural, one {# year} other {# years}}', { years })],
  }),
  'keys.rotated': () => ({ title: say('New keys for the clinic made') }),
  'account.older': () => ({
    title: say('The account is older than this computer remembers'),
    details: [say('Only an administrator can go on with it.')],
    alarming: true,
  }),
  'account.accepted': ({ remembered }) => ({
    title: say('An administrator went on with an account that was in question'),
    details:
      remembered === null
        ? []
        : [
            say(
              'This computer remembered {count, plural, one {one decision} other {# decisions}}.',
              { count: remembered },
            ),
          ],
    alarming: true,
  }),
} as const satisfies Partial<Readonly<Record<AuditEventName, (facts: Facts) => Said>>>;
