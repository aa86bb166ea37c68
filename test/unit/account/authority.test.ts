import { describe, expect, it } from 'vitest';
import { mayDecide } from '../../../src/main/account/authority.js';
import type { SignedChange } from '../../../src/main/account/changes.js';
import type { EntryAuthor } from '../../../src/main/account/entry.js';
import {
  DISABLED,
  FOUNDED,
  FOUNDER,
  memberBy,
  NOBODY,
  oneOfEach,
  PRACTITIONER,
  SECOND,
  seedNamed,
} from '../../support/fakes/clinic-chain.js';
import {
  codeOf,
  computerChanges,
  INVITED_DESK,
  later,
  SECOND_DESK,
  sharedClinic,
  signedOut,
} from '../../support/fakes/chain-computers.js';

const state = sharedClinic();

function signing(name: string): string {
  return seedNamed(name).publicKeys.signing;
}

const invitation: EntryAuthor = {
  as: 'invitation',
  id: PRACTITIONER,
  key: signing(`invitation of ${PRACTITIONER}`),
};
const code = codeOf(INVITED_DESK);
const kit: EntryAuthor = { as: 'emergencyKit', id: SECOND, key: signing('kit') };

type Kind = SignedChange['kind'];

const OF_ADMINISTRATORS: readonly Kind[] = [
  'member.added',
  'member.access',
  'member.role',
  'member.invited',
  'emergencyKit.made',
  'keys.rotated',
  'twoFactor.reset',
  'badge.removed',
  'rules.set',
  'policy.set',
  'policy.imported',
  'apps.changed',
  'account.accepted',
  'trail.kept',
  'clinic.shared',
  'server.set',
  'workstation.invited',
  'workstation.withdrawn',
  'workstation.named',
  'workstation.removed',
  'clinic.left',
  'session.ended',
];
const ABOUT_ONESELF: readonly Kind[] = [
  ...(['member.keys', 'twoFactor.set', 'recoveryCode.used'] as const),
  ...(['badge.set', 'language.chosen', 'guide.read'] as const),
];

/** What each sort of author may decide. Whatever is not named here is refused. */
const TABLE: readonly (readonly [string, EntryAuthor, readonly Kind[]])[] = [
  ['the founder', memberBy(FOUNDER), [...OF_ADMINISTRATORS, ...ABOUT_ONESELF]],
  ['an administrator', memberBy(SECOND), [...OF_ADMINISTRATORS, ...ABOUT_ONESELF]],
  ['a practitioner', memberBy(PRACTITIONER), ABOUT_ONESELF],
  ['somebody whose access is off', memberBy(DISABLED), []],
  ['nobody of the clinic', memberBy(NOBODY), []],
  ['an administrator’s name with another key', memberBy(FOUNDER, signing(PRACTITIONER)), []],
  ['an administrator’s name with a code’s key', memberBy(FOUNDER, invitation.key), []],
  ['an administrator’s name with the clinic’s key', memberBy(SECOND, state.clinic), []],
  ['an invitation', invitation, ['member.keys']],
  ['an invitation of somebody else', { ...invitation, id: SECOND }, []],
  ['an invitation with the member’s own key', { ...invitation, key: signing(PRACTITIONER) }, []],
  ['an invitation’s key as a member', { ...invitation, as: 'member' }, []],
  ['an invitation’s key as a kit', { ...invitation, as: 'emergencyKit' }, []],
  ['the kit for an administrator', kit, ['member.keys']],
  ['the kit for a practitioner', { ...kit, id: PRACTITIONER }, []],
  ['the kit for somebody whose access is off', { ...kit, id: DISABLED }, []],
  ['the kit for nobody', { ...kit, id: NOBODY }, []],
  ['another kit', { ...kit, key: signing('another kit') }, []],
  ['the kit’s key as a member', { ...kit, as: 'member' }, []],
  ['the kit’s key as an invitation', { ...kit, as: 'invitation' }, []],
  ['a computer’s code', code, ['workstation.enrolled']],
  ['a computer’s code as another one', { ...code, id: SECOND_DESK }, []],
  ['a computer’s code that was spent', codeOf(SECOND_DESK), []],
  ['a code of no computer', { ...code, key: signing('another code') }, []],
  ['a computer’s code as a member', { ...code, as: 'member', id: FOUNDER }, []],
  ['a computer’s code as an invitation', { ...code, as: 'invitation', id: PRACTITIONER }, []],
  ['a computer’s code as a kit', { ...code, as: 'emergencyKit', id: SECOND }, []],
  ['an administrator as a computer', { ...memberBy(FOUNDER), as: 'enrolment' }, []],
  ['an administrator’s key as a computer', { ...code, key: signing(FOUNDER) }, []],
  ['a name of JavaScript as a computer', { ...code, id: 'constructor' }, []],
  ['a name of JavaScript', { ...memberBy('constructor'), key: signing(FOUNDER) }, []],
];

describe.each(TABLE)('%s', (_who, by, may) => {
  const all = [...Object.values(oneOfEach(state, by)), ...Object.values(computerChanges(state))];

  it.each(all.map((change) => [change.kind, change] as const))(
    'decides %s, or not',
    (kind, change) => {
      expect(mayDecide(state, by, change)).toBe(may.includes(kind));
    },
  );

  it('founds no second clinic, and decides nothing before there is one', () => {
    expect(mayDecide(state, by, FOUNDED)).toBe(false);
    for (const change of [...all, later(true)]) expect(mayDecide(null, by, change)).toBe(false);
  });

  it('leaves what a later version knows to that version, if it is a member with access', () => {
    const isMember = by.as === 'member' && may.length > 0;
    for (const mayPass of [true, false])
      expect(mayDecide(state, by, later(mayPass))).toBe(isMember);
  });
});

describe('a computer’s code', () => {
  const enrolled = computerChanges(state)['workstation.enrolled'];

  it('lets that computer in alone, while the account is shared', () => {
    expect(mayDecide(state, code, { ...enrolled, workstation: SECOND_DESK })).toBe(false);
    expect(mayDecide({ ...state, shared: null }, code, enrolled)).toBe(false);
  });
});

describe('an order to sign out', () => {
  it('is given by a member for their own sessions alone, by an administrator for any', () => {
    const own = signedOut({ memberId: PRACTITIONER, except: SECOND_DESK });
    const others = [
      signedOut({}),
      signedOut({ memberId: SECOND }),
      signedOut({ workstation: SECOND_DESK }),
      signedOut({ memberId: PRACTITIONER, workstation: SECOND_DESK }),
    ];
    expect(mayDecide(state, memberBy(PRACTITIONER), own)).toBe(true);
    expect(mayDecide(state, memberBy(FOUNDER), own)).toBe(true);
    for (const order of others) {
      expect(mayDecide(state, memberBy(PRACTITIONER), order)).toBe(false);
      expect(mayDecide(state, memberBy(FOUNDER), order)).toBe(true);
    }
    const disabled = signedOut({ memberId: DISABLED });
    expect(mayDecide(state, memberBy(DISABLED), disabled)).toBe(false);
  });
});

describe('the founder', () => {
  const founder = memberBy(FOUNDER);

  it('founds the clinic with the key that becomes the first administrator’s', () => {
    expect(mayDecide(null, founder, FOUNDED)).toBe(true);
    expect(mayDecide(null, { ...founder, key: signing(SECOND) }, FOUNDED)).toBe(false);
    expect(mayDecide(null, memberBy(SECOND), FOUNDED)).toBe(false);
    for (const as of ['invitation', 'emergencyKit'] as const)
      expect(mayDecide(null, { ...founder, as }, FOUNDED)).toBe(false);
  });
});

describe('new keys', () => {
  const own = oneOfEach(state, memberBy(PRACTITIONER))['member.keys'];

  it.each([
    ['a member', memberBy(PRACTITIONER), ['changed', 'cost']],
    ['an invitation', invitation, ['invitation']],
    ['the kit', kit, ['emergencyKit']],
  ] as const)('are set by %s in its own way, for the member alone', (_who, by, ways) => {
    for (const way of ['changed', 'cost', 'invitation', 'emergencyKit'] as const) {
      const isOwn = (ways as readonly string[]).includes(way);
      expect(mayDecide(state, by, { ...own, memberId: by.id, way })).toBe(isOwn);
      for (const memberId of [FOUNDER, DISABLED, NOBODY])
        expect(mayDecide(state, by, { ...own, memberId, way })).toBe(false);
    }
  });

  it('are not set by an administrator for somebody else', () => {
    for (const way of ['changed', 'cost', 'invitation', 'emergencyKit'] as const)
      expect(mayDecide(state, memberBy(FOUNDER), { ...own, way })).toBe(false);
  });
});
