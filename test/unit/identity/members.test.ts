import { beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../src/contract/policy.js';
import { Members } from '../../../src/main/identity/members.js';
import { hashPassword } from '../../../src/main/identity/password.js';
import { memberNamed } from '../../support/fakes/builders.js';
import { MemoryAccount } from '../../support/fakes/memory-account.js';
import { MemoryAudit } from '../../support/fakes/memory-audit.js';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';

const PASSWORD = 'quiet-harbour-lamp-42';
const OTHER = 'another-lantern-77';
const dana = memberNamed('Dana', 'administrator');
const sam = memberNamed('Sam', 'receptionist');
const passwordHash = await hashPassword(PASSWORD);

let account = MemoryAccount.of();
let audit = new MemoryAudit();
let members = new Members({ account, audit, clock: new VirtualClock() });
beforeEach(() => {
  account = MemoryAccount.of();
  account.enrol(dana, passwordHash);
  account.enrol(sam, passwordHash);
  audit = new MemoryAudit();
  members = new Members({ account, audit, clock: new VirtualClock() });
});

describe('a sign-in', () => {
  it('succeeds with the right password, whatever the email’s case', async () => {
    expect(await members.check(dana.email.toUpperCase(), PASSWORD)).toEqual({
      ok: true,
      member: dana,
    });
    expect(audit.events).toEqual([]);
  });

  it('answers the same to an unknown email and to a wrong password, and records both', async () => {
    const refusal = { ok: false, code: 'wrongCredentials' };
    expect(await members.check('nobody@rivertown.example', PASSWORD)).toEqual(refusal);
    expect(await members.check(sam.email, OTHER)).toEqual(refusal);
    expect(audit.events.map(({ event, memberId }) => [event, memberId])).toEqual([
      ['signIn.failed', null],
      ['signIn.failed', sam.id],
    ]);
  });

  it('writes neither the password nor the email that was tried into the audit trail', async () => {
    await members.check('nobody@rivertown.example', OTHER);
    expect(JSON.stringify(audit.events)).not.toMatch(/another-lantern|nobody@/);
  });

  it('tells that access was turned off only to who knows the password', async () => {
    account.setMemberActive(sam.id, false);
    expect(await members.check(sam.email, PASSWORD)).toEqual({ ok: false, code: 'memberDisabled' });
    expect(await members.check(sam.email, OTHER)).toEqual({ ok: false, code: 'wrongCredentials' });
  });

  it('fails when access is turned off while the password is checked', async () => {
    const checking = members.check(sam.email, PASSWORD);
    account.setMemberActive(sam.id, false);
    expect(await checking).toEqual({ ok: false, code: 'memberDisabled' });
  });

  it('gives the role that holds after the check, not the one before it', async () => {
    const checking = members.check(sam.email, PASSWORD);
    account.setMemberRole(sam.id, 'bookkeeper');
    expect(await checking).toMatchObject({ ok: true, member: { role: 'bookkeeper' } });
  });
});

describe('a password', () => {
  it('is proved by the member it belongs to', async () => {
    expect(await members.provePassword(dana.id, PASSWORD)).toBe(true);
    expect(await members.provePassword(dana.id, OTHER)).toBe(false);
    expect(await members.provePassword('nobody', PASSWORD)).toBe(false);
  });

  it('is changed by who knows the old one, and then the old one is void', async () => {
    expect(await members.changePassword(sam.id, PASSWORD, OTHER)).toEqual({ ok: true });
    expect(await members.provePassword(sam.id, OTHER)).toBe(true);
    expect(await members.provePassword(sam.id, PASSWORD)).toBe(false);
    expect(audit.names).toEqual(['member.passwordChanged']);
  });

  it.each([
    ['the old one is wrong', OTHER, 'a-third-password-5', 'wrongPassword'],
    ['the new one is too short', PASSWORD, 'elevenchars', 'weakPassword'],
    ['the new one is too long', PASSWORD, 'x'.repeat(129), 'weakPassword'],
  ])('stays when %s', async (_why, current, wanted, code) => {
    expect(await members.changePassword(sam.id, current, wanted)).toEqual({ ok: false, code });
    expect(account.credentialsById(sam.id)?.passwordHash).toBe(passwordHash);
    expect(audit.events).toEqual([]);
  });
});

describe('a new member', () => {
  const form = {
    name: 'Robin',
    email: 'robin@rivertown.example',
    role: 'practitioner',
    password: OTHER,
  } as const;

  it('can sign in, is recorded with the role, and is asked to choose a password', async () => {
    expect(await members.add(form)).toEqual({ ok: true });
    const checked = await members.check(form.email, OTHER);
    expect(checked).toMatchObject({ ok: true, member: { name: 'Robin', role: 'practitioner' } });
    const id = account.credentialsByEmail(form.email)?.member.id ?? '';
    expect(account.noticesFor(id).map(({ kind }) => kind)).toEqual(['passwordSetForYou']);
    expect(account.noticesFor(dana.id)).toEqual([]);
    expect(audit.events).toMatchObject([
      { event: 'member.added', memberId: id, detail: { role: 'practitioner' } },
    ]);
  });

  it('is refused with a taken email or a weak password, and nothing is stored', async () => {
    expect(await members.add({ ...form, email: sam.email.toUpperCase() })).toEqual({
      ok: false,
      code: 'emailTaken',
    });
    expect(await members.add({ ...form, password: 'short' })).toEqual({
      ok: false,
      code: 'weakPassword',
    });
    expect(account.members()).toHaveLength(2);
    expect(audit.events).toEqual([]);
  });
});

describe('the last active administrator', () => {
  it('can be neither disabled nor demoted', () => {
    const refusal = { ok: false, code: 'lastAdministrator' };
    expect(members.isLastAdministrator(dana.id)).toBe(true);
    expect(members.setActive(dana.id, false)).toEqual(refusal);
    expect(members.changeRole(dana.id, 'practitioner')).toEqual(refusal);
    expect(account.memberById(dana.id)).toEqual(dana);
    expect(audit.events).toEqual([]);
  });

  it('is the last one too when the other administrators are disabled', () => {
    expect(members.changeRole(sam.id, 'administrator')).toEqual({ ok: true });
    expect(members.isLastAdministrator(dana.id)).toBe(false);
    expect(members.setActive(sam.id, false)).toEqual({ ok: true });
    expect(members.isLastAdministrator(dana.id)).toBe(true);
    expect(members.setActive(sam.id, true)).toEqual({ ok: true });
    expect(members.changeRole(dana.id, 'practitioner')).toEqual({ ok: true });
    expect(audit.names).toEqual([
      'member.roleChanged',
      'member.disabled',
      'member.enabled',
      'member.roleChanged',
    ]);
  });
});

it('a member who does not exist is not changed', () => {
  const refusal = { ok: false, code: 'unknownMember' };
  expect(members.setActive('nobody', false)).toEqual(refusal);
  expect(members.changeRole('nobody', 'bookkeeper')).toEqual(refusal);
  expect(audit.events).toEqual([]);
});

describe('a new clinic', () => {
  const form = {
    clinicName: 'Harbour',
    name: 'Kim',
    email: 'kim@harbour.example',
    password: OTHER,
  };
  beforeEach(() => {
    account = new MemoryAccount();
    members = new Members({ account, audit, clock: new VirtualClock() });
  });

  it('has its creator as administrator, the policy, and what must be told', async () => {
    const created = await members.createClinic(form, DEFAULT_POLICY, ['timeoutWasNever']);
    expect(created).toMatchObject({ ok: true, member: { name: 'Kim', role: 'administrator' } });
    expect(account.clinicName()).toBe('Harbour');
    expect(account.policyDocuments()).toEqual([JSON.stringify(DEFAULT_POLICY)]);
    const id = account.members()[0]?.id ?? '';
    expect(account.noticesFor(id).map(({ kind }) => kind)).toEqual(['timeoutWasNever']);
    expect(await members.provePassword(id, OTHER)).toBe(true);
    expect(audit.names).toEqual(['clinic.created']);
  });

  it('is not made twice, also not by two forms at once', async () => {
    const answers = await Promise.all([
      members.createClinic(form, DEFAULT_POLICY, []),
      members.createClinic({ ...form, clinicName: 'Other' }, DEFAULT_POLICY, []),
    ]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(account.members()).toHaveLength(1);
  });

  it('is not made with a weak password', async () => {
    const weak = { ...form, password: 'short' };
    expect(await members.createClinic(weak, DEFAULT_POLICY, [])).toEqual({
      ok: false,
      code: 'weakPassword',
    });
    expect(account.clinicName()).toBeNull();
  });
});
