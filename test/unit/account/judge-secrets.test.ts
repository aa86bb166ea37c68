import { describe, expect, it } from 'vitest';
import { boxesOf } from '../../../src/main/account/clinic-state.js';
import { STRICTEST_POLICY } from '../../../src/shared/policy/policy.js';
import { DEFAULT_SIGN_IN_RULES } from '../../../src/shared/policy/sign-in-rules.js';
import {
  access,
  added,
  decided,
  DISABLED,
  FOUNDER,
  hashNamed,
  idOf,
  invited,
  keysNamed,
  kitMade,
  NOBODY,
  oneOfEach,
  PRACTITIONER,
  SECOND,
  role,
  rotationAfter,
  seedNamed,
} from '../../support/fakes/clinic-chain.js';
import {
  after,
  changed,
  clinic,
  founder,
  guarded,
  OFF,
  ON,
  practitioner,
  sample,
  second,
} from './judged.js';

describe('new keys of a member', () => {
  const own = oneOfEach(guarded, practitioner)['member.keys'];
  const record = hashNamed('sealed anew');
  const invitation = {
    as: 'invitation',
    id: PRACTITIONER,
    key: seedNamed(`invitation of ${PRACTITIONER}`).publicKeys.signing,
  } as const;
  const kit = { as: 'emergencyKit', id: SECOND, key: seedNamed('kit').publicKeys.signing } as const;

  it('come with a password that was changed: the second factor stays, and its used codes', () => {
    expect(changed({ ...own, twoFactor: record }, practitioner, guarded)).toMatchObject({
      members: {
        [PRACTITIONER]: { keys: own.keys, share: own.share, twoFactor: { record, used: [4] } },
      },
      invitations: {},
    });
    expect(after(own, practitioner, guarded)).toBe('noSecondFactor');
    expect(after({ ...own, twoFactor: record }, practitioner, clinic)).toBe('noSecondFactor');
  });

  it('come with a code: the second factor goes, and must be set up anew', () => {
    const code = { ...own, way: 'invitation' as const };
    expect(changed(code, invitation, guarded)).toMatchObject({
      members: {
        [PRACTITIONER]: { keys: own.keys, share: own.share, twoFactor: null, mustSetUp: true },
      },
      invitations: {},
    });
    const recovered = decided(clinic, [kit, (now) => oneOfEach(now, kit)['member.keys']]);
    expect(recovered.emergencyKit).toBeNull();
    expect(recovered.members[SECOND]?.mustSetUp).toBe(false);
    // The code was for one time.
    expect(after(oneOfEach(recovered, kit)['member.keys'], kit, recovered)).toBe('notAllowed');
  });

  it('have the next number, and the same one for the same keys at a higher cost', () => {
    for (const version of [1, 3, 0]) {
      const keys = { ...own.keys, version };
      expect(after({ ...own, keys, twoFactor: record }, practitioner, guarded)).toBe(
        'wrongVersion',
      );
    }
    const { keys } = { ...clinic.members[PRACTITIONER] };
    if (keys === undefined) throw new Error('There is no practitioner.');
    const cost = {
      ...own,
      way: 'cost' as const,
      keys: { ...keys, credential: hashNamed('dearer') },
      share: null,
    };
    expect(changed(cost, practitioner)).toEqual({
      members: {
        ...clinic.members,
        [PRACTITIONER]: { ...clinic.members[PRACTITIONER], keys: cost.keys },
      },
    });
    expect(after({ ...cost, keys: own.keys }, practitioner)).toBe('wrongVersion');
    const other = { ...cost.keys, opening: seedNamed('other').publicKeys.opening };
    expect(after({ ...cost, keys: other }, practitioner)).toBe('wrongVersion');
  });

  it.each([
    ['a member', practitioner, 'changed'],
    ['an invitation', invitation, 'invitation'],
    ['the kit', kit, 'emergencyKit'],
  ] as const)('bring a share for their member, and touch no other: %s', (_who, by, way) => {
    const state = decided(clinic, [founder, added(5, 'bookkeeper')]);
    const change = { ...oneOfEach(state, by)['member.keys'], way };
    const { members, ...others } = changed(change, by, state);
    expect(members?.[by.id]?.share).toBe(change.share);
    expect({ ...members, [by.id]: state.members[by.id] }).toEqual(state.members);
    expect(others).not.toHaveProperty('shares');
    expect(others).not.toHaveProperty('records');
  });
});

describe('new keys of the clinic', () => {
  const { kind, rotation } = sample['keys.rotated'];

  it('come with every record sealed anew; what was not is gone', () => {
    const state = decided(clinic, [
      founder,
      () => ({ kind: 'apps.changed', records: { icons: hashNamed('icons') } }),
    ]);
    const records = { apps: hashNamed('apps anew') };
    expect(changed({ kind, rotation: { ...rotation, records } }, founder, state)).toMatchObject({
      shares: rotation.shares,
      records,
    });
  });

  it('come with a box of all shares: nobody’s own is left', () => {
    const state = decided(clinic, [founder, access(DISABLED, true)], [second, invited(FOUNDER)]);
    const before = { ...state.members, ...state.invitations, kit: state.emergencyKit };
    expect(Object.values(before).filter((holder) => (holder?.share ?? null) !== null)).toHaveLength(
      4,
    );
    const now = changed(sample['keys.rotated'], founder, state);
    for (const [id, member] of Object.entries(state.members))
      expect(now.members?.[id]).toEqual({ ...member, share: null });
    for (const [id, invitation] of Object.entries(state.invitations))
      expect(now.invitations?.[id]).toEqual({ ...invitation, share: null });
    expect(now.emergencyKit).toEqual({ ...state.emergencyKit, share: null });
  });

  it('have the next number, another key of administrators and another box, and no new record', () => {
    const { shares } = rotation;
    for (const wrong of [
      { shares: { ...shares, epoch: shares.epoch + 1 } },
      { shares: { ...shares, epoch: shares.epoch - 1 } },
      { shares: { ...shares, administrators: clinic.shares.administrators } },
      { shares: { ...shares, box: clinic.shares.box } },
      { records: { more: hashNamed('more') } },
      { records: { toString: hashNamed('more') } },
    ]) {
      const bent = { ...rotation, ...wrong };
      for (const change of [
        { kind, rotation: bent },
        { ...access(SECOND, false)(clinic), rotation: bent },
        { ...role(SECOND, 'practitioner')(clinic), rotation: bent },
      ])
        expect(after(change)).toBe('wrongShares');
    }
    expect(typeof after({ kind, rotation: rotationAfter(clinic) })).toBe('object');
  });
});

describe('a second factor', () => {
  it('is turned on, renewed and off by its member', () => {
    expect(guarded.members[PRACTITIONER]?.twoFactor).toEqual({ record: ON.record, used: [4] });
    const renewedCodes = {
      ...ON,
      record: hashNamed('renewed'),
      told: 'recoveryCodes.renewed',
    } as const;
    expect(changed(renewedCodes, practitioner, guarded)).toMatchObject({
      members: { [PRACTITIONER]: { twoFactor: { record: renewedCodes.record, used: [] } } },
    });
    expect(changed(OFF, practitioner, guarded)).toMatchObject({
      members: { [PRACTITIONER]: { twoFactor: null, mustSetUp: false } },
    });
  });

  it('that is due cannot be turned off instead of set up', () => {
    const due = decided(guarded, [
      founder,
      () => ({ kind: 'twoFactor.reset', memberId: PRACTITIONER }),
    ]);
    expect(due.members[PRACTITIONER]).toMatchObject({ twoFactor: null, mustSetUp: true });
    expect(after(OFF, practitioner, due)).toBe('noSecondFactor');
    expect(changed(ON, practitioner, due)).toMatchObject({
      members: { [PRACTITIONER]: { mustSetUp: false } },
    });
    const changedPassword = decided(due, [
      practitioner,
      (now) => oneOfEach(now, practitioner)['member.keys'],
    ]);
    expect(changedPassword.members[PRACTITIONER]?.mustSetUp).toBe(true);
  });

  it('is told of as what happens', () => {
    for (const [change, state] of [
      [{ ...OFF, told: 'twoFactor.turnedOn' }, guarded],
      [{ ...OFF, told: 'recoveryCodes.renewed' }, guarded],
      [{ ...ON, told: 'twoFactor.turnedOff' }, guarded],
      [{ ...ON, told: 'recoveryCodes.renewed' }, clinic],
      [OFF, clinic],
    ] as const)
      expect(after(change, practitioner, state)).toBe('noSecondFactor');
  });

  it('has recovery codes that work once, and do not come back with the same record', () => {
    expect(after({ kind: 'recoveryCode.used', index: 4 }, practitioner, guarded)).toBe('codeUsed');
    expect(after({ kind: 'recoveryCode.used', index: 4 }, practitioner)).toBe('noSecondFactor');
    expect(changed({ kind: 'recoveryCode.used', index: 0 }, practitioner, guarded)).toMatchObject({
      members: { [PRACTITIONER]: { twoFactor: { used: [4, 0] } } },
    });
    for (const told of ['twoFactor.turnedOn', 'recoveryCodes.renewed'] as const)
      expect(after({ ...ON, told }, practitioner, guarded)).toBe('codeUsed');
  });

  it('of nobody is not reset', () => {
    expect(after({ kind: 'twoFactor.reset', memberId: NOBODY })).toBe('unknownMember');
  });
});

describe('codes on paper', () => {
  it('are kept with whoever made them', () => {
    expect(changed(invited(SECOND)(clinic))).toMatchObject({
      invitations: {
        [SECOND]: {
          by: FOUNDER,
          madeAt: { wallMs: 2_000, bootMs: 10.5 },
          share: invited(SECOND)(clinic).share,
        },
      },
    });
    expect(changed(kitMade()(clinic), second)).toMatchObject({
      emergencyKit: {
        ...seedNamed('kit').publicKeys,
        by: SECOND,
        share: kitMade()(clinic).share,
      },
    });
  });

  it('are not made for somebody without access, or for nobody', () => {
    expect(after(invited(DISABLED)(clinic))).toBe('memberDisabled');
    expect(after(invited(NOBODY)(clinic))).toBe('unknownMember');
  });
});

describe('what holds for everybody', () => {
  it('is what was decided last', () => {
    expect(changed(sample['policy.set'])).toEqual({ policy: sample['policy.set'].policy });
    const imported = { ...sample['policy.set'], ...sample['policy.imported'] };
    expect(changed({ ...imported, policy: STRICTEST_POLICY })).toEqual({
      policy: STRICTEST_POLICY,
    });
    expect(changed(sample['trail.kept'])).toEqual({ trailYears: 10 });
    expect(changed(sample['account.accepted'])).toEqual({
      accepted: { seq: clinic.seq + 1, remembered: 40, number: 41, by: FOUNDER },
    });
  });

  it('keeps the day since which a second factor is required', () => {
    const rules = { ...DEFAULT_SIGN_IN_RULES, requireTwoFactor: true };
    const required = decided(clinic, [founder, () => ({ kind: 'rules.set', rules, at: 5_000 })]);
    expect(required.requiredSince).toBe(5_000);
    const later = { kind: 'rules.set', rules: { ...rules, graceDays: 1 }, at: 9_000 } as const;
    expect(after(later, founder, required)).toMatchObject({ requiredSince: 5_000 });
    const off = { ...later, rules: DEFAULT_SIGN_IN_RULES };
    expect(after(off, founder, required)).toMatchObject({ requiredSince: null });
  });

  it('adds, exchanges and removes records', () => {
    const records = { apps: null, icons: hashNamed('icons'), toString: hashNamed('a name') };
    expect(changed({ kind: 'apps.changed', records })).toEqual({
      records: { icons: records.icons, toString: records.toString },
    });
  });

  it('names every box that must be kept', () => {
    const state = decided(guarded, [founder, access(DISABLED, true)]);
    const boxes = boxesOf(state);
    const { shares, members, invitations, emergencyKit } = state;
    for (const kept of [shares.box, hashNamed('apps'), ON.record]) expect(boxes).toContain(kept);
    for (const person of [0, 1, 2, 3]) expect(boxes).toContain(keysNamed(idOf(person)).credential);
    for (const { share } of [members[DISABLED], invitations[PRACTITIONER], emergencyKit].flatMap(
      (holder) => holder ?? [],
    ))
      expect(boxes).toContain(share);
    expect(boxes.size).toBe(10);
    expect(typeof after(added(5, 'bookkeeper')(), founder, guarded)).toBe('object');
  });
});
