import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../scripts/lib/processes.mjs';
import { AccountFile } from '../support/account-file.js';
import { expect, test } from '../support/app-fixture.js';
import {
  addMember,
  button,
  CLINIC,
  DANA,
  EVERYBODY,
  openSettings,
  openTab,
  ROBIN,
  setUpClinic,
} from '../support/people.js';
import type { Workstation } from '../support/workstation.js';

/** Expects that a text names nobody: no member, email, password, clinic, id, or path of this OS user. */
function expectNobody(workstation: Workstation, text: string): void {
  const account = new AccountFile(workstation.userData);
  const ids = [
    ...Object.keys(account.state().members),
    ...account.all('SELECT id FROM installation').map(({ id }) => String(id)),
  ];
  const words = [
    CLINIC,
    ...EVERYBODY.flatMap(({ name, email, password }) => [
      name,
      ...name.split(' '),
      email,
      password,
    ]),
    ...ids,
    workstation.userData,
    workstation.desktop.env['HOME'] ?? 'no home',
  ];
  expect(ids).toHaveLength(3);
  for (const word of words) expect(text.toLowerCase()).not.toContain(word.toLowerCase());
  expect(text).not.toContain('@');
}

test('diagnostics from the About tab, the menu and the command line name nobody', async ({
  workstation,
}, testInfo) => {
  const home = await workstation.start();
  await setUpClinic(home, '5 minutes');
  const settings = await openSettings(workstation);
  await addMember(settings, ROBIN, 'Receptionist');
  await openTab(settings, 'About');
  const saveTo = async (filePath: string | null): Promise<void> => {
    await workstation.app.evaluate(({ dialog }, path) => {
      dialog.showSaveDialog = () =>
        Promise.resolve({ canceled: path === null, filePath: path ?? '' });
    }, filePath);
  };

  // An error whose message has a name in it.
  await workstation.app.evaluate((_electron, name) => {
    process.emitWarning(Object.assign(new Error(`${name} was here`), { code: 'SQLITE_FULL' }));
  }, DANA.name);

  const fromAbout = testInfo.outputPath('about.json');
  await saveTo(null);
  await button(settings, 'Save diagnostics…').click();
  await expect(button(settings, 'Save diagnostics…')).toBeEnabled();
  await expect(settings.getByText('The diagnostics were saved.')).toHaveCount(0);
  await saveTo(join(testInfo.outputDir, 'missing', 'x.json'));
  await button(settings, 'Save diagnostics…').click();
  await expect(settings.getByRole('alert')).toContainText('could not be saved');
  await saveTo(fromAbout);
  await button(settings, 'Save diagnostics…').click();
  await expect(settings.getByText('The diagnostics were saved.')).toBeVisible();
  const text = readFileSync(fromAbout, 'utf8');
  expectNobody(workstation, text);
  expect(statSync(fromAbout).mode & 0o777).toBe(0o600);
  expect(JSON.parse(text)).toMatchObject({
    format: 1,
    app: { packaged: false, releaseRuntime: false },
    computer: { display: { server: 'x11', displays: 1 } },
    activity: { activitySource: 'X11', guarded: true },
    keychain: { kind: 'Secret Service (libsecret)', answers: true },
    account: {
      setUp: true,
      members: { active: 2, disabled: 0, activeByRole: { administrator: 1, receptionist: 1 } },
      policy: { sessionTimeoutSeconds: 300 },
      managed: { places: [{ holds: false, problem: null }], restrictions: { locked: [] } },
    },
    updates: { state: 'off', off: 'development', lastCheckedAt: null, channel: 'stable' },
    errors: [{ kind: 'warning', name: 'Error', code: 'SQLITE_FULL', times: 1 }],
  });

  const fromMenu = testInfo.outputPath('menu.json');
  await saveTo(fromMenu);
  await workstation.app.evaluate(({ Menu }) => {
    const items = Menu.getApplicationMenu()?.items.flatMap((item) => item.submenu?.items ?? []);
    items?.find(({ label }) => label === 'Save diagnostics…')?.click();
  });
  await expect.poll(() => existsSync(fromMenu)).toBe(true);

  // Beside the running app, and without it.
  const command = async (name: string) => {
    const file = testInfo.outputPath(name);
    const { code, stderr } = await run(
      workstation.electronPath,
      workstation.args('--diagnostics', file),
      { env: workstation.desktop.env, timeoutMilliseconds: 40_000 },
    );
    expect(`${code}: ${stderr}`).toContain(`0: `);
    expect(stderr).toContain('were saved');
    const saved = readFileSync(file, 'utf8');
    expectNobody(workstation, saved);
    return JSON.parse(saved) as Readonly<Record<string, unknown>>;
  };
  const report = {
    activity: { health: 'notWatched', guarded: null },
    keychain: { answers: true },
    account: { members: { active: 2 }, policy: { sessionTimeoutSeconds: 300 } },
    updates: { state: 'off', off: 'development' },
    errors: [{ code: 'SQLITE_FULL' }],
  };
  expect(await command('beside.json')).toMatchObject(report);
  await expect(home.getByRole('heading', { name: CLINIC })).toBeVisible();
  await workstation.quit();
  expect(await command('alone.json')).toMatchObject(report);

  // With an account that cannot be opened, and a keychain that does not answer.
  await workstation.desktop.keyring.stop();
  writeFileSync(join(workstation.userData, 'account.db'), 'This is not a database. '.repeat(400));
  const file = testInfo.outputPath('broken.json');
  await run(workstation.electronPath, workstation.args(`--diagnostics=${file}`), {
    env: workstation.desktop.env,
    timeoutMilliseconds: 40_000,
  });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    account: null,
    updates: null,
    keychain: { answers: false },
  });

  const nowhere = await run(workstation.electronPath, workstation.args('--diagnostics'), {
    env: workstation.desktop.env,
    timeoutMilliseconds: 40_000,
  });
  expect(nowhere.code).toBe(1);
  expect(nowhere.stderr).toContain('--diagnostics FILE');
});
