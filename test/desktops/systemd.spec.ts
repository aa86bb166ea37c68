import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { _electron, type ElectronApplication, type Page } from 'playwright/test';
import { Computer, whyNoComputer } from '../../scripts/lib/desktop/computer.mjs';
import { projectRoot } from '../../scripts/lib/paths.mjs';
import type { Setup } from '../../scripts/lib/setup.mjs';
import { expect, test } from '../support/app-fixture.js';
import { entryCount } from '../support/keychain.js';
import { DANA, setUpClinic, signIn } from '../support/people.js';

type Session = Awaited<ReturnType<Computer['signIn']>>;

/** Sooner than this somebody who comes to the computer finds it locked. In milliseconds. */
const AT_ONCE_MS = 2_000;

/** What ends a session at once, beside the limit, and how it is brought about. */
const EVENTS: readonly {
  readonly what: string;
  readonly happen: (computer: Computer, session: Session) => Promise<void>;
  /** What is needed before the next one. */
  readonly after?: (computer: Computer, session: Session) => Promise<void>;
}[] = [
  {
    what: '`loginctl lock-session`',
    happen: (computer, { id }) => demand(computer, 'loginctl', 'lock-session', id),
    after: (computer, { id }) => demand(computer, 'loginctl', 'unlock-session', id),
  },
  {
    what: 'the same after logind was restarted',
    happen: async (computer, { id }) => {
      await demand(computer, 'systemctl', 'restart', 'systemd-logind');
      await sleep(1_000);
      await demand(computer, 'loginctl', 'lock-session', id);
    },
    after: (computer, { id }) => demand(computer, 'loginctl', 'unlock-session', id),
  },
  {
    what: 'another person’s virtual terminal comes to the front',
    happen: (computer) => demand(computer, ...switchTo, '5'),
    after: (computer) => demand(computer, ...switchTo, '2'),
  },
  {
    what: 'the computer goes to sleep',
    happen: (computer) => demand(computer, 'systemctl', 'suspend'),
    after: () => sleep(5_000),
  },
];

const switchTo = [
  ...['busctl', 'call', 'org.freedesktop.login1', '/org/freedesktop/login1/seat/seat0'],
  ...['org.freedesktop.login1.Seat', 'SwitchTo', 'u'],
] as const;

test.describe('systemd', () => {
  // Needed for a namespace with process numbers, mounts and a seat of its own.
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
      for (const { what, happen, after } of EVENTS) {
        console.log(what, seen, trouble);
        expect(await entryCount(session)).toBe(1);
        const tookMs = await lockedBy(home, session, () => happen(computer, session));
        if (tookMs === null) trouble.push(`${what}: not locked`);
        else {
          const said = await home.getByRole('status').innerText();
          seen.push(`${what}: locked and keychain empty after ${tookMs} ms; “${said}”`);
          if (tookMs > AT_ONCE_MS) trouble.push(`${what}: locked only after ${tookMs} ms`);
        }
        await after?.(computer, session);
        if (tookMs !== null) await signIn(home, DANA);
      }
      await session.screenshot(testInfo.outputPath('systemd-end.png'));

      await demand(computer, 'loginctl', 'terminate-session', session.id);
      const next = await computer.signIn(3);
      const left = await entryCount(next);
      seen.push(`somebody logs out of the computer: ${left} entries are left in the keychain`);
      if (left > 0) trouble.push('a log-out leaves the keychain’s entry');
    } finally {
      await computer.close();
    }
    note('about', 'Debian’s systemd as process 1, with real logind and PAM, and a seat.');
    note('seen', seen);
    note('trouble', trouble);
    note('pictures', [testInfo.outputPath('systemd-home.png')]);
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

/** @returns milliseconds until the sign-in view and an empty keychain; `null`: not within 15 s */
async function lockedBy(
  home: Page,
  session: Session,
  happen: () => Promise<void>,
): Promise<number | null> {
  const happened = performance.now();
  await happen();
  const isLocked = async (): Promise<boolean> =>
    (await home.getByRole('heading', { name: 'Sign in' }).isVisible()) &&
    (await session.secretEntries('Clinic Workstation')).length === 0;
  while (!(await isLocked())) {
    if (performance.now() - happened > 15_000) return null;
    await sleep(20);
  }
  return Math.round(performance.now() - happened);
}

async function demand(
  computer: Computer,
  command: string,
  ...args: readonly string[]
): Promise<void> {
  const { code, stderr } = await computer.run(command, args);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
}
