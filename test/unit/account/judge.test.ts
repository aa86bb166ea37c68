import { describe, expect, it } from 'vitest';
import type { SignedChange } from '../../../src/main/account/changes.js';
import type { ClinicState } from '../../../src/main/account/clinic-state.js';
import { judge } from '../../../src/main/account/judge.js';
import { DEFAULT_SIGN_IN_RULES } from '../../../src/shared/policy/sign-in-rules.js';
import {
  access,
  decided,
  DISABLED,
  FOUNDED,
  FOUNDER,
  hashNamed,
  invited,
  kitMade,
  memberBy,
  NOBODY,
  oneOfEach,
  personOf,
  PRACTITIONER,
  SECOND,
  role,
  rotationAfter,
  seedNamed,
  unsigned,
} from '../../support/fakes/clinic-chain.js';
import { after, changed, clinic, founder, sample, second } from './judged.js';

describe('every decision', () => {
  it('that may be made moves the state by one, and leaves the one before as it was', () => {
    const before = JSON.stringify(clinic);
    for (const change of Object.values(sample)) {
      if (change.kind === 'recoveryCode.used') continue;
      const entry = unsigned(clinic, founder, change);
      const judged = judge(clinic, entry);
      expect(judged).toMatchObject({
        ok: true,
        state: { seq: clinic.seq + 1, link: entry.link.toString('base64'), clinic: clinic.clinic },
      });
    }
    expect(JSON.stringify(clinic)).toBe(before);
  });

  it.each(Object.values(sample).map((change) => [change.kind, change] as const))(
    'of another clinic, of another place and of a stranger decides nothing: %s',
    (_kind, change) => {
      const own = unsigned(clinic, founder, change);
      const strange = { ...own, clinic: seedNamed('another clinic').publicKeys.signing };
      expect(judge(clinic, strange)).toEqual({ ok: false, why: 'otherClinic' });
      const link = hashNamed('another link');
      for (const place of [
        [own.after[0], link],
        [own.after[0] - 1, own.after[1]],
        [0, link],
      ])
        expect(judge(clinic, { ...own, after: place as [number, string] })).toEqual({
          ok: false,
          why: 'otherPlace',
        });
      expect(after(change, memberBy(NOBODY))).toBe('notAllowed');
      expect(after(change, memberBy(DISABLED))).toBe('notAllowed');
    },
  );

  it('applies once', () => {
    for (const change of Object.values(sample)) {
      if (change.kind === 'recoveryCode.used') continue;
      const entry = unsigned(clinic, founder, change);
      const judged = judge(clinic, entry);
      if (!judged.ok) throw new Error(judged.why);
      expect(judge(judged.state, entry)).toMatchObject({ ok: false });
    }
  });
});

describe('founding', () => {
  it('makes a clinic with one administrator', () => {
    expect(after(FOUNDED, founder, null)).toMatchObject({
      clinic: founder.key,
      seq: 1,
      members: { [FOUNDER]: { role: 'administrator', active: true, mustSetUp: false } },
      requiredSince: null,
      trailYears: 6,
    });
    const rules = { ...DEFAULT_SIGN_IN_RULES, requireTwoFactor: true };
    expect(after({ ...FOUNDED, rules }, founder, null)).toMatchObject({ requiredSince: 1_000 });
  });

  it('begins to count at 1, and happens once', () => {
    expect(after({ ...FOUNDED, keys: { ...FOUNDED.keys, version: 2 } }, founder, null)).toBe(
      'wrongVersion',
    );
    expect(after({ ...FOUNDED, shares: { ...FOUNDED.shares, epoch: 2 } }, founder, null)).toBe(
      'wrongShares',
    );
    expect(after(FOUNDED)).toBe('notAllowed');
  });
});

const NEW = {
  ...{ former: null, passwordGone: false, twoFactor: null, mustSetUp: false },
  ...{ badge: null, language: null, guideRead: null },
};

describe('a member', () => {
  it('is added with what was decided', () => {
    const { member, role: as, keys, share } = sample['member.added'];
    const added = { ...member, role: as, keys, share, active: true };
    expect(changed(sample['member.added'])).toEqual({
      members: { ...clinic.members, [member.id]: { ...added, ...NEW } },
    });
  });

  it('is not added twice, with an email that is taken, or with keys that are not the first', () => {
    const change = sample['member.added'];
    expect(after({ ...change, member: { ...personOf(4), id: SECOND } })).toBe('memberExists');
    const email = 'MEMBER1@Clinic.Example';
    expect(after({ ...change, member: { ...change.member, email } })).toBe('emailTaken');
    expect(after({ ...change, keys: { ...change.keys, version: 2 } })).toBe('wrongVersion');
  });

  it('loses access with new keys of the clinic, and gets it back with a share of them', () => {
    const { active } = { ...clinic.members[DISABLED] };
    expect(active).toBe(false);
    const on = access(DISABLED, true)(clinic);
    const { members, ...others } = changed(on);
    expect(others).toEqual({});
    expect(members?.[DISABLED]).toMatchObject({ active: true, share: on.share });
    const off = access(SECOND, false)(clinic);
    expect(changed(off)).toMatchObject({
      members: { [SECOND]: { active: false, share: null } },
      shares: off.rotation?.shares,
      records: off.rotation?.records,
    });
    expect(after(access(NOBODY, true)(clinic))).toBe('unknownMember');
    expect(after(access(NOBODY, false)(clinic))).toBe('unknownMember');
  });

  it('loses the role of administrator with new keys, and gets it with a share', () => {
    const taken = role(SECOND, 'practitioner')(clinic);
    expect(changed(taken)).toMatchObject({
      members: { [SECOND]: { role: 'practitioner', share: null } },
      shares: taken.rotation?.shares,
    });
    const given = role(PRACTITIONER, 'administrator')(clinic);
    expect(changed(given)).toMatchObject({
      members: { [PRACTITIONER]: { role: 'administrator', share: given.share } },
      invitations: {},
    });
    expect(changed(given)).not.toHaveProperty('shares');
    // Whoever has no access has no share of the keys that could be taken.
    expect(typeof after(role(DISABLED, 'practitioner')(clinic))).toBe('object');
    expect(after(role(NOBODY, 'practitioner')(clinic))).toBe('unknownMember');
  });

  it('stays when there is no other administrator with access', () => {
    const alone = decided(clinic, [founder, access(SECOND, false)]);
    expect(after(access(FOUNDER, false)(alone), founder, alone)).toBe('lastAdministrator');
    expect(after(role(FOUNDER, 'practitioner')(alone), founder, alone)).toBe('lastAdministrator');
  });
});

describe('new keys of the clinic, and a share of them,', () => {
  const raised = decided(clinic, [founder, access(DISABLED, true)]);
  const noAccess = decided(clinic, [founder, role(DISABLED, 'practitioner')]);
  const own = oneOfEach(clinic, founder)['member.keys'];
  const dearer = { ...own, keys: { ...FOUNDED.keys, credential: hashNamed('dearer') } };
  const rotation = rotationAfter(clinic);
  const share = hashNamed('a share');

  /** What each decision brings: `R` new keys, `S` a share, `-` neither. Everything else is refused. */
  it.each<[string, string, SignedChange, ClinicState]>([
    ['access that is taken', 'R', access(SECOND, false)(clinic), clinic],
    ['access that was taken before', 'R', access(DISABLED, false)(clinic), clinic],
    ['access that is given', 'S', access(DISABLED, true)(clinic), clinic],
    ['access that was given before', 'S', access(DISABLED, true)(raised), raised],
    [
      'an administrator who becomes something else',
      'R',
      role(SECOND, 'bookkeeper')(clinic),
      clinic,
    ],
    ['an administrator who stays one', '-', role(SECOND, 'administrator')(clinic), clinic],
    [
      'a member who becomes administrator',
      'S',
      role(PRACTITIONER, 'administrator')(clinic),
      clinic,
    ],
    ['a member with another role', '-', role(PRACTITIONER, 'bookkeeper')(clinic), clinic],
    ['an administrator without access', '-', role(DISABLED, 'bookkeeper')(clinic), clinic],
    ['a role for one without access', '-', role(DISABLED, 'administrator')(noAccess), noAccess],
    ['a password that was changed', 'S', own, clinic],
    ['the same password at a higher cost', '-', { ...dearer, way: 'cost', share: null }, clinic],
  ])('come where they must, and nowhere else: %s', (_what, right, change, state) => {
    const all: Record<string, object> = {
      '-': { rotation: null, share: null },
      R: { rotation, share: null },
      S: { rotation: null, share },
      RS: { rotation, share },
    };
    for (const [brings, fields] of Object.entries(all)) {
      // A member's own keys never bring new keys of the clinic.
      if (change.kind === 'member.keys' && brings.includes('R')) continue;
      const judged = after({ ...change, ...fields }, founder, state);
      const expected = brings === right ? 'object' : 'wrongShares';
      expect([brings, typeof judged === 'string' ? judged : typeof judged]).toEqual([
        brings,
        expected,
      ]);
    }
  });
});

describe('the codes on paper of whoever loses the right to make them', () => {
  const state = decided(
    clinic,
    [second, invited(FOUNDER)],
    [second, kitMade()],
    [founder, access(DISABLED, true)],
    [founder, invited(DISABLED)],
  );

  it.each([
    ['access', access(SECOND, false)(state)],
    ['role', role(SECOND, 'practitioner')(state)],
  ])('go with the %s', (_what, change) => {
    expect(Object.keys(state.invitations)).toEqual([PRACTITIONER, FOUNDER, DISABLED]);
    const now = changed(change, founder, state);
    expect(Object.keys(now.invitations ?? {})).toEqual([PRACTITIONER, DISABLED]);
    expect(now.emergencyKit).toBeNull();
  });

  it('stay when they were somebody else’s, but for the invitation of the one without access', () => {
    const now = changed(access(DISABLED, false)(state), founder, state);
    expect(Object.keys(now.invitations ?? {})).toEqual([PRACTITIONER, FOUNDER]);
    expect(now.emergencyKit).toEqual({ ...state.emergencyKit, share: null });
  });

  it('decide nothing from then on', () => {
    const gone = decided(state, [founder, access(SECOND, false)]);
    const kit = {
      as: 'emergencyKit',
      id: FOUNDER,
      key: seedNamed('kit').publicKeys.signing,
    } as const;
    expect(after(oneOfEach(gone, kit)['member.keys'], kit, gone)).toBe('notAllowed');
    const key = seedNamed(`invitation of ${FOUNDER}`).publicKeys.signing;
    const code = { as: 'invitation', id: FOUNDER, key } as const;
    expect(after(oneOfEach(gone, code)['member.keys'], code, gone)).toBe('notAllowed');
  });
});
