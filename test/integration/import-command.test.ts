import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { build } from '../../scripts/lib/build.mjs';
import { type Desktop, openDesktop } from '../../scripts/lib/desktop.mjs';
import { projectRoot } from '../../scripts/lib/paths.mjs';
import { type Outcome, run } from '../../scripts/lib/processes.mjs';
import { type Setup, setup } from '../../scripts/lib/setup.mjs';
import { AccountDatabase } from '../../src/main/storage/database.js';
import { AccountFile } from '../support/account-file.js';
import { readChain } from '../support/deciding-member.js';
import { DANA, type Insider, partsOf, RealClinic, ROBIN } from '../support/real-clinic.js';
import { removeFolder } from '../../scripts/lib/remove-folder.mjs';

/* `electron … --import-settings=FILE`, with the real app. */

let runtime: Setup;
let desktop: Desktop;
let folder: string;
let userData: string;
let account: AccountFile;

beforeAll(async () => {
  runtime = await setup({ needs: { desktop: true } });
  await build();
  desktop = await openDesktop({ windowManager: false });
}, 180_000);
afterAll(() => desktop.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clinic-import-'));
  userData = join(folder, 'user data');
  account = new AccountFile(userData);
});
afterEach(() => removeFolder(folder));

function appArgs(...switches: readonly string[]): readonly string[] {
  const { electronArgs } = runtime;
  return [
    ...electronArgs,
    ...desktop.electronArgs,
    projectRoot,
    `--user-data-dir=${userData}`,
  ].concat(switches);
}

/**
 * Imports a file with this text. @param who the administrator, whose password is typed on standard input
 */
function importText(
  text: string | Buffer,
  who?: Pick<Insider, 'email' | 'password'>,
): Promise<Outcome> {
  const file = join(folder, 'clinic-settings.json');
  writeFileSync(file, text);
  return importFile(file, who);
}

function importFile(file: string, who?: Pick<Insider, 'email' | 'password'>): Promise<Outcome> {
  const switches = [`--import-settings=${file}`];
  if (who !== undefined) switches.push(`--administrator=${who.email}`);
  return run(runtime.electron, appArgs(...switches), {
    env: desktop.env,
    timeoutMilliseconds: 60_000,
    input: who === undefined ? '' : `${who.password}\n`,
  });
}

/** Sets up a clinic like the app, with a second member who is not an administrator. */
async function setUpClinic(): Promise<void> {
  mkdirSync(userData, { recursive: true });
  const database = new AccountDatabase(account.path);
  const clinic = new RealClinic(partsOf(database));
  await clinic.found();
  await clinic.add(ROBIN, 'receptionist');
  database.close();
}

/** What was suggested before the set-up. */
function suggested(): readonly string[] {
  return account
    .all('SELECT document FROM suggested_policy')
    .map(({ document }) => String(document));
}

/** What the clinic decided. */
function decided(): readonly unknown[] {
  return readChain(account).entries.map(({ change }) => change);
}

describe('before the clinic is set up', () => {
  test('a file is kept as the suggestion, and an invalid one is refused whole', async () => {
    const refused = await importText('{"sessionTimeoutMinutes": 5, "extra": 1}');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('was not used, and nothing was changed.');
    expect(refused.stderr).toContain('extra');
    expect(suggested()).toEqual([]);

    const text = '{"sessionTimeoutMinutes":"never"}';
    const taken = await importText(text);
    expect(taken.code).toBe(0);
    expect(taken.stderr).toContain('was brought in.');
    expect(suggested()).toEqual([text]);
    expect(account.audit('settings.imported')).toHaveLength(1);
  });

  test.each<[string, string | Buffer, string]>([
    [
      'with a rule that stands twice',
      '{"sessionTimeoutMinutes":5,\n"sessionTimeoutMinutes":"never"}',
      '“sessionTimeoutMinutes” stands twice in the same object, in line 1, column 2 and in line 2, column 1.',
    ],
    [
      'with a comma too many',
      '{"sessionTimeoutMinutes":5,}',
      'There is a comma too many in line 1, column 27',
    ],
    ['in UTF-16', Buffer.from('\uFEFF{"sessionTimeoutMinutes":5}', 'utf16le'), 'written in UTF-16'],
  ])('a file %s is refused, with the place of the error', async (_what, content, told) => {
    const { code, stderr } = await importText(content);
    expect(stderr).toContain('was not used, and nothing was changed.');
    expect(stderr).toContain(told);
    expect(code).toBe(1);
    expect(suggested()).toEqual([]);
  });

  test('an account file that is not an account is refused, and not made a new one', async () => {
    mkdirSync(userData, { recursive: true });
    writeFileSync(account.path, '');
    const { code, stderr } = await importText('{"sessionTimeoutMinutes":5}');
    expect(stderr).toContain('account.db is empty');
    expect(code).toBe(1);
  });

  test('the message names a missing file', async () => {
    const { code, stderr } = await importFile(join(folder, 'nowhere.json'));
    expect(code).toBe(1);
    expect(stderr).toContain('nowhere.json could not be read.');
  });
});

describe('after the clinic was set up', () => {
  beforeEach(setUpClinic);

  test('an administrator’s password on standard input imports it, with the notices', async () => {
    const { code, stderr } = await importText('{"sessionTimeoutMinutes":null}', DANA);
    expect(stderr).toContain('was brought in.');
    expect(code).toBe(0);
    expect(decided().at(-1)).toMatchObject({
      kind: 'policy.imported',
      policy: { version: 2, sessionTimeoutSeconds: 604_800 },
      changes: ['neverReplaced'],
    });
    const told = account.all(
      "SELECT member_id FROM notice_recipient JOIN notice ON id = notice_id WHERE kind = 'timeoutWasNever'",
    );
    expect(told).toHaveLength(2);
    const { members } = readChain(account).state;
    const dana = Object.values(members).find(({ email }) => email === DANA.email);
    expect(account.audit('settings.imported')[0]?.['member_id']).toEqual(dana?.id);
  });

  test.each([
    ['nobody named', undefined, 'add --administrator=EMAIL'],
    ['a wrong password', { ...DANA, password: 'wrong' }, 'not the email and password'],
    ['no password at all', { ...DANA, password: '' }, 'not the email and password'],
    ['a member who is no administrator', ROBIN, 'not the email and password'],
    ['an unknown email', { ...DANA, email: 'x@y.example' }, 'not the email and password'],
  ])('refused without a change: %s', async (_who, who, message) => {
    const before = decided();
    const { code, stderr } = await importText('{"sessionTimeoutMinutes":5}', who);
    expect(stderr).toContain(message);
    expect(code).toBe(1);
    expect(decided()).toEqual(before);
    expect(account.audit('settings.imported')).toEqual([]);
  });

  test('an invalid file is refused before anybody is asked', async () => {
    const before = decided();
    const { code, stderr } = await importText('{"sessionTimeoutMinutes":"soon"}', DANA);
    expect(code).toBe(1);
    expect(stderr).toContain('nothing was changed');
    expect(decided()).toEqual(before);
    expect(account.audit('signIn.failed')).toEqual([]);
  });

  test('while the app runs it is refused, with what to do instead', async () => {
    const before = decided();
    const running = desktop.spawn(runtime.electron, appArgs(), { stdio: 'ignore' });
    await expect.poll(() => existsSync(join(userData, 'SingletonSocket'))).toBe(true);
    const { code, stderr } = await importText('{"sessionTimeoutMinutes":5}', DANA);
    expect(code).toBe(1);
    expect(stderr).toContain('Clinic Workstation is running.');
    expect(decided()).toEqual(before);
    running.kill('SIGKILL');
    await expect.poll(() => running.signalCode).not.toBeNull();
  });
});
