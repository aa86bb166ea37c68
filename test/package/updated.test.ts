import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { build } from '../../scripts/lib/build.mjs';
import { type Desktop, openDesktop } from '../../scripts/lib/desktop.mjs';
import { program } from '../../scripts/lib/packaging/installation.mjs';
import { packFolder } from '../../scripts/lib/packaging/pack.mjs';
import { publicHalf } from '../../scripts/lib/packaging/release-key.mjs';
import { projectRoot } from '../../scripts/lib/paths.mjs';
import { setup } from '../../scripts/lib/setup.mjs';
import { QUIET_MS } from '../../src/main/updates/update-keeper.js';
import { AccountFile } from '../support/account-file.js';
import { SERVICE } from '../support/keychain.js';
import { CLINIC, DANA } from '../support/people.js';
import { ReleaseServer } from '../support/release-server.js';
import { PrivateAuthority } from '../../scripts/lib/desktop/authority.mjs';
import { Screen } from './screen.js';
import { createStaff, removeStaff, type Staff } from './staff.js';

/*
 * An AppImage that updates itself to the next version: two packed apps with the key and the address of
 * releases, a web server over https, and a user without special rights. Only the AppImages themselves are
 * fakes: programs that note their start and start the packed app, which is in the place of the mounted
 * image. The tests are steps of one story, in this order.
 */

const OLD = '1.0.0';
const NEW = '1.1.0';
/** How long ago the new version was released. */
const RELEASED_DAYS = 40;

let server: ReleaseServer;
let staff: Staff;
let desktop: Desktop;
let screen: Screen;
/** The folder of the packed apps, in place of mounted images. */
let mounts: string;
/** The installed AppImage, which notes each of its starts. */
let installed: string;
let journal: string;
let folder: string;

/** Removes what the tests made on this computer, the last first. */
const undo: (() => void | Promise<void>)[] = [];

beforeAll(async () => {
  const authority = new PrivateAuthority('Clinic releases');
  // As an administrator of the computer does it; the staff's own store has no effect.
  const trusted = '/usr/local/share/ca-certificates/clinic-workstation-test.crt';
  writeFileSync(trusted, authority.certificate, { mode: 0o644 });
  execFileSync('update-ca-certificates');
  undo.unshift(() => {
    rmSync(trusted);
    execFileSync('update-ca-certificates');
  });
  server = new ReleaseServer(authority.issue(['localhost']));
  await server.start();
  undo.unshift(() => server.stop());
  mounts = mkdtempSync(join(tmpdir(), '.mount_clinic-'));
  chmodSync(mounts, 0o755);
  undo.unshift(() => rmSync(mounts, { recursive: true }));
  await build();
  for (const version of [OLD, NEW]) await pack(version);

  staff = await createStaff();
  undo.unshift(() => removeStaff(staff));
  desktop = await openDesktop({ owner: staff, accessibility: true });
  undo.unshift(desktop.close);
  const home = desktop.env['HOME'] ?? '';
  installed = join(home, 'Applications', `${program}.AppImage`);
  journal = join(home, 'starts');
  folder = join(desktop.env['XDG_CONFIG_HOME'] ?? '', 'Clinic Workstation');
  mkdirSync(dirname(installed));
  writeFileSync(installed, appImage(OLD), { mode: 0o755 });
  writeFileSync(journal, '');
  for (const path of [dirname(installed), installed, journal]) give(path);
  await server.publish(NEW, appImage(NEW), { releasedMs: Date.now() - RELEASED_DAYS * 86_400_000 });
  desktop.spawn(installed, [], { cwd: '/', stdio: 'ignore' });
  screen = new Screen(desktop, program);
});

afterAll(async () => {
  for (const { pid } of starts()) if (existsSync(`/proc/${pid}`)) process.kill(pid, 'SIGKILL');
  for (const step of undo) await step();
});

function give(path: string): void {
  chownSync(path, staff.uid, staff.gid);
}

/** Packs the app as a release of this version. */
async function pack(version: string): Promise<void> {
  const { electronVersion, distPath } = await setup({ needs: { packaging: true } });
  const unpacked = await packFolder({
    ...{ project: projectRoot, output: join(mounts, version), distPath, electronVersion, version },
    trial: true,
    updates: { key: publicHalf(server.keys.privateKey), address: server.address },
  });
  chmodSync(join(unpacked, 'chrome-sandbox'), 0o4755);
}

/** A program in place of an AppImage: it does not mount itself. */
function appImage(version: string): string {
  const name = process.arch === 'x64' ? 'linux-unpacked' : `linux-${process.arch}-unpacked`;
  return [
    '#!/bin/sh',
    `echo "$$ ${version}" >> '${journal}'`,
    `export APPIMAGE='${installed}' APPDIR='${join(mounts, version, name)}'`,
    `exec '${join(mounts, version, name, program)}' --force-renderer-accessibility "$@"`,
    '',
  ].join('\n');
}

function starts(): readonly { readonly pid: number; readonly version: string }[] {
  return readFileSync(journal, 'utf8')
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(' '))
    .map(([pid, version = '']) => ({ pid: Number(pid), version }));
}

function startedVersions(): readonly string[] {
  return starts().map(({ version }) => version);
}

it('a release is found and downloaded while somebody works', async () => {
  await screen.setUp(CLINIC, DANA, '15 minutes');
  await expect
    .poll(() => screen.readable(), { timeout: 10_000 })
    .toContain(`A newer version of this app came out ${RELEASED_DAYS} days ago`);
  await screen.click('push button', 'Settings');
  await screen.click('page tab', 'About');
  await screen.shown(
    'static',
    `Version ${NEW} is ready; it is installed when nobody is signed in`,
    30_000,
  );
});

it('it never restarts the app during a session', { timeout: QUIET_MS + 30_000 }, async () => {
  await sleep(QUIET_MS + 5_000);
  expect(startedVersions()).toEqual([OLD]);
  expect(readFileSync(installed, 'utf8')).toBe(appImage(OLD));
  expect(await desktop.secretEntries(SERVICE)).toHaveLength(1);
  await screen.shown('heading', 'Updates');
});

it('“Restart and update” signs out, installs the release, and starts it', async () => {
  const [before] = starts();
  // From the tab to its first button, which then scrolls into view.
  for (const key of ['Tab', 'Tab']) await desktop.input.key(key);
  await screen.click('push button', 'Restart and update');
  await expect.poll(startedVersions, { timeout: 20_000 }).toEqual([OLD, NEW]);
  expect(readFileSync(installed, 'utf8')).toBe(appImage(NEW));
  await screen.shown('heading', 'Sign in');
  await expect.poll(() => existsSync(`/proc/${before?.pid}`), { timeout: 10_000 }).toBe(false);
  expect(await desktop.secretEntries(SERVICE)).toEqual([]);
  const account = new AccountFile(folder);
  expect(account.audit('session.ended')).toMatchObject([{ cause: 'signOut', wipe: 'done' }]);
  expect(account.audit('update.installed')).toMatchObject([
    { detail: JSON.stringify({ from: OLD, to: NEW }) },
  ]);
});

it('the new version has the account, and is up to date', async () => {
  await screen.signIn(DANA);
  await screen.shown('heading', CLINIC);
  expect(await screen.readable()).not.toContain('A newer version');
  await screen.click('push button', 'Settings');
  await screen.click('page tab', 'About');
  await expect.poll(() => screen.readable()).toContain('Up to date, checked at');
  expect(startedVersions()).toEqual([OLD, NEW]);
});
