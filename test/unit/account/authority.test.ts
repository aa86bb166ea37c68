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
  sampleClinic,
  SECOND,
  seedNamed,
} from '../../support/fakes/clinic-chain.js';

const state = sampleClinic();

function signing(name: string): string {
  return seedNamed(name).publicKeys.signing;
}

const invitation: EntryAuthor = {
  as: 'invitation',
  id: PRACTITIONER,
  key: signing(`invitation of ${PRACTITIONER}`),
};
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
  'rules.set',
  'policy.set',
  'policy.imported',
  'apps.changed',
  'account.accepted',
  'trail.kept',
];
const ABOUT_ONESELF: readonly Kind[] = ['member.keys', 'twoFactor.set', 'recoveryCode.used'];

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
  ['a name of JavaScript', { ...memberBy('constructor'), key: signing(FOUNDER) }, []],
];

describe.each(TABLE)('%s', (_who, by, may) => {
  it.each(Object.values(oneOfEach(state, by)).map((change) => [change.kind, change] as const))(
    'decides %s, or not',
    (kind, change) => {
      expect(mayDecide(state, by, change)).toBe(may.includes(kind));
    },
  );

  it('founds no second clinic, and decides nothing before there is one', () => {
    expect(mayDecide(state, by, FOUNDED)).toBe(false);
    for (const change of Object.values(oneOfEach(state, by)))
      expect(mayDecide(null, by, change)).toBe(false);
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
