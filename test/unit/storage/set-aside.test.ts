import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAccountFile } from '../../../src/main/storage/account-file.js';
import { openClinicStore } from '../../../src/main/storage/clinic-store.js';
import { openClinicWipe } from '../../../src/main/storage/clinic-wipe.js';
import { AccountDatabase } from '../../../src/main/storage/database.js';
import { askToSetAside, setAsideIfAsked } from '../../../src/main/storage/set-aside.js';
import { AccountFile } from '../../support/account-file.js';
import { OfficeDesk } from '../../support/office-desk.js';
import { VirtualServer } from '../../support/fakes/virtual-server.js';

const NOW_MS = Date.parse('2026-11-29T07:05:00.123Z');
const ASIDE = 'account.db.set-aside-2026-11-29T07-05-00.123Z';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clinic-aside-'));
  path = join(folder, 'account.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function makeClinic(): Promise<void> {
  const database = openAccountFile(path, { mayMake: true });
  await new OfficeDesk(new VirtualServer(), database).found();
  database.close();
}

describe('an account that is set aside', () => {
  it('keeps its whole content under another name, and leaves nothing in its place', async () => {
    await makeClinic();
    askToSetAside(path);
    expect(setAsideIfAsked(path, NOW_MS)).toBe(join(folder, ASIDE));
    expect(readdirSync(folder)).toEqual([ASIDE]);
    openAccountFile(path, { mayMake: true }).close();

    renameSync(join(folder, ASIDE), path);
    const back = new AccountDatabase(path);
    const desk = new OfficeDesk(new VirtualServer(), back);
    await desk.parts.chain.check();
    expect(desk.state.name).toBe('Harbour');
    back.close();
  });

  it('is one that somebody asked for', async () => {
    await makeClinic();
    expect(setAsideIfAsked(path, NOW_MS)).toBeNull();
    expect(existsSync(path)).toBe(true);
  });

  it('is finished when it was interrupted after the file had got its name', () => {
    askToSetAside(path);
    writeFileSync(`${path}-wal`, '');
    expect(setAsideIfAsked(path, NOW_MS)).toBeNull();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('replaces no other file', async () => {
    await makeClinic();
    writeFileSync(join(folder, ASIDE), 'older');
    askToSetAside(path);
    expect(() => setAsideIfAsked(path, NOW_MS)).toThrow('there already');
    expect(existsSync(path)).toBe(true);
  });

  it('stays where it is while another program writes', async () => {
    await makeClinic();
    const release = new AccountFile(folder).lock();
    askToSetAside(path);
    expect(() => setAsideIfAsked(path, NOW_MS)).toThrow();
    expect(existsSync(path)).toBe(true);
    release();
    expect(setAsideIfAsked(path, NOW_MS)).not.toBeNull();
  });
});

describe('a computer that was removed from its clinic', () => {
  it('still opens its file, in which there is a trail and no clinic', async () => {
    await makeClinic();
    const database = new AccountDatabase(path);
    const removal = { clinicName: 'Harbour', by: 'Dana Whitlock', atMs: 1 };
    openClinicWipe(database).wipe(removal, () => undefined);
    database.close();
    const again = openAccountFile(path, { mayMake: true });
    expect(openClinicStore(again).removal()).toEqual(removal);
    again.run(again.build.deleteFrom('removal'));
    again.close();
  });
});
