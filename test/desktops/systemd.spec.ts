import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { _electron, type ElectronApplication } from 'playwright/test';
import { Computer, whyNoComputer } from '../../scripts/lib/desktop/computer.mjs';
import { projectRoot } from '../../scripts/lib/paths.mjs';
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
  happen: (computer) => demand(computer, 'systemctl', 'suspend'),
};

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
    const seen: string[] = [];
    const trouble: string[] = [];
    const note = (type: string, found: unknown): void => {
      testInfo.annotations.push({ type, description: JSON.stringify(found) });
    };
    const computer = await Computer.boot();
    try {
      const session = await computer.signIn(2);
      const app = await startApp(computer, session, runtime);
      const home = await app.firstWindow();
      await setUpClinic(home);
      await session.screenshot(testInfo.outputPath('systemd-home.png'));
      for (const event of EVENTS) {
        await play(event, { computer, session, seen, trouble });
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
      await play(sleeping, { computer, session: next, seen, trouble });
      await next.screenshot(testInfo.outputPath('systemd-after-sleep.png'));
    } finally {
      await computer.close();
    }
    note('about', 'Debian’s systemd as process 1, with real logind and PAM, and a seat.');
    note('seen', seen);
    note('trouble', trouble);
    note('pictures', [
      testInfo.outputPath('systemd-home.png'),
      testInfo.outputPath('systemd-after-sleep.png'),
    ]);
    expect(trouble).toEqual([]);
  });
});

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

interface Stage {
  readonly computer: Computer;
  readonly session: Session;
  readonly seen: string[];
  readonly trouble: string[];
}

/** Plays an event while somebody is signed in, and notes the result. */
async function play(
  { what, before, happen, after }: Event,
  { computer, session, seen, trouble }: Stage,
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
