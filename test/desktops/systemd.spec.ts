import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { _electron, type ElectronApplication, type TestInfo } from 'playwright/test';
import { Computer, whyNoComputer } from '../../scripts/lib/desktop/computer.mjs';
import { gnomeSession } from '../../scripts/lib/desktop/computer/sessions.mjs';
import { projectRoot } from '../../scripts/lib/paths.mjs';
import { readOutput } from '../../scripts/lib/processes.mjs';
import type { Setup } from '../../scripts/lib/setup.mjs';
import { expect, test } from '../support/app-fixture.js';
import { AccountFile } from '../support/account-file.js';
import { SERVICE } from '../support/keychain.js';
import { DANA, setUpClinic, signIn } from '../support/people.js';

type Session = Awaited<ReturnType<Computer['signIn']>>;

/** Within this time the next person finds the computer locked, in milliseconds. */
const AT_ONCE_MS = 2_000;
const GIVEN_UP_AFTER_MS = 15_000;
/** Before the user's own services end too. */
const LOGGED_OUT_MS = 9_000;

interface Event {
  readonly what: string;
  /** What the app is to write as the cause of the end; the screen's lock by default. */
  readonly cause?: 'screenLock' | 'sleep';
  /** A preparation that does not belong to the event. */
  readonly before?: (computer: Computer) => Promise<void>;
  readonly happen: (computer: Computer, session: Session) => Promise<void>;
  /** Prepares the next event. */
  readonly after?: (computer: Computer, session: Session) => Promise<void>;
}

const lock = {
  happen: (computer: Computer, { id }: Session) => demand(computer, 'loginctl', 'lock-session', id),
  after: (computer: Computer, { id }: Session) =>
    demand(computer, 'loginctl', 'unlock-session', id),
};

/** The events that end a session at once, besides the limit. */
const EVENTS: readonly Event[] = [
  { what: '`loginctl lock-session`', ...lock },
  {
    what: 'the same after logind was restarted',
    before: async (computer) => {
      await demand(computer, 'systemctl', 'restart', 'systemd-logind');
      await sleep(1_000);
    },
    ...lock,
  },
  {
    what: 'another person’s virtual terminal comes to the front',
    happen: (computer) => demand(computer, ...switchTo, '5'),
    after: (computer) => demand(computer, ...switchTo, '2'),
  },
];

const sleeping: Event = {
  what: 'the computer goes to sleep (`systemctl suspend`)',
  cause: 'sleep',
  happen: (computer) => demand(computer, 'systemctl', 'suspend'),
};

/** The ways to GNOME's own lock. */
const GNOME_LOCKS: readonly Event[] = [
  { what: 'Super+L, GNOME’s own key', happen: (_, { input }) => input.key('super+l') },
  { what: '`loginctl lock-session`', happen: lock.happen },
  {
    what: 'another program asks GNOME to lock (`org.gnome.ScreenSaver.Lock`)',
    happen: async (_, session) => {
      await askScreenSaver(session, 'Lock');
    },
  },
];

const switchTo = [
  ...['busctl', 'call', 'org.freedesktop.login1', '/org/freedesktop/login1/seat/seat0'],
  ...['org.freedesktop.login1.Seat', 'SwitchTo', 'u'],
] as const;

test.describe('systemd', () => {
  // Needed for a namespace with its own process ids, mounts and seat.
  test.skip(whyNoComputer() !== undefined, whyNoComputer());

  test('A computer with systemd: lock, sleep, another person’s terminal, log-out', async ({
    runtime,
  }, testInfo) => {
    const about = 'Debian’s systemd as process 1, with real logind and PAM, and a seat.';
    await onComputer({ name: 'systemd', about, testInfo }, async (stage) => {
      const { computer, seen, trouble, picture } = stage;
      const session = await computer.signIn(2);
      const app = await startApp(computer, session, runtime);
      const home = await app.firstWindow();
      await setUpClinic(home);
      await session.screenshot(picture('home'));
      for (const event of EVENTS) {
        await play(event, session, stage);
        await signIn(home, DANA);
      }

      const emptyMs = await logOut(computer, session);
      const next = await computer.signIn(3);
      // By then the keyring has read its file: an entry that was only out of reach is visible again.
      await sleep(1_000);
      const left = (await next.secretEntries(SERVICE)).length;
      seen.push(
        left === 0
          ? `somebody logs out of the computer: keychain empty after ${emptyMs} ms`
          : `somebody logs out of the computer: ${left} entries are left in the keychain`,
      );
      if (left > 0) trouble.push('a log-out leaves the keychain’s entry');
      const later = await startApp(computer, next, runtime);
      await signIn(await later.firstWindow(), DANA);
      // As the last one: the driver loses its connection to an app that was told of sleep.
      await play(sleeping, next, stage);
      await next.screenshot(picture('after-sleep'));
    });
  });
});

test.describe('systemd-gnome', () => {
  test.skip(whyNoComputer() !== undefined, whyNoComputer());

  test('A computer with systemd and GNOME: its own lock', async ({ runtime }, testInfo) => {
    const about =
      'GNOME Shell 43 in a session on the seat of such a computer, with its keys. The app’s windows are native Wayland ones.';
    await onComputer({ name: 'systemd-gnome', about, testInfo }, async (stage) => {
      const { computer, picture } = stage;
      const session = await computer.signIn(2, gnomeSession);
      const app = await startApp(computer, session, runtime);
      const home = await app.firstWindow();
      await setUpClinic(home);
      await session.screenshot(picture('home'));
      for (const [index, event] of GNOME_LOCKS.entries()) {
        await play(event, session, stage);
        await expectLockScreen(session, true);
        // The shell darkens it until somebody moves the mouse.
        await session.input.moveMouse(640, 600);
        await sleep(1_000);
        if (index === 0) await session.screenshot(picture('locked'));
        await demand(computer, 'loginctl', 'unlock-session', session.id);
        await expectLockScreen(session, false);
        if (index === 0) await session.screenshot(picture('unlocked'));
        await signIn(home, DANA);
      }
    });
  });
});

interface Stage {
  readonly computer: Computer;
  readonly seen: string[];
  readonly trouble: string[];
  /** A place for a picture of this name. */
  readonly picture: (name: string) => string;
}

/** Boots a computer for a test, and notes what was seen there. */
async function onComputer(
  {
    name,
    about,
    testInfo,
  }: { readonly name: string; readonly about: string; readonly testInfo: TestInfo },
  run: (stage: Stage) => Promise<void>,
): Promise<void> {
  const seen: string[] = [];
  const trouble: string[] = [];
  const pictures: string[] = [];
  const picture = (what: string): string => {
    pictures.push(testInfo.outputPath(`${name}-${what}.png`));
    return pictures.at(-1) ?? '';
  };
  const computer = await Computer.boot();
  try {
    await run({ computer, seen, trouble, picture });
  } finally {
    await computer.close();
  }
  for (const [type, found] of Object.entries({ about, seen, trouble, pictures }))
    testInfo.annotations.push({ type, description: JSON.stringify(found) });
  expect(trouble).toEqual([]);
}

async function expectLockScreen(session: Session, isUp: boolean): Promise<void> {
  const active = async (): Promise<string> => (await askScreenSaver(session, 'GetActive')).trim();
  await expect.poll(active).toBe(`boolean ${isUp}`);
}

/** Calls a method of GNOME's lock. */
function askScreenSaver({ env }: Session, method: string): Promise<string> {
  const lockScreen = ['--dest=org.gnome.ScreenSaver', '/org/gnome/ScreenSaver'];
  const call = ['--session', '--print-reply=literal', ...lockScreen];
  return readOutput('dbus-send', [...call, `org.gnome.ScreenSaver.${method}`], { env });
}

function startApp(
  computer: Computer,
  session: Session,
  runtime: Setup,
): Promise<ElectronApplication> {
  return _electron.launch({
    executablePath: session.entrance(runtime.electron),
    args: [
      ...['-r', join(projectRoot, 'test/support/hold-until-driven.cjs')],
      ...[...runtime.electronArgs, ...session.electronArgs, projectRoot],
      `--user-data-dir=${join(computer.shared, 'user-data')}`,
    ],
    env: session.env,
    timeout: 60_000,
  });
}

/** Plays an event while somebody is signed in, and notes the result. */
async function play(
  { what, cause: expected = 'screenLock', before, happen, after }: Event,
  session: Session,
  { computer, seen, trouble }: Stage,
): Promise<void> {
  await before?.(computer);
  expect((await session.secretEntries(SERVICE)).length).toBe(1);
  const account = new AccountFile(join(computer.shared, 'user-data'));
  const ends = account.audit('session.ended').length;
  const happened = performance.now();
  await happen(computer, session);
  const isOver = async (): Promise<boolean> =>
    (await session.secretEntries(SERVICE)).length === 0 &&
    account.audit('session.ended').length > ends;
  while (!(await isOver()) && performance.now() - happened < GIVEN_UP_AFTER_MS) await sleep(20);
  const tookMs = Math.round(performance.now() - happened);
  const cause = String(account.audit('session.ended').at(-1)?.['cause']);
  seen.push(`${what}: session ended (“${cause}”) and keychain empty after ${tookMs} ms`);
  if (tookMs > AT_ONCE_MS) trouble.push(`${what}: not locked at once`);
  if (cause !== expected) trouble.push(`${what}: the cause was not “${expected}”`);
  await after?.(computer, session);
}

/**
 * Logs the user out of the computer: systemd ends every process of the OS session at once, and the user's
 * own processes, such as the keyring, ten seconds later.
 * @returns when no entry was visible any more, in milliseconds
 */
async function logOut(computer: Computer, session: Session): Promise<number> {
  const loggedOut = performance.now();
  const passed = (): number => Math.round(performance.now() - loggedOut);
  await demand(computer, 'loginctl', 'terminate-session', session.id);
  while ((await session.secretEntries(SERVICE)).length > 0 && passed() < LOGGED_OUT_MS)
    await sleep(50);
  return passed();
}

async function demand(
  computer: Computer,
  command: string,
  ...args: readonly string[]
): Promise<void> {
  const { code, stderr } = await computer.run(command, args);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
}
