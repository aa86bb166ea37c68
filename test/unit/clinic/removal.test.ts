import { beforeEach, describe, expect, it } from 'vitest';
import { VirtualServer } from '../../support/fakes/virtual-server.js';
import { joinedDesk, OfficeDesk, sharedDesk } from '../../support/office-desk.js';

/* What a computer does that an administrator has taken out of the clinic. */

let server: VirtualServer;
let first: OfficeDesk;
let desk: OfficeDesk;
beforeEach(async () => {
  server = new VirtualServer();
  first = await sharedDesk(server);
  desk = await joinedDesk(first, 'Reception 2');
  await first.log.pull();
});

async function remove(): Promise<void> {
  await first.office.remove(desk.id, true, first.clinic.author);
}

describe('a removed computer', () => {
  it('keeps nothing of the clinic but who removed it, and when', async () => {
    await remove();
    expect(await desk.connect()).toBe('removed');
    const at = desk.state.shared?.removed[desk.id]?.at;
    const marks = [desk.state.clinic, 'dana@harbour.example', desk.state.shares.box];
    for (const mark of marks) expect(desk.all()).toContain(mark);
    expect(await desk.removal.carryOut()).toBe(true);
    // What the end of the session recorded goes out as well.
    expect(desk.ended).toEqual(['session', 'audit']);
    for (const mark of marks) expect(desk.all()).not.toContain(mark);
    expect(desk.store.removal()).toEqual({
      ...{ clinicName: 'Harbour', by: 'Dana Whitlock', atMs: at },
    });
    expect(desk.keychain.accounts()).toEqual([]);
    expect(desk.secret.identity).toBeNull();
    expect(desk.remembered).toBeNull();
    expect(await desk.audited()).toEqual(['workstation.enrolled', 'workstation.removed']);
  });

  it('does so at its next start, when it was interrupted', async () => {
    await remove();
    await desk.connect();
    const again = new OfficeDesk(server, desk.database, desk.keychain);
    await again.parts.chain.check();
    expect(await again.removal.carryOut()).toBe(true);
    expect(again.store.removal()).toMatchObject({ clinicName: 'Harbour' });
  });

  it('says that the keychain keeps something, and tries again', async () => {
    await remove();
    await desk.connect();
    desk.keychain.mood = 'keepsEntries';
    expect(await desk.removal.carryOut()).toBe(false);
    desk.keychain.mood = 'works';
    const again = new OfficeDesk(server, desk.database, desk.keychain);
    expect(await again.removal.carryOut()).toBe(true);
    expect(desk.keychain.accounts()).toEqual([]);
  });
});

describe('an older app, beyond a decision that it does not understand', () => {
  it('is removed all the same, and says by whom', async () => {
    Object.defineProperty(desk.beyond, 'removal', {
      value: { by: first.clinic.author.memberId, at: 1_234 },
    });
    expect(await desk.removal.carryOut()).toBe(true);
    expect(desk.store.removal()).toEqual({
      ...{ clinicName: 'Harbour', by: 'Dana Whitlock', atMs: 1_234 },
    });
  });
});

describe('a computer that was not removed', () => {
  it('wipes nothing, whatever the server says', async () => {
    desk.line.lies.greeting = (truth) => ({ ...truth, standing: 'removed' });
    expect(await desk.connect()).toBe('same');
    expect(await desk.removal.carryOut()).toBeNull();
    server.remove(first.id, desk.id);
    expect(await desk.removal.carryOut()).toBeNull();
    expect(desk.state.shared).not.toBeNull();
  });

  it('wipes nothing for a line that somebody wrote into the file', async () => {
    desk.store.saveRemoval({ clinicName: 'Harbour', by: 'Nobody', atMs: 0 });
    expect(await desk.removal.carryOut()).toBeNull();
    expect(desk.keychain.accounts()).toHaveLength(1);
  });
});
