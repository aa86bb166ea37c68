import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { hashOf } from '../../../src/main/account/shares.js';
import { DEFAULT_SIGN_IN_RULES } from '../../../src/shared/policy/sign-in-rules.js';
import { DEFAULT_POLICY } from '../../../src/shared/policy/policy.js';
import { settingsOf } from '../../support/fakes/clinic-app-world.js';
import { VirtualServer } from '../../support/fakes/virtual-server.js';
import { Fork, stateOf } from '../../support/forked-clinic.js';

/* Two computers whose server was restored from a backup, and went on without what one of them had decided. */

// A clinic is founded, and passwords are derived, also on a slow computer.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const PORTAL = settingsOf();
const OTHER = settingsOf({ name: 'Laboratory', address: 'https://laboratory.clinic.example/' });

describe('what only one computer had', () => {
  const fork = new Fork();
  let sam: string;
  let ada: string;
  let other: string;

  async function add(name: string, role: 'administrator' | 'receptionist'): Promise<string> {
    const { members } = fork.first.desk.identity;
    const email = `${name.toLowerCase()}@harbour.example`;
    const password = 'four-violet-lanterns-9';
    const added = await members.add({ name, email, role, password }, fork.author);
    if (!added.ok) throw new Error(added.code);
    return fork.first.desk.account.account.credentialsByEmail(email)?.member.id ?? '';
  }

  beforeAll(async () => {
    await fork.open(async ({ desk }) => {
      sam = await add('Sam', 'receptionist');
      ada = await add('Ada', 'administrator');
      await desk.office.invite(['Laboratory'], fork.author);
    });
    other = fork.second.desk.account.clinicStore.workstation()?.id ?? '';
    const [laboratory] = fork.first.desk.office.invited;
    await fork.split(
      async ({ desk, signOut }) => {
        const { identity, office, account } = desk;
        const { author } = fork;
        const now = account.policies.inForce();
        await account.policies.save({ ...now, sessionTimeoutSeconds: 300 }, author);
        const opened = identity.rules.current();
        const rules = { ...opened, shortestPassword: 20 };
        await identity.rules.save(rules, author, { opened, isProved: true });
        await account.chain.commit(author, () => ({ change: { kind: 'trail.kept', years: 9 } }));
        await identity.members.setActive(sam, false, author);
        await identity.members.changeRole(ada, 'practitioner', author);
        await signOut.order({ kind: 'member', memberId: ada }, 'Lunch', author);
        await office.withdraw(laboratory?.id ?? '', author);
        await office.rename(other, 'Front desk', author);
        await office.invite(['Annex'], author);
        await add('Robin', 'receptionist');
        await office.remove(other, true, author);
      },
      ({ desk }) => {
        const { policies } = desk.account;
        return policies.save({ ...policies.inForce(), lockOnSleep: false }, desk.author);
      },
    );
  });
  afterAll(() => fork.close());

  it('is listed in words, with what holds now, and what to do about the rest', async () => {
    const rows = await fork.rows();
    expect(rows.map(({ text }) => text)).toEqual([
      '“Automatic session timeout” was set to 5 minutes (it is 15 minutes).',
      '“Shortest password, in characters” was set to 20 (it is 12).',
      'The audit log was to be kept for 9 years.',
      'Sam’s access was turned off.',
      'Ada was given the role Practitioner.',
      'Ada was signed out everywhere.',
      'The enrolment code for Laboratory was taken back.',
      'Reception 2 was renamed to Front desk.',
      'An enrolment code was made for Annex.',
      'Robin was added as a member.',
      'Reception 2 was removed from the clinic.',
    ]);
    expect(rows.filter(({ canDecide }) => !canDecide).map(({ instead }) => instead)).toEqual([
      expect.stringMatching(/^Make a new enrolment code/),
      expect.stringMatching(/^Add the member again/),
    ]);
    expect(new Set(rows.map(({ by }) => by))).toEqual(new Set(['Dana Whitlock']));
    await fork.second.desk.clinic.log.pull();
    expect(stateOf(fork.second)).toEqual(stateOf(fork.first));
  });

  it.each<[string, () => unknown, unknown]>([
    [
      'policy.set',
      () => fork.first.desk.account.policies.inForce(),
      // What was decided elsewhere since stays.
      { ...DEFAULT_POLICY, sessionTimeoutSeconds: 300, lockOnSleep: false },
    ],
    [
      'rules.set',
      () => stateOf(fork.first).rules,
      { ...DEFAULT_SIGN_IN_RULES, shortestPassword: 20 },
    ],
    ['trail.kept', () => stateOf(fork.first).trailYears, 9],
    ['member.access', () => stateOf(fork.first).members[sam]?.active, false],
    ['member.role', () => stateOf(fork.first).members[ada]?.role, 'practitioner'],
    [
      'session.ended',
      () => stateOf(fork.first).shared?.orders.members[ada]?.map(({ reason }) => reason),
      ['Lunch'],
    ],
    ['workstation.withdrawn', () => fork.first.desk.office.invited, []],
    [
      'workstation.named',
      () => stateOf(fork.first).shared?.workstations[other]?.name,
      'Front desk',
    ],
    ['workstation.removed', () => stateOf(fork.first).shared?.workstations[other], undefined],
  ])('%s is decided again as it was, and is off the list', async (kind, read, wanted) => {
    const epoch = stateOf(fork.first).shares.epoch;
    expect(await fork.again(kind)).toEqual({ ok: true });
    expect(read()).toEqual(wanted);
    const isRotated = kind === 'member.access' || kind === 'member.role';
    expect(stateOf(fork.first).shares.epoch).toBe(isRotated ? epoch + 1 : epoch);
    expect((await fork.list()).map(({ change }) => change.kind)).not.toContain(kind);
    expect(await fork.again(kind)).toEqual({ ok: false, code: 'unknownDecision' });
    if (kind !== 'workstation.removed') {
      await fork.second.desk.clinic.log.pull();
      expect(stateOf(fork.second)).toEqual(stateOf(fork.first));
    }
  });

  it('and cannot be decided as it was is not, and can be put away for good', async () => {
    expect(await fork.again('member.added')).toEqual({ ok: false, code: 'cannotDecide' });
    for (const { id } of await fork.list())
      expect(await fork.first.lost.putAway(id)).toEqual({ ok: true });
    expect(await fork.list()).toEqual([]);
    expect(await fork.first.lost.putAway(1)).toEqual({ ok: false, code: 'unknownDecision' });
    const made = (await fork.audited()).filter((event) => event === 'decision.madeAgain');
    expect(made).toHaveLength(9);
  });
});

describe('what is decided less often, and only one computer had', () => {
  const fork = new Fork();
  const elsewhere = {
    addresses: [{ host: 'db2.rivertown.example', port: 5432 }],
    database: 'clinic',
  };
  let sam: string;

  /** Sam has a second factor and a badge. */
  async function addSam({ desk }: Fork['first']): Promise<void> {
    const { members, flow, badges } = desk.identity;
    const person = { email: 'sam@harbour.example', password: 'four-violet-lanterns-9' };
    await members.add({ ...person, name: 'Sam', role: 'receptionist' }, fork.author);
    const entered = await flow.enter(person.email, person.password, 0);
    if (!entered.ok || entered.complete === null) throw new Error('Sam cannot sign in.');
    const { member, keys } = entered.complete;
    sam = member.id;
    const author = { memberId: sam, keys };
    const record = Buffer.from('a second factor');
    await desk.account.chain.commit(author, () => ({
      change: { kind: 'twoFactor.set', record: hashOf(record), told: 'twoFactor.turnedOn' },
      boxes: [record],
    }));
    await badges.enrol(author, Buffer.from('a badge'));
  }

  beforeAll(async () => {
    await fork.open(addSam);
    await fork.split(
      async ({ desk }) => {
        const { identity, office, account } = desk;
        const { author } = fork;
        const file = { ...DEFAULT_POLICY, sessionTimeoutSeconds: 600 };
        expect(await account.policies.importFile(JSON.stringify(file), author)).toMatchObject({
          ok: true,
        });
        await identity.secondFactor.reset(sam, author);
        await identity.badges.removeOf(sam, author);
        await identity.members.rotateKeys(author);
        // Last: the connection is made anew then.
        expect(await office.move({ place: elsewhere, owner: null }, author)).toEqual({ ok: true });
      },
      ({ desk }) => desk.office.invite(['Annex'], desk.author),
    );
  });
  afterAll(() => fork.close());

  it('is listed in words', async () => {
    const rows = await fork.rows();
    expect(rows.map(({ text }) => text)).toEqual([
      '“Automatic session timeout” was set to 10 minutes (it is 15 minutes).',
      'Sam’s two-factor authentication was reset.',
      'Sam’s badge for quick sign-in was removed.',
      'The clinic got new keys.',
      'The server’s address was changed to db2.rivertown.example.',
    ]);
    expect(rows.every(({ canDecide }) => canDecide)).toBe(true);
  });

  it.each<[string, () => unknown, unknown]>([
    [
      'policy.imported',
      () => fork.first.desk.account.policies.inForce(),
      { ...DEFAULT_POLICY, sessionTimeoutSeconds: 600 },
    ],
    ['twoFactor.reset', () => stateOf(fork.first).members[sam]?.twoFactor, null],
    ['badge.removed', () => stateOf(fork.first).members[sam]?.badge, null],
    ['keys.rotated', () => stateOf(fork.first).shares.epoch, 2],
    ['server.set', () => stateOf(fork.first).shared?.server, elsewhere],
  ])('%s is decided again as it was, and is off the list', async (kind, read, wanted) => {
    expect(read()).not.toEqual(wanted);
    expect(await fork.again(kind)).toEqual({ ok: true });
    expect(read()).toEqual(wanted);
    expect((await fork.list()).map(({ change }) => change.kind)).not.toContain(kind);
    await fork.second.desk.clinic.log.pull();
    expect(stateOf(fork.second)).toEqual(stateOf(fork.first));
  });
});

describe('clinic apps that only one computer had', () => {
  const fork = new Fork();
  beforeEach(async () => {
    fork.server = new VirtualServer();
    await fork.open(async ({ apps }) => {
      await apps.save(null, PORTAL, fork.author);
    });
    await fork.split(
      async ({ apps }) => {
        await apps.save(null, OTHER, fork.author);
        await apps.saveRules({ ...apps.rules(), keepDrafts: false }, fork.author);
      },
      ({ desk }) => {
        const { policies } = desk.account;
        return policies.save({ ...policies.inForce(), lockOnSleep: false }, desk.author);
      },
    );
    expect(fork.first.apps.all().map(({ name }) => name)).toEqual(['Portal']);
    // The list is decided as a whole, so the last change has the others in itself.
    expect((await fork.list()).map(({ standing }) => standing)).toEqual(['open']);
  });
  afterEach(() => fork.close());

  it('come back in one click, all of them', async () => {
    const { first, second } = fork;
    expect(await fork.again('apps.changed')).toEqual({ ok: true });
    expect(first.apps.all().map(({ name }) => name)).toEqual(['Portal', 'Laboratory']);
    expect(first.apps.rules().keepDrafts).toBe(false);
    expect(await fork.list()).toEqual([]);
    await second.desk.clinic.log.pull();
    expect(second.apps.all()).toEqual(first.apps.all());
  });

  it('do not take the place of what somebody else changed since', async () => {
    const { first, second } = fork;
    await second.desk.clinic.log.pull();
    await second.apps.save(null, settingsOf({ name: 'Scheduling' }), second.desk.author);
    await first.desk.clinic.log.pull();
    expect((await fork.list()).map(({ standing }) => standing)).toEqual(['changeApps']);
    expect(await fork.again('apps.changed')).toEqual({ ok: false, code: 'cannotDecide' });
    expect(first.apps.all().map(({ name }) => name)).toEqual(['Portal', 'Scheduling']);
  });

  it('are gone where the clinic got new keys since, and the list says what to do', async () => {
    const { first } = fork;
    await first.desk.identity.members.rotateKeys(fork.author);
    expect((await fork.list()).map(({ standing }) => standing)).toEqual(['changeApps']);
  });
});
