import { describe, expect, it, vi } from 'vitest';
import { AccountDecisions } from '../../../src/main/account/decisions.js';
import { composeIdentity } from '../../../src/main/app/compose-identity.js';
import { ClinicAppKeeper } from '../../../src/main/clinic-apps/clinic-app-keeper.js';
import { ClinicAppJournal } from '../../../src/main/clinic-apps/journal.js';
import { KeyRing } from '../../../src/main/identity/key-ring.js';
import { AccountKey } from '../../../src/main/keys/account-key.js';
import { PolicyKeeper } from '../../../src/main/policy/policy-keeper.js';
import type { Appliers, Change } from '../../../src/main/ports/index.js';
import { memberNamed } from '../../support/fakes/builders.js';
import { FakeManaged } from '../../support/fakes/managed.js';
import { MemoryAccount } from '../../support/fakes/memory-account.js';
import { MemoryAudit } from '../../support/fakes/memory-audit.js';
import { MemoryIdentityStore } from '../../support/fakes/memory-identity-store.js';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';

const dana = memberNamed('Dana', 'administrator');
const sam = memberNamed('Sam');
const asDana = { memberId: dana.id, key: AccountKey.fresh() };
const access = { kind: 'member.access', memberId: sam.id, active: false } as const;

function decisions(apply: Appliers<'member.access'>['member.access']) {
  const account = MemoryAccount.of(dana, sam);
  const made = new AccountDecisions(account);
  made.register({ 'member.access': apply });
  return made;
}

describe('a decision', () => {
  it('is made on the current account, and is committed before its promise settles', async () => {
    const account = MemoryAccount.of(dana, sam);
    const made = new AccountDecisions(account);
    made.register({
      'member.access': ({ memberId, active }) => {
        account.setMemberActive(memberId, active);
      },
    });
    account.setMemberRole(sam.id, 'bookkeeper');
    const seen: string[] = [];
    const committed = made.commit(asDana, (now) => {
      seen.push(now.memberById(sam.id)?.role ?? '');
      return access;
    });
    expect(await committed).toEqual({ ok: true });
    expect(seen).toEqual(['bookkeeper']);
    expect(account.memberById(sam.id)?.active).toBe(false);
  });

  it('that refuses, or has nothing to change, changes nothing', async () => {
    const apply = vi.fn(() => undefined);
    const made = decisions(apply);
    const no = { ok: false, code: 'lastAdministrator' } as const;
    expect(await made.commit(asDana, () => no)).toEqual(no);
    expect(await made.commit(asDana, () => ({ ok: true }))).toEqual({ ok: true });
    expect(apply).not.toHaveBeenCalled();
  });

  it('is atomic: its consequences wait until it is committed', async () => {
    const then = vi.fn();
    await decisions(() => then).commit(asDana, () => access);
    expect(then).toHaveBeenCalledOnce();
  });

  it('is one transaction of all rooms that apply it', async () => {
    const account = MemoryAccount.of(dana, sam);
    const made = new AccountDecisions(account);
    const then = vi.fn();
    const together = vi.spyOn(account, 'together');
    made.register({ 'member.access': () => then });
    made.register({
      'member.access': () => {
        throw new Error('the disk is full');
      },
    });
    await expect(made.commit(asDana, () => access)).rejects.toThrow('full');
    expect(then).not.toHaveBeenCalled();
    expect(together).toHaveBeenCalledOnce();
  });

  it('of an author whose session is over is not made', async () => {
    const apply = vi.fn(() => undefined);
    const left = { memberId: dana.id, key: AccountKey.fresh() };
    left.key.forget();
    await expect(decisions(apply).commit(left, () => access)).rejects.toThrow('signed in');
    expect(apply).not.toHaveBeenCalled();
  });

  it('of a kind that nobody applies is rejected as a programming error', async () => {
    const made = new AccountDecisions(MemoryAccount.of(dana));
    await expect(made.commit(asDana, () => access)).rejects.toThrow('member.access');
  });
});

/** Each kind once. The type makes a missing new kind a type error. */
const KINDS: Readonly<Record<Change['kind'], true>> = {
  'clinic.founded': true,
  'member.added': true,
  'member.access': true,
  'member.role': true,
  'member.password': true,
  'member.recovered': true,
  'twoFactor.set': true,
  'twoFactor.reset': true,
  'spareKey.made': true,
  'rules.set': true,
  'policy.set': true,
  'policy.imported': true,
  'app.saved': true,
  'app.removed': true,
  'app.moved': true,
  'appRules.set': true,
};

it('every kind of change has a room that applies it', () => {
  const account = MemoryAccount.of(dana);
  const audit = new MemoryAudit();
  const clock = new VirtualClock();
  const store = new MemoryIdentityStore();
  const kept: string[] = [];
  const decisions = new AccountDecisions(account);
  vi.spyOn(decisions, 'register').mockImplementation((appliers) => {
    kept.push(...Object.keys(appliers));
  });
  const base = { account, decisions, audit, clock };
  const installation = 'installation';
  composeIdentity({ ...base, identityStore: store, installation, onChange: () => undefined });
  new PolicyKeeper({ ...base, managed: new FakeManaged() });
  const journal = new ClinicAppJournal(audit, clock);
  new ClinicAppKeeper({ ...base, store, keys: new KeyRing(), journal });
  expect([...new Set(kept)].sort()).toEqual(Object.keys(KINDS).sort());
});
