import { AccountFile } from '../support/account-file.js';
import { expect, test } from '../support/app-fixture.js';
import { fakeTime } from '../support/fake-time.js';
import { entryCount } from '../support/keychain.js';
import { expectHome, expectSignIn, setUpClinic } from '../support/people.js';
import { idleFor, minutePasses, touchKeyboard } from '../support/presence.js';
import { LONG_RELIABILITY, measured, RELIABILITY, timeUntil } from '../support/reliability.js';

const DAY_SECONDS = 86_400;

test(
  'the whole app stopped (SIGSTOP) for longer than the limit: over when it goes on, whoever came back',
  RELIABILITY,
  async ({ workstation }) => {
    const home = await workstation.start();
    await setUpClinic(home, '1 minute');
    await touchKeyboard(workstation);
    workstation.signalAll('SIGSTOP');
    await idleFor(workstation, 62);
    await touchKeyboard(workstation);
    workstation.signalAll('SIGCONT');
    const tookMs = await timeUntil(
      () => home.getByRole('heading', { name: 'Sign in' }).isVisible(),
      60_000,
    );
    measured(`signed out ${tookMs} ms after it went on`);
    await expectSignIn(home, 'You were signed out after 1 minute of inactivity.');
    await expect.poll(() => entryCount(workstation.desktop)).toBe(0);
    expect(new AccountFile(workstation.userData).audit('session.ended')).toMatchObject([
      { cause: 'idle', limit_seconds: 60, wipe: 'done' },
    ]);
  },
);

test(
  'stopped for 35 seconds, far from the limit: taken for sleep, which locks',
  LONG_RELIABILITY,
  async ({ workstation }) => {
    const home = await workstation.start();
    await setUpClinic(home, '15 minutes');
    // The count starts here.
    await touchKeyboard(workstation);
    workstation.signalAll('SIGSTOP');
    await idleFor(workstation, 35);
    workstation.signalAll('SIGCONT');
    await expectSignIn(home, 'You were signed out because this computer went to sleep.');
    await expect.poll(() => entryCount(workstation.desktop)).toBe(0);
  },
);

test(
  'the clock set back by a day: the session ends at its limit all the same',
  RELIABILITY,
  async ({ workstation }) => {
    const moveClock = fakeTime(workstation);
    const home = await workstation.start();
    await setUpClinic(home, '1 minute');
    await touchKeyboard(workstation);
    await idleFor(workstation, 5);
    const before = await home.evaluate(() => Date.now());
    moveClock(-DAY_SECONDS);
    // The app itself must see the changed time, otherwise the test proves nothing.
    await expect
      .poll(async () => before - (await workstation.app.evaluate(() => Date.now())))
      .toBeGreaterThan((DAY_SECONDS - 60) * 1_000);
    await minutePasses(workstation, home);
    await expectSignIn(home, 'You were signed out after 1 minute of inactivity.');
  },
);

test(
  'the clock set ahead by a year: the session ends at the next look',
  LONG_RELIABILITY,
  async ({ workstation }) => {
    const moveClock = fakeTime(workstation);
    const home = await workstation.start();
    await setUpClinic(home, '7 days');
    moveClock(365 * DAY_SECONDS);
    const tookMs = await timeUntil(
      () => home.getByRole('heading', { name: 'Sign in' }).isVisible(),
      60_000,
    );
    measured(`signed out ${(tookMs / 1_000).toFixed(1)} s after the change`);
    await expectSignIn(home, /You were signed out (after|because)/);
    await expect.poll(() => entryCount(workstation.desktop)).toBe(0);
  },
);

test(
  'killed, and the clock set back before the next start: the session does not come back',
  RELIABILITY,
  async ({ workstation }) => {
    await setUpClinic(await workstation.start());
    await workstation.kill();
    // With an unchanged clock the session resumes.
    await expectHome(await workstation.start());
    await workstation.kill();
    fakeTime(workstation)(-3_600);
    const again = await workstation.start();
    // On a machine that is busy with other tests, a keychain that answers too late can end it as well.
    await expectSignIn(
      again,
      /because (this computer’s clock was changed|the app stopped while you were signed in)\./,
    );
    await expect.poll(() => entryCount(workstation.desktop)).toBe(0);
  },
);
