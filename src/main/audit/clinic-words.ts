import type { AuditEventName } from '../../shared/workstation/audit-log.js';
import { say, sayings } from '../../shared/words/say.js';
import type { Said } from './said.js';
import type { Facts } from './stored-facts.js';

/** A decision that is in force nowhere any more, by its kind. */
const LOST = sayings({
  'member.added': 'A member was added.',
  'member.access': 'A member’s access was turned off or on.',
  'member.role': 'A member’s role was changed.',
  'member.keys': 'A member’s password was set.',
  'member.invited': 'An invitation code was made.',
  'emergencyKit.made': 'An emergency kit was made.',
  'keys.rotated': 'The clinic got new keys.',
  'twoFactor.set': 'A member’s two-factor authentication was changed.',
  'recoveryCode.used': 'A recovery code was used.',
  'twoFactor.reset': 'A member’s two-factor authentication was reset.',
  'badge.set': 'A member’s badge for quick sign-in was changed.',
  'badge.removed': 'A member’s badge for quick sign-in was removed.',
  'language.chosen': 'A member chose a language.',
  'guide.read': 'A member read the guide.',
  'rules.set': 'The sign-in rules were changed.',
  'policy.set': 'The session settings were changed.',
  'policy.imported': 'A settings file was brought in.',
  'apps.changed': 'The clinic apps were changed.',
  'account.accepted': 'An account in question was accepted.',
  'trail.kept': 'It was changed how long the audit log is kept.',
  'server.set': 'The address of the clinic’s server was changed.',
  'workstation.invited': 'An enrolment code was made.',
  'workstation.withdrawn': 'An enrolment code was taken back.',
  'workstation.enrolled': 'A workstation was enrolled.',
  'workstation.named': 'A workstation was renamed.',
  'workstation.removed': 'A workstation was removed.',
  'session.ended': 'Members were ordered to sign out.',
});

function isKind(kind: string): kind is keyof typeof LOST {
  return Object.hasOwn(LOST, kind);
}

/** Events about the clinic's server and its workstations, in words. */
export const CLINIC_WORDS = {
  'account.shared': (facts) => ({
    title: say('Account shared with other workstations'),
    details: [...serverOf(facts), ...workstationOf(facts)],
  }),
  'server.changed': (facts) => ({
    title: say('The clinic’s server changed'),
    details: serverOf(facts),
  }),
  'server.wentBack': ({ decisions }) => ({
    title: say('The clinic’s server had forgotten decisions'),
    details:
      decisions === null
        ? []
        : [
            say(
              '{decisions, plural, one {This workstation put one decision back.} other {This workstation put # decisions back.}}',
              { decisions },
            ),
          ],
    alarming: true,
  }),
  'workstation.invited': (facts) => ({
    title: say('Enrolment code made for a workstation'),
    details: workstationOf(facts),
  }),
  'workstation.withdrawn': (facts) => ({
    title: say('Enrolment code taken back'),
    details: workstationOf(facts),
  }),
  'workstation.enrolled': (facts) => ({
    title: say('Workstation enrolled'),
    details: workstationOf(facts),
  }),
  'workstation.renamed': ({ from, to }) => ({
    title: say('Workstation renamed'),
    details: from === null || to === null ? [] : [`${from} → ${to}`],
  }),
  'workstation.removed': (facts) => ({
    title: say('Workstation removed from the clinic'),
    details: workstationOf(facts),
  }),
  'workstation.shutSignIn': () => ({
    title: say('Signed in while the clinic’s server was out of reach for too long'),
    details: [say('Only administrators can, for an hour each time.')],
    alarming: true,
  }),
  'workstation.copied': () => ({
    title: say('Another computer uses this workstation’s identity'),
    details: [say('A copy of its disk, perhaps: that computer has to be enrolled anew.')],
    alarming: true,
  }),
  'session.orderedToEnd': (facts) => ({
    title: say('Signed out from afar'),
    details: [
      ...(facts.memberId === null && facts.workstation === null ? [say('Everybody')] : []),
      ...workstationOf(facts),
      ...(facts.what === 'oneSession'
        ? [say('The member has signed in at another workstation.')]
        : []),
      ...(facts.reason === null ? [] : [say('Reason: {reason}', { reason: facts.reason })]),
    ],
  }),
  'decision.madeAgain': ({ what }) => ({
    title: say('A lost decision was made again'),
    details: what === null || !isKind(what) ? [] : [LOST[what]],
  }),
  'clinic.left': (facts) => ({
    title: say('A workstation left the clinic and goes on by itself'),
    details: workstationOf(facts),
  }),
  'clinic.lostDecisions': ({ decisions, changed }) => ({
    title: say('The clinic’s server went on without decisions of this workstation'),
    details: [
      ...(decisions === null
        ? []
        : [
            say(
              '{decisions, plural, one {One decision is not in force any more.} other {# decisions are not in force any more.}}',
              { decisions },
            ),
          ]),
      ...(changed ?? []).map((kind) =>
        isKind(kind)
          ? LOST[kind]
          : say('Something was decided that this version of the app does not know.'),
      ),
      say('What should still hold has to be decided again.'),
    ],
    alarming: true,
  }),
} as const satisfies Partial<Readonly<Record<AuditEventName, (facts: Facts) => Said>>>;

function workstationOf({ workstation }: Facts): readonly string[] {
  return workstation === null ? [] : [say('Workstation: {name}', { name: workstation })];
}

function serverOf({ server }: Facts): readonly string[] {
  return server === null ? [] : [say('Server: {address}', { address: server })];
}
