import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { EndCause } from '../../../src/shared/workstation/end-cause.js';
import type { Role } from '../../../src/shared/people/role.js';
import type { Views } from '../../../src/shared/requests/views.js';
import { noticeText } from '../../../src/main/ipc/messages.js';
import { RECENT_MEMBERS } from '../../../src/main/ipc/views.js';
import { memberNamed, policyWith } from '../../support/fakes/builders.js';
import { ABOUT, ASKED, viewsOf, whoIsAt, WORKSTATION } from './views-of.js';
import { NO_UPDATES, UNMANAGED } from '../../support/fakes/plain-views.js';
import { VirtualComputer } from '../../support/fakes/virtual-computer.js';

const policy = policyWith({ sessionTimeoutSeconds: 600, longestSessionSeconds: 3_600 });

let computer = new VirtualComputer(policy);
let managedView = UNMANAGED;
let keychainAsks = false;
beforeEach(async () => {
  keychainAsks = false;
  managedView = UNMANAGED;
  computer = new VirtualComputer(policy);
  await computer.start();
});

const who = () => whoIsAt(computer);

function builder(updates = NO_UPDATES) {
  return viewsOf(computer, { managed: managedView, keychainAsks, updates });
}

function main(): Views['main'] {
  return builder().of('main');
}

async function endBy(cause: EndCause, role: Role = 'practitioner'): Promise<void> {
  await computer.signIn(role);
  await computer.requestEnd(cause);
}

describe('the sign-in view', () => {
  it('on a plain start says nothing of an end, and offers nobody when nobody signed in yet', () => {
    expect(main()).toEqual({
      view: 'signIn',
      clinicName: 'Rivertown Clinic',
      ended: null,
      wipe: { state: 'done' },
      recentMembers: 'none',
      emergencyKit: false,
      badge: null,
      keychainAsks: false,
      standing: { kind: 'single' },
    });
    keychainAsks = true;
    expect(main()).toMatchObject({ keychainAsks: true });
  });

  it('on a plain start offers the recent members', async () => {
    computer.account.recordSignIn(enrolled('Robin').id, 1);
    expect(main()).toMatchObject({ ended: null, recentMembers: 'show' });
    await endBy('signOut');
    computer.kill();
    await computer.start();
    expect(main()).toMatchObject({ ended: null, recentMembers: 'show' });
  });

  it.each(['signOut', 'switchUser'] as const)('offers them after %s', async (cause) => {
    await endBy(cause);
    expect(main()).toMatchObject({ ended: { cause }, recentMembers: 'show' });
  });

  it.each(['idle', 'lockNow', 'longestSession', 'sleep', 'screenLock', 'appClosed'] as const)(
    'names nobody until asked after %s',
    async (cause) => {
      await endBy(cause);
      expect(main()).toMatchObject({ ended: { cause }, recentMembers: 'ask' });
    },
  );

  it('holds no member’s name, email or id, whatever ended the session and however the wipe goes', async () => {
    const [dana] = [enrolled('Dana Quill')];
    computer.account.recordSignIn(dana.id, 1);
    computer.keychain.mood = 'works';
    await computer.signIn();
    const [signedIn] = computer.account.recentMembers(1);
    computer.keychain.mood = 'refuses';
    await computer.requestEnd('lockNow');
    const failed = JSON.stringify(main());
    computer.keychain.mood = 'works';
    await computer.run(1_000);
    for (const text of [failed, JSON.stringify(main())])
      for (const member of [dana, signedIn])
        for (const secret of [member?.name, member?.email, member?.id])
          expect(text).not.toContain(`"${secret ?? 'nobody'}`);
  });

  it('says why the wipe failed and when it is tried again', async () => {
    await computer.signIn();
    computer.keychain.mood = 'refuses';
    await computer.requestEnd('lockNow');
    expect(main()).toMatchObject({
      ended: { cause: 'lockNow', limitSeconds: 600, reason: null },
      wipe: { state: 'failed', what: 'keychain', retryInSeconds: 1 },
    });
    computer.keychain.mood = 'works';
    await computer.run(1_000);
    expect(main()).toMatchObject({ wipe: { state: 'done' } });
  });

  it('says when the disk is the trouble', async () => {
    await computer.signIn();
    computer.disk = false;
    await computer.requestEnd('lockNow');
    expect(main()).toMatchObject({ wipe: { state: 'failed', what: 'full' } });
  });

  it('says that the wipe is running until it has an outcome', async () => {
    await computer.signIn();
    computer.keychain.mood = 'hangs';
    await computer.requestEnd('lockNow');
    expect(main()).toMatchObject({ wipe: { state: 'running' } });
  });

  it('replaces the view of a member at once when the access was turned off', async () => {
    await computer.signIn();
    computer.account.setMemberActive(who().signedIn()?.id ?? '', false);
    expect(who().signedIn()).toBeNull();
    expect(main().view).toBe('signIn');
  });
});

describe('the set-up view', () => {
  it('suggests the timeout of the policy in force', async () => {
    const fresh = new VirtualComputer(policy);
    fresh.account.clinicName = () => null;
    await fresh.start();
    computer = fresh;
    const expected = { view: 'setUp', suggestedTimeoutSeconds: 600, keychainAsks: false };
    expect(main()).toEqual({ ...expected, progress: null, managed: UNMANAGED });
  });
});

describe('on a managed computer', () => {
  it('the clinic has the managed name, once it is set up', async () => {
    managedView = { ...UNMANAGED, clinicName: 'Managed Clinic' };
    expect(main()).toMatchObject({ view: 'signIn', clinicName: 'Managed Clinic' });
    await computer.signIn('administrator');
    expect(main()).toMatchObject({ view: 'home', clinicName: 'Managed Clinic' });
    const settings = builder().of('settings');
    expect(settings).toMatchObject({ clinicName: 'Managed Clinic', managed: managedView });
  });
});

describe('the home view', () => {
  it('shows the time left of both limits, in whole minutes until the last', async () => {
    await computer.signIn('receptionist');
    await computer.run(30_000);
    expect(main()).toMatchObject({
      view: 'home',
      member: { name: 'M1', role: 'receptionist' },
      timeoutSeconds: 600,
      timeoutLeftSeconds: 600,
      sessionLeftSeconds: 3_600,
    });
    await computer.run(559_000);
    expect(main()).toMatchObject({ timeoutLeftSeconds: 11 });
  });

  it('tells every member that the app is out of date', async () => {
    await computer.signIn('receptionist');
    expect(main()).toMatchObject({ outOfDate: null });
    const outOfDate = { level: 'note', days: 31, newerKnown: true } as const;
    expect(builder({ ...NO_UPDATES, outOfDate }).of('main')).toMatchObject({ outOfDate });
  });

  it('shows a member’s notices until each is acknowledged', async () => {
    await computer.signIn();
    const id = who().signedIn()?.id ?? '';
    computer.account.addNotice('timeoutWasNever', 0);
    computer.account.addNotice('passwordSetForYou', 0, id);
    const view = main();
    expect(view).toMatchObject({
      notices: [
        { text: noticeText({ kind: 'timeoutWasNever', amount: null }) },
        { text: noticeText({ kind: 'passwordSetForYou', amount: null }) },
      ],
    });
    computer.account.acknowledgeNotice(1, id, 0);
    expect(main()).toMatchObject({ notices: [{ id: 2 }] });
  });

  it('has the shorter limit of the member’s role', async () => {
    await computer.setPolicy(policyWith({ ...policy, roleTimeoutSeconds: { bookkeeper: 120 } }));
    await computer.signIn('bookkeeper');
    expect(main()).toMatchObject({ timeoutSeconds: 120 });
  });
});

describe('the settings view', () => {
  function addThousands(): void {
    const { state } = computer.account;
    const [one] = Object.values(state?.members ?? {});
    if (state === null || one === undefined) throw new Error('There is no clinic.');
    const more = Array.from({ length: 2_000 }, (_, index) => {
      const id = randomUUID();
      return [id, { ...one, id, name: `Member ${index}` }] as const;
    });
    const members = { ...state.members, ...Object.fromEntries(more) };
    computer.account.adopt({ ...state, members }, { kind: 'sound' });
  }

  it('names no members: a clinic of two thousand is as short as one of three', async () => {
    enrolled('Dana Quill', 'administrator');
    await computer.signIn('practitioner');
    const view = builder().of('settings');
    expect(view).toMatchObject({
      view: 'settings',
      asked: ASKED.tab,
      policy,
      about: ABOUT,
      memberCount: 3,
      updates: NO_UPDATES,
      workstation: { ...WORKSTATION, activityHealth: 'believed' },
    });
    const length = JSON.stringify(view).length;
    addThousands();
    const large = JSON.stringify(builder().of('settings'));
    expect(large).not.toMatch(/Dana|@rivertown/);
    expect(large.length).toBeLessThan(length + 10);
  });
});

describe('who is signed in', () => {
  it('has the role that was decided: one that was written into the file by hand does not count', async () => {
    await computer.signIn('receptionist');
    expect(who().signedIn()?.role).toBe('receptionist');
    const { decisions, chain } = computer.account;
    decisions.state = (decisions.state ?? '').replaceAll('"receptionist"', '"administrator"');
    expect(who().signedIn()?.role).toBe('receptionist');
    decisions.touched = true;
    await chain.check();
    expect(who().signedIn()?.role).toBe('receptionist');
    computer.clinic.identityStore.boxes.clear();
    expect(who().signedIn()?.role).toBe('receptionist');
  });

  it('has a new role at once', async () => {
    await computer.signIn('receptionist');
    computer.account.setMemberRole(who().signedIn()?.id ?? '', 'bookkeeper');
    expect(who().signedIn()?.role).toBe('bookkeeper');
  });
});

it('at most six members are offered by name', () => {
  expect(RECENT_MEMBERS).toBe(6);
});

function enrolled(name: string, role: Role = 'practitioner'): ReturnType<typeof memberNamed> {
  const member = memberNamed(name, role);
  computer.clinic.enrol(member);
  return member;
}
