import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Locator } from 'playwright/test';
import { run } from '../../scripts/lib/processes.mjs';
import { AccountFile } from '../support/account-file.js';
import { expect, test } from '../support/app-fixture.js';
import { entryCount } from '../support/keychain.js';
import { expectHome, expectSignIn, setUpClinic } from '../support/people.js';
import type { Workstation } from '../support/workstation.js';
import { LONG } from '../support/reliability.js';

/** The app on another's desktop, with a copy of its profile. */
class CopiedWorkstation {
  readonly #original: Workstation;
  readonly #userData: string;
  #app: ElectronApplication | null = null;

  constructor(original: Workstation, userData: string) {
    this.#original = original;
    this.#userData = userData;
  }

  /** @returns what its window shows */
  async start(): Promise<Locator> {
    const own = `--user-data-dir=${this.#userData}`;
    this.#app = await _electron.launch({
      executablePath: this.#original.electronPath,
      args: this.#original.args().map((arg) => (arg.startsWith('--user-data-dir=') ? own : arg)),
      env: this.#original.desktop.env,
      colorScheme: null,
    });
    return (await this.#app.firstWindow()).locator('body');
  }

  async close(): Promise<void> {
    const ended = this.#app?.waitForEvent('close');
    this.#app?.process().kill('SIGKILL');
    await ended;
    this.#app = null;
  }
}

const GONE = 'You were signed out because this computer was restarted, or its user logged out.';

/** The folder of this OS that is lost at a log-out. */
const memoryOf = ({ desktop }: Workstation): string =>
  join(desktop.env['XDG_RUNTIME_DIR'] ?? '', 'clinic-workstation');

test('a copy of a signed-in profile is not a second session', async ({ workstation }) => {
  const home = await workstation.start();
  await setUpClinic(home);
  const copy = mkdtempSync(join(tmpdir(), 'clinic-copy-'));
  cpSync(workstation.userData, copy, {
    recursive: true,
    filter: (path) => !path.includes('Singleton'),
  });

  // Beside the running original the copy does not open.
  const beside = new CopiedWorkstation(workstation, copy);
  await expect(await beside.start()).toContainText('is open on this computer already');
  await beside.close();
  await expectHome(home);

  // The original was killed: the copy is another folder and resumes nothing.
  await workstation.kill();
  const alone = new CopiedWorkstation(workstation, copy);
  await expect(await alone.start()).toContainText('Sign in');
  await expect.poll(() => entryCount(workstation.desktop)).toBe(0);
  await alone.close();
  rmSync(copy, { recursive: true, force: true });
});

test(
  'the next log-in to the computer resumes nothing of the last one',
  LONG,
  async ({ workstation }) => {
    await setUpClinic(await workstation.start());
    await workstation.kill();
    // As if the X server was reset or replaced, which is how light desktops log out.
    const { env } = workstation.desktop;
    await run('xprop', ['-root', '-remove', 'CLINIC_WORKSTATION_LOGIN'], { env });
    await expectSignIn(await workstation.start(), GONE);
    await expect.poll(() => entryCount(workstation.desktop)).toBe(0);
  },
);

test(
  'after a power cut the session is over, whatever is on the disk',
  LONG,
  async ({ workstation }) => {
    await setUpClinic(await workstation.start());
    await workstation.cutPower();
    rmSync(memoryOf(workstation), { recursive: true });
    await expectSignIn(await workstation.start(), GONE);
    await expect.poll(() => entryCount(workstation.desktop)).toBe(0);
  },
);

test('a session whose key half is gone ends while the app runs', async ({ workstation }) => {
  const home = await workstation.start();
  await setUpClinic(home);
  rmSync(memoryOf(workstation), { recursive: true });
  await expect(home.getByRole('heading', { name: 'Sign in' })).toBeVisible({ timeout: 30_000 });
  await expectSignIn(home, GONE);
  await expect.poll(() => entryCount(workstation.desktop)).toBe(0);
});

test('--clear-leftovers beside a running app clears nothing', LONG, async ({ workstation }) => {
  const home = await workstation.start();
  await setUpClinic(home);
  const guard = join(workstation.userData, 'guard');
  const [file = ''] = readdirSync(guard);
  const scratch = mkdtempSync(join(tmpdir(), 'clinic-scratch-'));
  const args = workstation.args(`--clear-leftovers=${join(guard, file)}`);
  const outcome = await run(
    workstation.electronPath,
    args.map((arg) => (arg.startsWith('--user-data-dir=') ? `--user-data-dir=${scratch}` : arg)),
    { env: workstation.desktop.env, timeoutMilliseconds: 60_000 },
  );
  expect(outcome.code).toBe(0);
  const account = new AccountFile(workstation.userData);
  expect(account.session()).toBeDefined();
  expect(await entryCount(workstation.desktop)).toBe(1);
  await expectHome(home);
  expect(account.audit('session.ended')).toEqual([]);
  rmSync(scratch, { recursive: true, force: true });
});
