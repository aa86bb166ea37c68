import type { ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from '../../scripts/lib/build.mjs';
import { type Desktop, openDesktop } from '../../scripts/lib/desktop.mjs';
import { must, program } from '../../scripts/lib/packaging/installation.mjs';
import { packFolder } from '../../scripts/lib/packaging/pack.mjs';
import { projectRoot } from '../../scripts/lib/paths.mjs';
import { run } from '../../scripts/lib/processes.mjs';
import { setup } from '../../scripts/lib/setup.mjs';
import { processTree } from '../bench/process-tree.mjs';
import { SERVICE } from '../support/keychain.js';
import { CLINIC, DANA } from '../support/people.js';
import { Screen } from './screen.js';
import { createStaff, removeStaff, type Staff } from './staff.js';

/*
 * A packed app that staff start with variables that would load code, write its keys into a file, or remove
 * its sandbox. The tests are steps of one story, in this order.
 */

/** EX_USAGE of sysexits.h. */
const REFUSED = 64;

/** Files that no start may leave; each attack writes the file of its name. */
const MARKS = ['script', 'library', 'program', 'keys', 'coverage', 'log'] as const;

let binary: string;
let staff: Staff;
let desktop: Desktop;
/** A folder of the staff with the code that the attacks try to load. */
let evil: string;
let app: ChildProcess;
let screen: Screen;

/** Removes what the tests made on this computer, the last first. */
const undo: (() => void | Promise<void>)[] = [];

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'clinic-packed-'));
  chmodSync(folder, 0o755);
  undo.unshift(() => rmSync(folder, { recursive: true }));
  await build();
  const { electronVersion, distPath } = await setup({ needs: { packaging: true } });
  const paths = { project: projectRoot, output: join(folder, 'app'), distPath };
  const unpacked = await packFolder({
    ...paths,
    electronVersion,
    version: '1.0.0',
    trial: true,
    updates: null,
  });
  chmodSync(join(unpacked, 'chrome-sandbox'), 0o4755);
  binary = join(unpacked, program);
  staff = await createStaff();
  undo.unshift(() => removeStaff(staff));
  evil = join(folder, 'evil');
  await writeEvil();
  desktop = await openDesktop({ owner: staff, accessibility: true });
  undo.unshift(desktop.close);
});

afterAll(async () => {
  for (const step of undo) await step();
});

function mark(name: (typeof MARKS)[number]): string {
  return join(evil, name);
}

/** The marks that attacks have left. */
function left(): readonly string[] {
  return MARKS.filter((name) => existsSync(mark(name)));
}

/** Writes code of each kind that some variable would load; all of it only leaves its mark. */
async function writeEvil(): Promise<void> {
  mkdirSync(join(evil, 'bin'), { recursive: true });
  writeFileSync(
    join(evil, 'script.js'),
    `require('node:fs').writeFileSync('${mark('script')}', ''); process.exit(0);`,
  );
  const source = join(evil, 'library.c');
  writeFileSync(
    source,
    `#include <fcntl.h>
     #include <unistd.h>
     __attribute__((constructor)) static void loaded(void) {
       close(open("${mark('library')}", O_WRONLY | O_CREAT, 0666));
     }`,
  );
  const library = join(evil, 'evil.so');
  await must('cc', ['-shared', '-fPIC', '-o', library, source]);
  // The names that Mesa and GLib look for.
  for (const name of ['swrast_dri.so', 'libgio-evil.so']) copyFileSync(library, join(evil, name));
  const driver = { library_path: library, api_version: '1.1.0' };
  writeFileSync(
    join(evil, 'icd.json'),
    JSON.stringify({ file_format_version: '1.0.0', ICD: driver }),
  );
  // Programs that libraries start by name to learn about the system.
  for (const name of ['ldd', 'getconf', 'dbus-launch', 'xdg-settings', 'sh', 'sleep', 'date'])
    writeFileSync(join(evil, 'bin', name), `#!/bin/sh\n: >'${mark('program')}'\n`, { mode: 0o755 });
  for (const name of ['.', ...readdirSync(evil), ...readdirSync(join(evil, 'bin'), {}).map(bin)])
    chownSync(join(evil, name), staff.uid, staff.gid);
}

function bin(name: string | Buffer): string {
  return join('bin', String(name));
}

/** Starts the app with further variables, and waits for its end. */
function start(more: Readonly<Record<string, string>>) {
  const { uid, gid } = staff;
  const env = { ...desktop.env, ...more };
  return run(binary, [], { env, uid, gid, cwd: evil, timeoutMilliseconds: 30_000 });
}

describe('with variables that load code, write keys and lead elsewhere', () => {
  const more = (): Readonly<Record<string, string>> => ({
    NAPI_RS_NATIVE_LIBRARY_PATH: join(evil, 'script.js'),
    NODE_OPTIONS: `--require ${join(evil, 'script.js')}`,
    NODE_PATH: evil,
    SSLKEYLOGFILE: mark('keys'),
    GTK_MODULES: join(evil, 'evil.so'),
    GTK3_MODULES: join(evil, 'evil.so'),
    GIO_EXTRA_MODULES: evil,
    ALSA_PLUGIN_DIR: evil,
    LIBSQL_JS_DEV: '1',
    NAPI_RS_FORCE_WASI: 'error',
    NAPI_RS_ENFORCE_VERSION_CHECK: '1',
    SECRET_BACKEND: 'file',
    SECRET_FILE_TEST_PATH: mark('keys'),
    TMPDIR: '/nonexistent',
    PATH: `${join(evil, 'bin')}:${process.env['PATH'] ?? ''}`,
    https_proxy: 'http://127.0.0.1:9',
  });

  it('the app starts, and a clinic is set up', async () => {
    app = desktop.spawn(binary, ['--force-renderer-accessibility'], {
      cwd: evil,
      stdio: 'ignore',
      env: more(),
    });
    screen = new Screen(desktop, program);
    await screen.setUp(CLINIC, DANA, '1 minute');
    expect(left()).toEqual([]);
    // The credential is in the keyring, not in a file.
    expect(await desktop.secretEntries(SERVICE)).toHaveLength(1);
  });

  it('its libraries belong to the package or the system', () => {
    const own = join(binary, '..');
    const mapped = processTree(app.pid ?? 0).flatMap((pid) =>
      readFileSync(`/proc/${pid}/maps`, 'utf8')
        .split('\n')
        .map((line) => line.slice(73))
        .filter((path) => /\.(so|node)\b/.test(path)),
    );
    expect(mapped.filter((path) => path.endsWith('.node')).length).toBeGreaterThanOrEqual(3);
    expect(mapped.filter((path) => !path.startsWith(own) && !/^\/(usr|lib)/.test(path))).toEqual(
      [],
    );
  });

  it('its child processes have only the variables that it keeps', () => {
    const guard = processTree(app.pid ?? 0).find((pid) =>
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('clinic-workstation-guard'),
    );
    const env = readFileSync(`/proc/${guard ?? 0}/environ`, 'utf8').split('\0');
    expect(env).toContain('PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin');
    expect(env).toContain(`HOME=${desktop.env['HOME'] ?? ''}`);
    const names = env.map((line) => line.split('=')[0]);
    for (const name of Object.keys(more())) if (name !== 'PATH') expect(names).not.toContain(name);
  });
});

describe('variables that act before the first line of code', () => {
  it.each([
    ['ELECTRON_DISABLE_SANDBOX', () => '1'],
    ['electron_disable_sandbox', () => '1'],
    ['ELECTRON_NO_ASAR', () => '1'],
    ['ELECTRON_LOG_FILE', () => mark('log')],
    ['ELECTRON_OZONE_PLATFORM_HINT', () => 'headless'],
    ['CHROME_DEVEL_SANDBOX', () => join(evil, 'bin/sh')],
    ['CHROME_SANDBOX_DEBUGGING', () => '1'],
    ['NODE_UNIQUE_ID', () => '1'],
    ['NODE_DEBUG', () => '*'],
    ['LIBGL_DRIVERS_PATH', () => evil],
    ['LIBGL_DRIVERS_PATH', () => '.'],
    ['VK_ICD_FILENAMES', () => join(evil, 'icd.json')],
    ['GALLIUM_TRACE', () => mark('log')],
  ])('%s is refused, in words', async (name, value) => {
    const { code, stderr } = await start({ [name]: value() });
    expect(stderr).toContain(
      `Clinic Workstation did not start, because it does not accept ${name} in its environment.`,
    );
    expect(code).toBe(REFUSED);
    expect(left()).toEqual([]);
  });

  it.each([
    ['NODE_CHANNEL_FD', 'x'],
    ['NODE_REPL_EXTERNAL_MODULE', '/nonexistent'],
    ['SBX_D', '1'],
  ])('with %s Electron itself does not start', async (name, value) => {
    const { code } = await start({ [name]: value });
    expect(code).not.toBe(0);
  });

  it('the session beside it continues, and ends as it should', async () => {
    await screen.shown('heading', CLINIC);
    expect(await desktop.secretEntries(SERVICE)).toHaveLength(1);
    await screen.click('push button', 'Lock now');
    await screen.shown('static', 'You locked this workstation. Sign in to carry on.');
    await expect.poll(() => desktop.secretEntries(SERVICE), { timeout: 5_000 }).toEqual([]);
    expect(left()).toEqual([]);
    app.kill('SIGTERM');
    await sleep(1_000);
  });
});
