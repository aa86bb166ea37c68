import type { Page } from 'playwright/test';
import type { Role } from '../../src/shared/people/role.js';
import { namesArgument } from '../../src/shared/requests/channels.js';
import { REQUEST_NAMES, type RequestName, REQUESTS } from '../../src/shared/requests/requests.js';
import { WINDOW_KINDS, type WindowKind } from '../../src/shared/requests/views.js';
import { AccountFile } from '../support/account-file.js';
import { expect, test } from '../support/app-fixture.js';
import { barPage, PATHOLOGY_APP, saveClinicApp, showApp } from '../support/clinic-app-steps.js';
import {
  addMember,
  button,
  DANA,
  expectSignIn,
  openSettings,
  ROBIN,
  setUpClinic,
  signIn,
} from '../support/people.js';
import { idleFor, touchKeyboard } from '../support/presence.js';
import { VALID_INPUTS, WRONG_POLICIES } from '../support/requests.js';
import type { Workstation } from '../support/workstation.js';

type Reason = 'sender' | 'role' | 'schema';

/** One call of a request, and why the gate must refuse it. */
interface Attempt {
  readonly name: RequestName;
  readonly input: unknown;
  readonly reason: Reason;
}

const WRONG_VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  1e300,
  '',
  'x'.repeat(70_000),
  [],
  ['administrator'],
  { $ne: null },
];

/** The few of them that are in order where they stand. */
const RIGHT_AFTER_ALL: ReadonlySet<string> = new Set([
  'text ""',
  'search ""',
  'codes ["administrator"]',
  'names ["administrator"]',
  'owner null',
  'newKeys true',
  'appId null',
  'language null',
  'proof null',
  'before null',
  'reason null',
  'forward true',
  'again true',
  'yes true',
]);

/** Inputs of the wrong form for a request, made from its right one without asking its schema. */
function malformedInputs(name: RequestName): readonly unknown[] {
  const valid: object = VALID_INPUTS[name];
  const withWrongFields = Object.keys(valid).flatMap((field) => [
    ...WRONG_VALUES.filter(
      (value) => !RIGHT_AFTER_ALL.has(`${field} ${JSON.stringify(value)}`),
    ).map((value) => ({ ...valid, [field]: value })),
    Object.fromEntries(Object.entries(valid).filter(([other]) => other !== field)),
  ]);
  return [
    ...[undefined, null, 'text', 7, true, [], [valid]],
    { ...valid, surprise: 1 },
    ...withWrongFields,
    ...(name === 'savePolicy' ? WRONG_POLICIES : []),
  ];
}

/** Everything that the gate must refuse to one of the app's own windows, given who is signed in. */
function forbiddenAttempts(kind: WindowKind, signedIn: Role | null): readonly Attempt[] {
  return REQUEST_NAMES.flatMap((name): readonly Attempt[] => {
    const { windows, access } = REQUESTS[name];
    const valid = { name, input: VALID_INPUTS[name] };
    if (!windows.includes(kind)) return [{ ...valid, reason: 'sender' }];
    // No sign-in is half finished while these are tried.
    const lacksRole =
      access === 'signingIn' ||
      (access !== 'anyone' && signedIn === null) ||
      (access === 'administrator' && signedIn !== 'administrator');
    if (lacksRole) return [{ ...valid, reason: 'role' }];
    return malformedInputs(name).map((input) => ({ name, input, reason: 'schema' }));
  });
}

/** In one second. More would be refused as a flood (`ipc/flood-gate.ts`), before anything else is seen. */
const MOST_AT_ONCE = 150;

/** Sends them all through a window's own bridge. @returns those that were not refused as they must be */
async function notRefused(page: Page, attempts: readonly Attempt[]): Promise<readonly string[]> {
  const outcomes = await page.evaluate(
    async ({ calls, mostAtOnce }) => {
      const bridge = window.clinic as unknown as Record<
        string,
        (input: unknown) => Promise<unknown>
      >;
      const answers: string[] = [];
      for (let done = 0; done < calls.length; done += mostAtOnce) {
        if (done > 0) await new Promise((resolve) => setTimeout(resolve, 1_000));
        const some = calls.slice(done, done + mostAtOnce).map(({ name, input }) =>
          (bridge[name] ?? (() => Promise.resolve('no such method')))(input).then(
            (answer) => `answered ${JSON.stringify(answer)}`,
            (error: unknown) => String(error),
          ),
        );
        answers.push(...(await Promise.all(some)));
      }
      return answers;
    },
    { calls: attempts, mostAtOnce: MOST_AT_ONCE },
  );
  return attempts.flatMap(({ name, input, reason }, index) => {
    const outcome = outcomes[index] ?? 'nothing';
    if (outcome.includes(`"${name}" was refused (${reason}).`)) return [];
    return [`${name}(${inWords(input)}): ${outcome}`];
  });
}

function inWords(input: unknown): string {
  return input === undefined ? 'undefined' : JSON.stringify(input).slice(0, 200);
}

/** The data that no refused call may have changed. */
function accountState(account: AccountFile): unknown {
  return [
    ...['decision', 'decision_box', 'clinic_state', 'sealed_record'].map(
      (table) => `* FROM ${table}`,
    ),
    ...['notice_recipient', 'audit_event'].map((table) => `* FROM ${table}`),
    // But for the marks of activity, which are written as somebody works.
    'id, member_id, key_half, wrapped_key FROM session',
  ].map((columns) => account.all(`SELECT ${columns}`));
}

test('every channel refuses the app’s own windows other windows’ requests, and malformed input', async ({
  workstation,
}) => {
  const account = new AccountFile(workstation.userData);
  const home = await workstation.start();
  await setUpClinic(home, '1 minute');
  const settings = await openSettings(workstation);
  await addMember(settings, ROBIN, 'Receptionist');

  await saveClinicApp(settings, PATHOLOGY_APP);
  await showApp(workstation, PATHOLOGY_APP);
  const bar = await barPage(workstation, PATHOLOGY_APP);

  await touchKeyboard(workstation);
  await idleFor(workstation, 28);
  const warning = await workstation.windowWithTitle('Are you still there?');
  const pages = { main: home, settings, warning, bar };
  const before = accountState(account);
  const refusesAll = async (kind: WindowKind): Promise<void> => {
    const attempts = forbiddenAttempts(kind, 'administrator');
    expect(attempts.length).toBeGreaterThan(REQUEST_NAMES.length);
    expect(await notRefused(pages[kind], attempts)).toEqual([]);
    expect(accountState(account)).toEqual(before);
    // Thousands of requests take a slow computer longer than the session has left.
    await touchKeyboard(workstation);
  };
  // It goes with the first key.
  await refusesAll('warning');
  for (const kind of WINDOW_KINDS) if (kind !== 'warning') await refusesAll(kind);

  await button(home, 'Switch user').click();
  await expectSignIn(home);
  await expect(button(home, 'Sign in')).toBeEnabled();
  const signedOut = accountState(account);
  expect(await notRefused(home, forbiddenAttempts('main', null))).toEqual([]);
  expect(accountState(account)).toEqual(signedOut);

  await signIn(home, ROBIN);
  const asReceptionist = accountState(account);
  const attempts = forbiddenAttempts('main', 'receptionist');
  expect(attempts).toContainEqual({
    name: 'openSettings',
    input: VALID_INPUTS.openSettings,
    reason: 'role',
  });
  expect(await notRefused(home, attempts)).toEqual([]);
  expect(accountState(account)).toEqual(asReceptionist);
});

/** Sends every request from a window that the app did not open. @returns the outcomes, by its address */
function askFromForeignWindow(
  workstation: Workstation,
  url: string,
): Promise<readonly (readonly [string, string])[]> {
  return workstation.app.evaluate(
    async ({ app, BrowserWindow }, { address, inputs, names }) => {
      const window = new BrowserWindow({
        show: false,
        webPreferences: {
          preload: `${app.getAppPath()}/out/preload/index.js`,
          additionalArguments: [names],
          sandbox: true,
          contextIsolation: true,
        },
      });
      await window.loadURL(address).catch(() => undefined);
      const script = `Promise.all(Object.entries(${JSON.stringify(inputs)}).map(
        async ([name, input]) => [name, await window.clinic[name](input).then(
          (answer) => 'answered ' + JSON.stringify(answer), (error) => String(error))]))`;
      const outcomes: unknown = await window.webContents.executeJavaScript(script);
      window.destroy();
      return outcomes as readonly (readonly [string, string])[];
    },
    { address: url, inputs: VALID_INPUTS, names: namesArgument(REQUEST_NAMES) },
  );
}

test('every channel refuses a window that the app did not open, whatever it has loaded', async ({
  workstation,
}) => {
  // The app's pages in a foreign window log the refusals.
  workstation.tolerate(/Failed to load resource|ERR_|was refused \(sender\)/);
  const account = new AccountFile(workstation.userData);
  const home = await workstation.start();
  await setUpClinic(home);
  const before = accountState(account);
  const addresses = [
    'about:blank',
    'data:text/html,<title>Clinic Workstation</title>',
    'app://clinic/no-such-page.html',
    'app://elsewhere/index.html',
    // The app's own pages, in a foreign window.
    'app://clinic/index.html',
    'app://clinic/settings.html',
  ];
  for (const address of addresses) {
    const outcomes = await askFromForeignWindow(workstation, address);
    expect(outcomes.map(([name]) => name)).toEqual(REQUEST_NAMES);
    for (const [name, outcome] of outcomes)
      expect(outcome, `${name} from ${address}`).toContain(`"${name}" was refused (sender).`);
  }
  expect(accountState(account)).toEqual(before);
});

test('the app’s own window loses every right when its page is another one', async ({
  workstation,
}) => {
  workstation.tolerate(/Failed to load resource|ERR_|was refused \(sender\)/);
  const home = await workstation.start();
  await setUpClinic(home);
  const outcomes = await workstation.app.evaluate(
    async ({ BrowserWindow }, { names, inputs }) => {
      const window = BrowserWindow.getAllWindows()[0];
      if (window === undefined) throw new Error('There is no main window.');
      const results: [string, string][] = [];
      for (const address of ['about:blank', 'app://clinic/index.html?as=settings#x']) {
        await window.loadURL(address).catch(() => undefined);
        for (const name of names) {
          const input = JSON.stringify(inputs[name]);
          const script = `window.clinic.${name}(${input}).then(
            (answer) => 'answered ' + JSON.stringify(answer), (error) => String(error))`;
          const outcome: unknown = await window.webContents.executeJavaScript(script);
          results.push([name, String(outcome)]);
        }
      }
      return results;
    },
    { names: REQUEST_NAMES, inputs: VALID_INPUTS },
  );
  expect(outcomes).toHaveLength(2 * REQUEST_NAMES.length);
  for (const [name, outcome] of outcomes)
    expect(outcome).toContain(`"${name}" was refused (sender).`);
  const ends = new AccountFile(workstation.userData).audit('session.ended');
  expect(ends).toEqual([]);
});

test('a second clinic cannot be created over the first', async ({ workstation }) => {
  const home = await workstation.start();
  await setUpClinic(home);
  await button(home, 'Sign out').click();
  await expectSignIn(home);
  const answer = await home.evaluate(
    (input) => window.clinic.createClinic(input),
    VALID_INPUTS.createClinic,
  );
  expect(answer).toMatchObject({ ok: false, code: 'alreadySetUp' });
  await signIn(home, DANA);
});
