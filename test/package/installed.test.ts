import { type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desktop, openDesktop } from '../../scripts/lib/desktop.mjs';
import { decidedFuses, readFuses, wrongFuses } from '../../scripts/lib/packaging/fuses.mjs';
import {
  buildPackage,
  installedBinary,
  installedFolder,
  installPackage,
  laterPackage,
  must,
  program,
  purgePackage,
  removePackage,
} from '../../scripts/lib/packaging/installation.mjs';
import { run } from '../../scripts/lib/processes.mjs';
import { processTree } from '../bench/process-tree.mjs';
import { SERVICE } from '../support/keychain.js';
import { CLINIC, DANA } from '../support/people.js';
import { REFUSED_SWITCHES } from './refused-switches.js';
import { listeningSockets, Screen } from './screen.js';
import { createStaff, DESKTOP_ENTRY, entryCommand, removeStaff, type Staff } from './staff.js';

/*
 * The package as IT installs it and staff use it: installed by apt, started by its desktop entry as a user
 * without special rights, on a real X display, with real keyboard and mouse, read over the accessibility
 * bus. The tests are steps of one story, in this order.
 */

/** Makes Chromium publish its pages to screen readers; no other switch is added to the desktop entry's. */
const READABLE = '--force-renderer-accessibility';

/** EX_USAGE of sysexits.h. */
const REFUSED = 64;

let deb: string;
let staff: Staff;
let desktop: Desktop;

/** Removes what the tests made on this computer, the last first. */
const undo: (() => void | Promise<void>)[] = [];

beforeAll(async () => {
  deb = await buildPackage({ fast: true });
  undo.unshift(() => rmSync(dirname(deb), { recursive: true }));
  staff = await createStaff();
  undo.unshift(() => removeStaff(staff));
  undo.unshift(purgePackage);
  await installPackage(deb);
  desktop = await openDesktop({ owner: staff, accessibility: true });
  undo.unshift(desktop.close);
});

afterAll(async () => {
  for (const step of undo) await step();
});

describe('the installed package', () => {
  it('belongs to root, and only root can change it', () => {
    const files = readdirSync(installedFolder, { recursive: true, withFileTypes: true });
    const loose = files.filter((file) => {
      const { uid, gid, mode } = lstatSync(join(file.parentPath, file.name));
      return uid !== 0 || gid !== 0 || (mode & 0o022) !== 0;
    });
    expect(loose.map(({ name }) => name)).toEqual([]);
    const setuid = files.filter(
      (file) => file.isFile() && (statSync(join(file.parentPath, file.name)).mode & 0o7000) !== 0,
    );
    expect(setuid.map(({ name }) => name)).toEqual(['chrome-sandbox']);
    expect(statSync(`${installedFolder}/chrome-sandbox`).mode & 0o7777).toBe(0o4755);
  });

  it('has a command, and a valid desktop entry', async () => {
    expect(readlinkSync(`/usr/bin/${program}`)).toBe(installedBinary);
    expect(entryCommand()).toEqual([installedBinary]);
    await must('desktop-file-validate', [DESKTOP_ENTRY]);
    // The class of the app's windows under X11 and Wayland.
    expect(readFileSync(DESKTOP_ENTRY, 'utf8')).toContain(`\nStartupWMClass=${program}\n`);
  });

  it('contains this platform’s modules, every licence, and nothing for development', () => {
    const resources = `${installedFolder}/resources`;
    expect(readdirSync(resources).sort()).toEqual([
      'app-update.yml',
      'app.asar',
      'app.asar.unpacked',
      'apparmor-profile',
      'licences',
      'policy',
    ]);
    expect(readdirSync(`${resources}/policy`)).toContain('clinic-workstation.admx');
    const modules = readdirSync(`${resources}/app.asar.unpacked`, { recursive: true })
      .map(String)
      .filter((name) => name.endsWith('.node'));
    expect(modules).toHaveLength(3);
    expect(modules.filter((name) => /darwin|win32|musl|arm/.test(name))).toEqual([]);
    expect(existsSync(`${installedFolder}/manifest.json`)).toBe(false);
    const licences = readFileSync(`${resources}/licences/third-party.txt`, 'utf8');
    for (const name of ['keytar', 'libsql', 'react', 'zod', 'electron'])
      expect(licences).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+: .*(MIT|ISC|Apache)`, 'm'));
  });
});

describe('fuses', () => {
  it('are set as decided', async () => {
    expect(await wrongFuses(installedBinary)).toEqual([]);
    const fuses = await readFuses(installedBinary);
    expect(fuses).toMatchObject({ RunAsNode: false, EnableNodeCliInspectArguments: false });
    expect(Object.keys(fuses).length).toBeGreaterThanOrEqual(7);
    expect(Object.keys(decidedFuses)).toEqual(expect.arrayContaining(Object.keys(fuses)));
  });

  it('the program can’t be used as a Node.js', async () => {
    const env = { ...desktop.env, ELECTRON_RUN_AS_NODE: '1' };
    const outcome = await start(['-p', '"ran as " + "node"'], env);
    expect(outcome.stdout).not.toContain('ran as node');
    expect(outcome.code).toBe(REFUSED);
  });
});

it('SIGUSR1 opens no debugger', async () => {
  const folder = join(desktop.env['HOME'] ?? '', 'other');
  const app = desktop.spawn(installedBinary, [`--user-data-dir=${folder}`], {
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  app.stderr?.on('data', (data: Buffer) => (said += data.toString()));
  const pid = app.pid ?? 0;
  // The guard starts when everything else runs.
  await expect.poll(() => existsSync(join(folder, 'guard')), { timeout: 20_000 }).toBe(true);
  app.kill('SIGUSR1');
  await sleep(1_000);
  expect(said).not.toContain('Debugger listening');
  expect(existsSync(`/proc/${pid}`) ? listeningSockets(pid) : []).toEqual([]);
  app.kill('SIGKILL');
});

describe('switches that remove a protection', () => {
  it.each(REFUSED_SWITCHES)('%j is refused', async (text) => {
    const { code, stderr } = await start([text], desktop.env);
    expect(stderr).toContain('Clinic Workstation did not start');
    expect(stderr).not.toContain('DevTools listening');
    expect(code).toBe(REFUSED);
  });
});

describe('a day at the desk', () => {
  let app: ChildProcess;
  let screen: Screen;

  function begin(): void {
    const [command, ...args] = entryCommand();
    app = desktop.spawn(command, [...args, READABLE], { cwd: '/', stdio: 'ignore' });
    screen = new Screen(desktop, program);
  }

  beforeAll(begin);

  it('a clinic is set up by keyboard and mouse', async () => {
    await screen.setUp(CLINIC, DANA, '1 minute');
    expect(await desktop.secretEntries(SERVICE)).toHaveLength(1);
  });

  it('it runs as the staff user, and its pages run in the sandbox', () => {
    const processes = processTree(app.pid ?? 0).map((pid) => ({
      pid,
      command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' '),
      status: readFileSync(`/proc/${pid}/status`, 'utf8'),
    }));
    for (const { status } of processes)
      expect(status).toMatch(new RegExp(`^Uid:\\t${staff.uid}\\t`, 'm'));
    const pages = processes.filter(({ command }) => command.includes('--type=renderer'));
    expect(pages.length).toBeGreaterThan(0);
    for (const { pid, status, command } of pages) {
      expect(command).not.toContain('no-sandbox');
      // Its system calls are filtered, and it sees no other process.
      expect(status).toMatch(/^Seccomp:\t2$/m);
      expect(readlinkSync(`/proc/${pid}/ns/pid`)).not.toBe(readlinkSync('/proc/self/ns/pid'));
    }
  });

  it('no debugger starts, and nothing listens', async () => {
    await desktop.input.key('ctrl+shift+i');
    await desktop.input.key('F12');
    await sleep(1_000);
    expect(processTree(app.pid ?? 0).flatMap(listeningSockets)).toEqual([]);
    expect(await screen.readable()).not.toMatch(/DevTools|Elements/);
    await screen.shown('heading', CLINIC);
  });

  it('a second start shows the first app, and ends', async () => {
    const { code } = await start(entryCommand().slice(1), desktop.env);
    expect(code).toBe(0);
    await screen.shown('heading', CLINIC);
  });

  it('it locks, and the person signs in again', async () => {
    await screen.click('push button', 'Lock now');
    await screen.shown('static', 'You locked this workstation. Sign in to carry on.');
    expect(await desktop.secretEntries(SERVICE)).toEqual([]);
    await screen.signIn(DANA);
    await screen.shown('heading', CLINIC);
    expect(await desktop.secretEntries(SERVICE)).toHaveLength(1);
  });

  it('an upgrade keeps account, members and policy, even during a session', async () => {
    const later = await laterPackage(deb);
    await installPackage(later);
    expect(await must('dpkg-query', ['-W', '-f', '${Version}', program])).toMatch(/\+later$/);
    // The running app continues, and still ends its session as it should.
    await screen.shown('heading', CLINIC);
    expect(await desktop.secretEntries(SERVICE)).toHaveLength(1);
    await screen.click('push button', 'Lock now');
    await screen.shown('static', 'You locked this workstation. Sign in to carry on.');
    await expect.poll(() => desktop.secretEntries(SERVICE), { timeout: 5_000 }).toEqual([]);
    const ended = once(app, 'exit');
    app.kill('SIGTERM');
    await ended;

    begin();
    await screen.shown('heading', 'Sign in');
    await screen.signIn(DANA);
    await screen.shown('heading', CLINIC);
    expect(await screen.readable()).toContain('Signs you out after 1 minute without activity.');
  });

  it('diagnostics are saved beside the running app, and name nobody', async () => {
    const file = join(desktop.env['HOME'] ?? '', 'diagnostics.json');
    const { code, stderr } = await start(['--diagnostics', file], desktop.env);
    expect(stderr).toContain('Diagnostics were saved');
    expect(code).toBe(0);
    const text = readFileSync(file, 'utf8');
    expect(JSON.parse(text)).toBeTypeOf('object');
    for (const name of [DANA.name, DANA.email, CLINIC]) expect(text).not.toContain(name);
    await screen.shown('heading', CLINIC);
  });

  it(
    'a minute of idleness: warning, lock, empty keychain, no name on the screen',
    { timeout: 90_000 },
    async () => {
      await screen.shown('heading', 'Are you still there?', 45_000);
      expect(await desktop.idleMilliseconds()).toBeGreaterThanOrEqual(29_000);
      expect(await screen.readable()).toContain(DANA.name);
      expect(await desktop.secretEntries(SERVICE)).toHaveLength(1);

      await screen.shown('static', 'You were signed out after 1 minute of inactivity.', 45_000);
      const idle = await desktop.idleMilliseconds();
      expect(idle).toBeGreaterThanOrEqual(60_000);
      expect(idle).toBeLessThan(65_000);
      await expect.poll(() => desktop.secretEntries(SERVICE), { timeout: 5_000 }).toEqual([]);
      const readable = await screen.readable();
      expect(readable).toContain('Sign in');
      for (const name of [DANA.name, DANA.email]) expect(readable).not.toContain(name);
    },
  );

  it('a removal during a session ends the session and leaves nothing of it', async () => {
    await screen.signIn(DANA);
    await screen.shown('heading', CLINIC);
    expect(await desktop.secretEntries(SERVICE)).toHaveLength(1);
    const autostart = `/etc/xdg/autostart/${program}.desktop`;
    await must('ln', ['-sf', DESKTOP_ENTRY, autostart]);
    const gone = once(app, 'exit');

    await removePackage();

    expect(await gone).toEqual([0, null]);
    expect(await desktop.secretEntries(SERVICE)).toEqual([]);
    const left = [installedFolder, `/usr/bin/${program}`, DESKTOP_ENTRY].filter((path) =>
      existsSync(path),
    );
    expect(left).toEqual([]);
    expect(() => lstatSync(autostart)).toThrow('ENOENT');
    // The clinic's account stays.
    expect(
      existsSync(join(desktop.env['XDG_CONFIG_HOME'] ?? '', 'Clinic Workstation/account.db')),
    ).toBe(true);
  });
});

/** Starts the installed program as the staff user, and waits for its end. */
function start(args: readonly string[], env: NodeJS.ProcessEnv) {
  const { uid, gid } = staff;
  return run(installedBinary, args, { env, uid, gid, cwd: '/', timeoutMilliseconds: 30_000 });
}
