import { beforeEach, describe, expect, it } from 'vitest';
import type { ClinicStanding } from '../../../src/main/ports/clinic.js';
import { FakeOffice } from '../../support/fakes/fake-office.js';
import { VirtualComputer } from '../../support/fakes/virtual-computer.js';
import { policyWith } from '../../support/fakes/builders.js';
import { viewsOf } from './views-of.js';

/* What windows show of an account that several workstations share. */

const TIMES = { sinceMs: 1_000, untilMs: 2_000, isSoon: true } as const;
const ALONE = { kind: 'alone', ...TIMES, why: 'silent' } as const;
const REMOVED = {
  kind: 'removed',
  clinicName: 'Harbour Street Clinic',
  by: 'Dana Whitlock',
  atMs: 3_000,
} as const;

let computer: VirtualComputer;
beforeEach(async () => {
  computer = new VirtualComputer(policyWith());
  await computer.start();
});

function main(standing: ClinicStanding) {
  return viewsOf(computer, { standing }).of('main');
}

describe('a workstation without the server', () => {
  it('says on the sign-in view and on Home since when, until when and why', async () => {
    const standing = { kind: 'alone', ...TIMES, needsHelp: false };
    expect(main(ALONE)).toMatchObject({ view: 'signIn', standing });
    await computer.signIn();
    const home = main(ALONE);
    expect(home).toMatchObject({ view: 'home', standing });
    expect(JSON.stringify(home)).toMatch(/The server does not answer in time/);
  });

  it.each(['contradicted', 'outdated', 'keychain', 'untrusted'] as const)(
    'says that waiting does not help: %s',
    (why) => {
      expect(main({ ...ALONE, kind: 'shut', why })).toMatchObject({
        standing: { kind: 'shut', needsHelp: true },
      });
    },
  );

  it('says nothing of it otherwise', () => {
    for (const kind of ['single', 'connecting', 'connected'] as const)
      expect(main({ kind })).toMatchObject({ standing: { kind } });
  });
});

describe('a workstation that was removed', () => {
  it('says who decided it and when, whatever else is left here', () => {
    expect(main(REMOVED)).toEqual({
      view: 'removed',
      clinicName: 'Harbour Street Clinic',
      by: 'Dana Whitlock',
      atMs: 3_000,
      wipe: { state: 'done' },
    });
  });

  it('says so once the session has ended', async () => {
    await computer.signIn();
    expect(main(REMOVED)).toMatchObject({ view: 'home' });
    computer.keychain.mood = 'hangs';
    await computer.requestEnd('workstationRemoved');
    expect(main(REMOVED)).toMatchObject({ view: 'removed', wipe: { state: 'running' } });
  });
});

describe('the settings of the clinic', () => {
  const office = new FakeOffice();
  const clinic = () => viewsOf(computer, { office }).of('settings').clinic;

  it('show how far sharing has come', () => {
    office.hasScript = true;
    office.progress = { what: 'sharing', step: 'sending', done: 3, of: 12 };
    expect(clinic()).toEqual({ shared: false, hasScript: true, progress: office.progress });
  });

  it('list the workstations and the open codes by name, and the server as it is typed', () => {
    office.place = { addresses: [{ host: 'db.example.org', port: 5433 }], database: 'clinic' };
    const row = (name: string) => ({ id: name, name, isThis: false, enrolledAtMs: 1 });
    const code = (name: string) => ({ id: name, name, untilMs: 2, isLate: false });
    office.workstations = [row('Desk 10'), row('Desk 9')];
    office.invited = [code('Room B'), code('Room A')];
    expect(clinic()).toEqual({
      shared: true,
      progress: office.progress,
      serverAddress: 'db.example.org:5433',
      connections: null,
      workstations: [row('Desk 9'), row('Desk 10')],
      invited: [code('Room A'), code('Room B')],
    });
  });

  it.each([
    [10, 33, null],
    [10, 32, { allowed: 32, needed: 33 }],
    [100, 100, { allowed: 100, needed: 150 }],
  ])(
    'say for %i workstations when a server allows too few connections: %i',
    (count, allowed, of) => {
      const one = { name: 'Desk', isThis: false, enrolledAtMs: 1 };
      office.workstations = Array.from({ length: count }, (_, id) => ({ ...one, id: String(id) }));
      office.mostConnections = allowed;
      expect(clinic()).toMatchObject({ connections: of });
    },
  );
});
