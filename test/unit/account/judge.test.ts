import { describe, expect, it } from 'vitest';
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
  seedNamed,
  sharesAfter,
  unsigned,
} from '../../support/fakes/clinic-chain.js';
import { after, changed, clinic, founder, role, sample, second } from './judged.js';

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

describe('a member', () => {
  it('is added with what was decided', () => {
    const { member, role: as, keys } = sample['member.added'];
    expect(changed(sample['member.added'])).toEqual({
      members: {
        ...clinic.members,
        [member.id]: { ...member, role: as, keys, active: true, twoFactor: null, mustSetUp: false },
      },
      shares: sample['member.added'].shares,
    });
  });

  it('is not added twice, with an email that is taken, or with keys that are not the first', () => {
    const change = sample['member.added'];
    expect(after({ ...change, member: { ...personOf(4), id: SECOND } })).toBe('memberExists');
    const email = 'MEMBER1@Clinic.Example';
    expect(after({ ...change, member: { ...change.member, email } })).toBe('emailTaken');
    expect(after({ ...change, keys: { ...change.keys, version: 2 } })).toBe('wrongVersion');
  });

  it('loses access with new keys of the clinic alone, and gets it back without', () => {
    const { active } = { ...clinic.members[DISABLED] };
    expect(active).toBe(false);
    expect(changed(access(DISABLED, true)(clinic))).toMatchObject({
      members: { [DISABLED]: { active: true } },
    });
    const off = access(SECOND, false)(clinic);
    expect(changed(off)).toMatchObject({
      members: { [SECOND]: { active: false } },
      shares: { epoch: clinic.shares.epoch + 1 },
    });
    expect(after({ ...off, shares: sharesAfter(clinic, 'same keys') })).toBe('wrongShares');
    const on = access(DISABLED, true)(clinic);
    expect(after({ ...on, shares: sharesAfter(clinic, 'new keys', true) })).toBe('wrongShares');
    expect(after(access(NOBODY, true)(clinic))).toBe('unknownMember');
    expect(after(access(NOBODY, false)(clinic))).toBe('unknownMember');
  });

  it('loses the role of administrator with new keys alone', () => {
    expect(changed(role(SECOND, 'practitioner', true))).toMatchObject({
      members: { [SECOND]: { role: 'practitioner' } },
    });
    expect(after(role(SECOND, 'practitioner', false))).toBe('wrongShares');
    expect(after(role(PRACTITIONER, 'administrator', true))).toBe('wrongShares');
    expect(changed(role(PRACTITIONER, 'administrator', false))).toMatchObject({
      members: { [PRACTITIONER]: { role: 'administrator' } },
      invitations: {},
    });
    // Whoever has no access has no share of the keys that could be taken.
    expect(typeof after(role(DISABLED, 'practitioner', false))).toBe('object');
    expect(after(role(NOBODY, 'practitioner', false))).toBe('unknownMember');
  });

  it('stays when there is no other administrator with access', () => {
    const alone = decided(clinic, [founder, access(SECOND, false)]);
    expect(after(access(FOUNDER, false)(alone), founder, alone)).toBe('lastAdministrator');
    expect(after(role(FOUNDER, 'practitioner', true, alone), founder, alone)).toBe(
      'lastAdministrator',
    );
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
    ['role', role(SECOND, 'practitioner', true, state)],
  ])('go with the %s', (_what, change) => {
    expect(Object.keys(state.invitations)).toEqual([PRACTITIONER, FOUNDER, DISABLED]);
    const now = changed(change, founder, state);
    expect(Object.keys(now.invitations ?? {})).toEqual([PRACTITIONER, DISABLED]);
    expect(now.emergencyKit).toBeNull();
  });

  it('stay when they were somebody else’s, but for the invitation of the one without access', () => {
    const now = changed(access(DISABLED, false)(state), founder, state);
    expect(Object.keys(now.invitations ?? {})).toEqual([PRACTITIONER, FOUNDER]);
    expect(now).not.toHaveProperty('emergencyKit');
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
