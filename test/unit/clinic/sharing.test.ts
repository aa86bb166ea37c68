import { beforeEach, describe, expect, it } from 'vitest';
import { boxesOf } from '../../../src/main/account/clinic-state.js';
import { scramVerifier } from '../../../src/main/keys/scram.js';
import { VirtualServer } from '../../support/fakes/virtual-server.js';
import { OfficeDesk, PLACE, sharedDesk, shareForm } from '../../support/office-desk.js';
import { ROBIN } from '../../support/real-clinic.js';

/* From one computer's account to that of a clinic with several. */

let server: VirtualServer;
let desk: OfficeDesk;
beforeEach(async () => {
  server = new VirtualServer();
  desk = new OfficeDesk(server);
  await desk.found();
});

function share() {
  return desk.office.share(shareForm(), desk.clinic.author);
}

/** As this computer stands when nothing has changed. */
async function expectSingle(): Promise<void> {
  expect(desk.state.shared).toBeNull();
  expect(desk.rows.head().seq).toBe(0);
  expect(desk.store.workstation()).toBeNull();
  expect(await desk.audited()).not.toContain('account.shared');
  // Decisions go on here as always.
  await desk.clinic.add({ ...ROBIN, email: 'another@harbour.example' }, 'receptionist');
}

describe('sharing an account', () => {
  it('brings every decision to the server, and the one that shares it last', async () => {
    await desk.clinic.add(ROBIN, 'receptionist');
    expect(await share()).toEqual({ ok: true });
    expect(server.rows.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(desk.rows.head()).toEqual({ seq: 3, link: server.rows[2]?.link });
    const { shared } = desk.state;
    expect(shared).toMatchObject({ server: PLACE, first: desk.id, keys: { epoch: 1 } });
    expect(desk.office.workstations).toMatchObject([{ name: 'Reception 1', isThis: true }]);
    expect(await desk.audited()).toContain('account.shared');
    expect(await desk.connect()).toBe('same');
  });

  it('brings every box, and the server reads none', async () => {
    await share();
    const names = [...boxesOf(desk.state)].map((hash) =>
      desk.secret.identity?.logKeys?.boxName(hash),
    );
    await desk.connect();
    const kept = await desk.server?.boxes(
      names.filter((name) => name !== undefined),
      1_000,
    );
    expect(kept).toHaveLength(names.length);
    for (const text of [
      'Harbour',
      'dana@harbour.example',
      'Whitlock',
      'Reception 1',
      desk.state.clinic,
    ])
      expect(server.bytes.includes(text)).toBe(false);
  });

  it('takes along what is decided while it is under way', async () => {
    const decided: Promise<unknown>[] = [];
    desk.line.beforeCall = (name) => {
      if (name === 'rows' && decided.length === 0) decided.push(desk.setPolicy());
    };
    expect(await share()).toEqual({ ok: true });
    expect(await Promise.all(decided)).toEqual([{ ok: true }]);
    expect(server.rows).toHaveLength(3);
    expect(desk.state.seq).toBe(3);
  });

  it('tells how far it has come, and nothing afterwards', async () => {
    await share();
    expect(desk.steps).toEqual([
      ...['connecting 0/0', 'connecting 0/0', 'preparing 0/0', 'sending 1/2', 'comparing 0/0'],
      ...['switching 0/0', 'sending 2/2'],
    ]);
    expect(desk.office.progress).toBeNull();
  });

  it('can be stopped until the last row, and nothing here has changed', async () => {
    desk.line.beforeCall = (name) => {
      if (name === 'boxes') desk.office.stop();
    };
    expect(await share()).toEqual({ ok: false, code: 'stopped' });
    await expectSingle();
  });

  it('changes nothing when the server keeps something else than it was given', async () => {
    desk.line.lies.rows = (truth) =>
      truth.map((row) => ({ ...row, body: Buffer.concat([row.body, Buffer.from([0])]) }));
    expect(await share()).toEqual({ ok: false, code: 'different' });
    await expectSingle();
  });

  it('changes nothing when the server keeps other boxes', async () => {
    desk.line.lies.boxes = (truth) => truth.slice(1);
    expect(await share()).toEqual({ ok: false, code: 'different' });
    await expectSingle();
  });

  it('changes nothing when the server drops the last row', async () => {
    let asked = 0;
    desk.line.lies.rows = (truth) => ((asked += 1) === 1 ? truth : []);
    expect(await share()).toEqual({ ok: false, code: 'different' });
    await expectSingle();
  });

  it.each(['connect', 'append', 'bringBoxes', 'rows', 'boxes'])(
    'changes nothing when the server is lost at %s',
    async (call) => {
      desk.line.beforeCall = (name) => {
        if (name === call) desk.line.mood = 'cut';
      };
      expect(await share()).toEqual({ ok: false, code: 'unreachable' });
      desk.line.beforeCall = () => undefined;
      await expectSingle();
    },
  );

  it('says that a database is in use, also by an attempt of its own', async () => {
    await sharedDesk(new VirtualServer());
    desk.line.beforeCall = (name) => {
      if (name === 'rows') desk.line.mood = 'cut';
    };
    await share();
    desk.line.beforeCall = () => undefined;
    desk.line.mood = 'works';
    expect(await share()).toEqual({ ok: false, code: 'inUse' });
  });

  it('changes nothing without the keychain', async () => {
    desk.keychain.mood = 'refuses';
    expect(await share()).toEqual({ ok: false, code: 'keychain' });
    await expectSingle();
  });

  it('is done once', async () => {
    await share();
    expect(await share()).toEqual({ ok: false, code: 'notSingle' });
  });
});

describe('with a script for whoever runs the database', () => {
  const form = { ...shareForm(), owner: null };

  it('needs the script first', async () => {
    expect(desk.office.hasScript).toBe(false);
    const shared = await desk.office.share(form, desk.clinic.author);
    expect(shared).toEqual({ ok: false, code: 'noScript' });
  });

  it('goes on after a new start of the app', async () => {
    const { text } = await desk.office.script(desk.clinic.author);
    expect(desk.office.hasScript).toBe(true);
    expect((await desk.office.script(desk.clinic.author)).text).toBe(text);
    const { identity } = desk.secret;
    if (identity === null) throw new Error('There is no identity.');
    expect(text).not.toContain(identity.password);

    const { workstation, log, password } = identity;
    await server.found(
      PLACE,
      { user: '', password: '' },
      { workstation, log, verifier: scramVerifier(password) },
    );
    const { author } = desk.clinic;
    desk = new OfficeDesk(server, desk.database, desk.keychain);
    await desk.parts.chain.check();
    expect(await desk.office.share(form, author)).toEqual({ ok: true });
    expect(desk.id).toBe(workstation);
    expect(desk.office.hasScript).toBe(false);
  });
});
