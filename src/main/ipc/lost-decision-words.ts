import type { LostDecisionRow } from '../../shared/requests/clinic-views.js';
import { serverAddressText } from '../../shared/clinic/server-address.js';
import { ROLE_NAMES } from '../../shared/people/role.js';
import { differences, onOrOff, SIGN_IN_RULE_NAMES } from '../../shared/policy/policy-words.js';
import type { SignInRules } from '../../shared/policy/sign-in-rules.js';
import { say, sayings } from '../../shared/words/say.js';
import type { LostFact, LostInstead, ThreeOf } from '../ports/index.js';

/* Decisions that were lost, for the administrators who decide what still counts. */

/** What to do about what cannot be decided again as it was. */
const INSTEAD: Readonly<Record<LostInstead, string>> = sayings({
  addMember: 'Add the member again under Members: the password and the email are needed for it.',
  unknownMember: 'This member is not in the clinic any more. Add the member first.',
  ownPassword:
    'The password from before counts again. The member can change it under My security; if it is forgotten, make an invitation code.',
  ownSecondFactor: 'Only the member can set that up again, under My security.',
  ownBadge: 'Only the member can do that again, under My security.',
  newRecoveryCodes:
    'That code can be used once more. The member should make new recovery codes under My security.',
  ownReset: 'Nobody resets their own. Ask another administrator.',
  inviteMember: 'Make a new invitation code under Members, and throw the old one away.',
  emergencyKit: 'Make a new emergency kit, and throw that one away: it opens nothing.',
  changeApps:
    'The clinic apps were changed otherwise since, or what was decided cannot be opened any more. Change them under Clinic apps.',
  inviteWorkstation: 'Make a new enrolment code, and throw the old one away.',
  enrolAnew: 'That computer has to be enrolled anew, with a code of its own.',
  removeWorkstation:
    'Somebody has used the code. Remove the workstation if it does not belong to you.',
  unknownWorkstation: 'That workstation does not belong to the clinic any more.',
  thisWorkstation:
    'This is the workstation at which you sit. Do it at another one, or make this one independent.',
});

/** What was decided: a sentence, or one for each thing that changed. */
function textOf({ change, about: name, policy, rules }: LostFact): string {
  switch (change.kind) {
    case 'policy.set':
    case 'policy.imported':
      return (policy === null ? '' : policyText(policy)) || say('The session settings were saved.');
    case 'rules.set':
      return (rules === null ? '' : rulesText(rules)) || say('The sign-in rules were saved.');
    case 'trail.kept':
      return say(
        '{years, plural, one {The audit log was to be kept for one year.} other {The audit log was to be kept for # years.}}',
        { years: change.years },
      );
    case 'keys.rotated':
      return say('The clinic got new keys.');
    case 'member.added':
      return say('{name} was added as a member.', { name });
    case 'member.access':
      return change.active
        ? say('{name}’s access was turned on.', { name })
        : say('{name}’s access was turned off.', { name });
    case 'member.role':
      return say('{name} was given the role {role}.', { name, role: ROLE_NAMES[change.role] });
    case 'member.keys':
      return say('{name} chose a new password.', { name });
    case 'member.invited':
      return say('An invitation code was made for {name}.', { name });
    case 'emergencyKit.made':
      return say('An emergency kit was made.');
    case 'twoFactor.set':
      return say('Two-factor authentication of whoever decided it was changed.');
    case 'recoveryCode.used':
      return say('A recovery code was used.');
    case 'twoFactor.reset':
      return say('{name}’s two-factor authentication was reset.', { name });
    case 'badge.set':
      return change.record === null
        ? say('Whoever decided it removed their badge for quick sign-in.')
        : say('Whoever decided it set up a badge for quick sign-in.');
    case 'badge.removed':
      return say('{name}’s badge for quick sign-in was removed.', { name });
    case 'apps.changed':
      return say('The clinic apps were changed.');
    case 'server.set':
      return say('The server’s address was changed to {address}.', {
        address: serverAddressText(change.server),
      });
    case 'workstation.invited':
      return say('An enrolment code was made for {name}.', { name: change.name });
    case 'workstation.withdrawn':
      return say('The enrolment code for {name} was taken back.', { name });
    case 'workstation.enrolled':
      return say('{name} was enrolled.', { name });
    case 'workstation.named':
      return say('{before} was renamed to {after}.', { before: name, after: change.name });
    case 'workstation.removed':
      return say('{name} was removed from the clinic.', { name });
    case 'session.ended':
      return orderText(change, name);
    case 'clinic.founded':
    case 'clinic.shared':
    case 'clinic.left':
    case 'account.accepted':
    case 'language.chosen':
    case 'guide.read':
      return '';
  }
}

export function lostRow(fact: LostFact): LostDecisionRow {
  const { id, atMs, by, standing } = fact;
  const isInstead = standing !== 'holds' && standing !== 'open';
  return {
    ...{ id, atMs, by, text: textOf(fact) },
    canDecide: standing === 'open',
    holds: standing === 'holds',
    instead: isInstead ? INSTEAD[standing] : null,
  };
}

function orderText(
  {
    memberId,
    workstation,
  }: { readonly memberId: string | null; readonly workstation: string | null },
  name: string,
): string {
  if (memberId !== null) return say('{name} was signed out everywhere.', { name });
  return workstation === null
    ? say('Everybody was signed out.')
    : say('Whoever was at {name} was signed out.', { name });
}

function policyText({ before, after, now }: ThreeOf<Parameters<typeof differences>[0]>): string {
  const open = new Map(differences(now, after).map((one) => [one.rule, one.before]));
  return sentences(
    differences(before, after).map(({ rule, after: value }) => [rule, value, open.get(rule)]),
  );
}

function rulesText({ before, after, now }: ThreeOf<SignInRules>): string {
  return sentences(
    (Object.keys(SIGN_IN_RULE_NAMES) as (keyof SignInRules)[])
      .filter((field) => before[field] !== after[field])
      .map((field) => [
        SIGN_IN_RULE_NAMES[field],
        ruleText(after[field]),
        now[field] === after[field] ? undefined : ruleText(now[field]),
      ]),
  );
}

function ruleText(value: boolean | number): string {
  return typeof value === 'boolean' ? onOrOff(value) : String(value);
}

/** Each rule, what it was set to, and what it is, if that is something else. */
function sentences(
  all: readonly (readonly [rule: string, value: string, now: string | undefined])[],
): string {
  return all
    .map(([rule, value, now]) =>
      now === undefined
        ? say('“{rule}” was set to {value}.', { rule, value })
        : say('“{rule}” was set to {value} (it is {now}).', { rule, value, now }),
    )
    .join(' ');
}
