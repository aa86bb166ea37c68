import { beforeEach, describe, expect, it } from 'vitest';
import { NEW_CLINIC_APP } from '../../../src/shared/clinic-apps/clinic-app.js';
import { DEFAULT_POLICY, type Policy } from '../../../src/shared/policy/policy.js';
import type { ClinicAppRow } from '../../../src/shared/requests/views.js';
import type { CheckUpFacts } from '../../../src/shared/workstation/check-up.js';
import {
  type CheckUpHandlerParts,
  checkUpHandlers,
} from '../../../src/main/ipc/check-up-handlers.js';
import { checkUpFacts, type CheckUpParts } from '../../../src/main/ipc/check-up-facts.js';
import type { WorkstationBeat } from '../../../src/main/ports/index.js';
import { memberNamed } from '../../support/fakes/builders.js';
import { FakeOffice } from '../../support/fakes/fake-office.js';
import { FIRST_DESK, IdentityWorld, SECOND_DESK } from '../../support/fakes/identity-world.js';
import { NO_UPDATES } from '../../support/fakes/plain-views.js';
import { setUpSecondFactor } from '../../support/fakes/second-factor.js';

/* What the check-up looks at, of a real account: each fact changes with its cause. */

const DAY_MS = 86_400_000;
const SYSTEM = { screenLock: 'on', diskEncryption: 'off' } as const;

let world: IdentityWorld;
let policy: Policy;
let apps: ClinicAppRow[];
let office: FakeOffice;
let beats: WorkstationBeat[];
beforeEach(async () => {
  world = await IdentityWorld.open();
  world.holdKeys();
  policy = DEFAULT_POLICY;
  apps = [];
  office = new FakeOffice();
  beats = [];
});

function parts(): CheckUpParts {
  const { account, clock, identity } = world;
  const everybody = () => Promise.resolve({ contact: 'connected' as const, beats });
  return {
    ...{ ...identity, account, clock },
    runner: { policy, idleHealth: 'doubtful' },
    updates: { facts: NO_UPDATES },
    desk: { rows: () => apps },
    clinic: { office, presence: { everybody } },
  };
}

const facts = (): Promise<CheckUpFacts> => checkUpFacts(parts(), world.dana, SYSTEM);

/** What the second computer said, and nobody is signed in there. */
function beatAt(heardMs: number): WorkstationBeat {
  const said = { atMs: heardMs, version: '1.2.3', seq: 1, trail: null };
  return { workstation: SECOND_DESK, heardMs, ...said, freeSinceMs: heardMs, session: null };
}

function app(name: string, signOutAddress: string | null): ClinicAppRow {
  return { ...NEW_CLINIC_APP, id: name, name, signOutAddress, icon: null };
}

describe('the facts of the check-up', () => {
  it('say what the system says', async () => {
    expect(await facts()).toMatchObject(SYSTEM);
  });

  it('count who signs in with a password alone, and tell whether it is oneself', async () => {
    const both = { active: 2, missing: 2, isOwnMissing: true, required: false };
    expect((await facts()).twoFactor).toEqual(both);
    await setUpSecondFactor(world, world.dana);
    expect((await facts()).twoFactor).toEqual({ ...both, missing: 1, isOwnMissing: false });
    await world.changeRules({ requireTwoFactor: true });
    world.holdKeys();
    expect((await facts()).twoFactor.required).toBe(true);
    await setUpSecondFactor(world, world.sam);
    expect((await facts()).twoFactor.missing).toBe(0);
  });

  it('know the emergency kit', async () => {
    expect((await facts()).emergencyKit).toBe(false);
    await world.identity.recovery.makeKit(world.asDana);
    expect((await facts()).emergencyKit).toBe(true);
  });

  it('count the administrators who can sign in', async () => {
    expect((await facts()).administrators).toBe(1);
    const robin = memberNamed('Robin', 'administrator');
    world.account.enrol(robin);
    expect((await facts()).administrators).toBe(2);
    world.account.setMemberActive(robin.id, false);
    expect((await facts()).administrators).toBe(1);
  });

  it('have the longest limit of any role', async () => {
    policy = { ...DEFAULT_POLICY, sessionTimeoutSeconds: 3_600 };
    expect((await facts()).timeoutSeconds).toBe(3_600);
    const roles = { administrator: 300, practitioner: 600, receptionist: 60, bookkeeper: 60 };
    policy = { ...policy, roleTimeoutSeconds: roles };
    expect((await facts()).timeoutSeconds).toBe(600);
  });

  it('say whether the app locks the computer, and whether activity is in doubt', async () => {
    expect(await facts()).toMatchObject({ locksComputer: false, activityHealth: 'doubtful' });
    policy = { ...DEFAULT_POLICY, lockComputer: true, activitySource: 'app' };
    expect(await facts()).toMatchObject({ locksComputer: true, activityHealth: 'app' });
  });

  it('name the clinic apps without a sign-out address', async () => {
    apps = [app('Portal', 'https://portal.example/out'), app('Results', null)];
    expect(await facts()).toMatchObject({
      clinicApps: 2,
      withoutSignOut: [{ id: 'Results', name: 'Results' }],
    });
  });

  it('count who has not signed in for 90 days, but not oneself or who cannot', async () => {
    const { account, clock, sam } = world;
    const nowMs = clock.now().wallMs;
    account.recordSignIn(sam.id, nowMs);
    expect((await facts()).absent).toBe(0);
    account.recordSignIn(sam.id, nowMs - 90 * DAY_MS);
    expect((await facts()).absent).toBe(1);
    account.setMemberActive(sam.id, false);
    expect((await facts()).absent).toBe(0);
  });

  it('count whoever never signed in from when they were added', async () => {
    world.clock.stop(89 * DAY_MS);
    expect((await facts()).absent).toBe(0);
    world.clock.stop(DAY_MS);
    expect((await facts()).absent).toBe(1);
  });

  it('say that members may sign in elsewhere, also after this computer left the others', async () => {
    expect((await facts()).signInsElsewhere).toBe(false);
    world.share();
    expect((await facts()).signInsElsewhere).toBe(true);
    world.leave();
    expect((await facts()).signInsElsewhere).toBe(true);
  });

  it('name the workstations that were silent for 30 days, and no young one', async () => {
    expect((await facts()).workstations).toBeNull();
    const nowMs = world.clock.now().wallMs;
    const enrolledAtMs = nowMs - 40 * DAY_MS;
    office.place = { addresses: [{ host: 'db.example.org', port: 5_432 }], database: 'clinic' };
    office.workstations = [
      { id: FIRST_DESK, name: 'Reception 1', isThis: true, enrolledAtMs },
      { id: SECOND_DESK, name: 'Reception 2', isThis: false, enrolledAtMs },
    ];
    expect((await facts()).workstations).toEqual({ silent: [], someUnknown: true });
    beats = [beatAt(nowMs - 30 * DAY_MS)];
    const silent = { silent: ['Reception 2'], someUnknown: false };
    expect((await facts()).workstations).toEqual(silent);
    beats = [beatAt(nowMs - 29 * DAY_MS)];
    expect((await facts()).workstations).toEqual({ silent: [], someUnknown: false });
    beats = [];
    office.workstations = [
      { id: SECOND_DESK, name: 'Reception 2', isThis: false, enrolledAtMs: nowMs - DAY_MS },
    ];
    expect((await facts()).workstations).toEqual({ silent: [], someUnknown: false });
  });
});

it('both questions go to where they belong', async () => {
  const shown: string[] = [];
  const handlers = checkUpHandlers({
    ...parts(),
    computer: {
      protection: {
        screenLock: () => Promise.resolve('off'),
        diskEncryption: () => Promise.resolve('on'),
      },
    },
    windows: { showSecurity: (page) => void shown.push(page) },
  } satisfies CheckUpHandlerParts);
  const asked = { member: world.dana, kind: 'settings' as const, contents: {} as never };
  const answer = await handlers.readCheckUp({}, asked);
  expect(answer.facts).toMatchObject({ screenLock: 'off', diskEncryption: 'on' });
  await handlers.openMySecurity({ page: 'emergencyKit' }, asked);
  expect(shown).toEqual(['emergencyKit']);
});
