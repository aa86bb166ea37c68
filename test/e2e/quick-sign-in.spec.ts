import { setTimeout as sleep } from 'node:timers/promises';
import type { Page, TestInfo } from 'playwright/test';
import { AccountFile } from '../support/account-file.js';
import { expect, test } from '../support/app-fixture.js';
import {
  allowQuickSignIn,
  expectUnknownBadge,
  expectWelcomeBack,
  PIN,
  setUpBadge,
  shown,
  tap,
  tapUntilKnown,
  tryBadge,
  typeAsPerson,
  typePin,
} from '../support/badge.js';
import {
  addMember,
  button,
  DANA,
  expectHome,
  expectSignIn,
  homeHeading,
  memberRow,
  openTab,
  openSettings,
  ROBIN,
  setUpClinic,
  signIn,
  textBox,
} from '../support/people.js';
import { pressLock } from '../support/presence.js';
import { copiesOf, MAY_LOOK, NOT_ROOT, pagesThatKnow } from '../support/process-memory.js';
import { ALONE, LONG } from '../support/reliability.js';
import { everythingReadable } from '../support/traces.js';
import type { Workstation } from '../support/workstation.js';

const BADGE = '0417X93852';
const STRANGE = '9930018274';

/** Robin has a badge here, and is signed in by password. */
async function robinWithBadge(workstation: Workstation): Promise<Page> {
  for (const secret of [BADGE, PIN]) workstation.keepSecret(secret);
  const home = await workstation.start();
  await setUpClinic(home);
  const settings = await allowQuickSignIn(workstation);
  await addMember(settings, ROBIN, 'Receptionist');
  await button(home, 'Switch user').click();
  await expectSignIn(home);
  await signIn(home, ROBIN);
  await setUpBadge(workstation, home, ROBIN, BADGE);
  return home;
}

const KIM = {
  name: 'Kim Osei',
  email: 'kim@harbour.example',
  password: 'nine-patient-otters',
};

/** Locks, and waits for the sign-in in its new process, which is the first that gets keys again. */
async function lock(workstation: Workstation, page: Page): Promise<void> {
  const before = page.url();
  await pressLock(workstation);
  await expect.poll(() => page.url()).not.toBe(before);
  await expectSignIn(page);
}

async function backByBadge(workstation: Workstation, home: Page): Promise<void> {
  await tapUntilKnown(workstation, home, BADGE);
  await typePin(workstation, PIN);
  await shown(homeHeading(home));
}

/** How long each way from lock to Home took: a figure for the report, nothing that is asserted. */
async function timed(act: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await act();
  return performance.now() - startedMs;
}

function report(testInfo: TestInfo, way: string, times: readonly number[]): void {
  const sorted = [...times].sort((one, other) => one - other);
  const median = Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0);
  testInfo.annotations.push({ type: `lock to home by ${way}`, description: `${median} ms` });
  process.stdout.write(`lock to home by ${way}: ${median} ms at the median\n`);
}

test.describe('quick sign-in', ALONE, () => {
  test('a member comes back by badge and PIN, by the keyboard alone', async ({ workstation }) => {
    const home = await robinWithBadge(workstation);
    await lock(workstation, home);
    await backByBadge(workstation, home);
    const account = new AccountFile(workstation.userData);
    expect(account.audit('session.started').at(-1)?.['detail']).toBe('{"how":"badge"}');
  });

  test('how long each way from lock to Home takes', LONG, async ({ workstation }, testInfo) => {
    const home = await robinWithBadge(workstation);
    const byBadge: number[] = [];
    const byPassword: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      await lock(workstation, home);
      byBadge.push(await timed(() => backByBadge(workstation, home)));
      await lock(workstation, home);
      byPassword.push(
        await timed(async () => {
          await typeAsPerson(workstation, `${ROBIN.email}\t${ROBIN.password}\n`);
          await shown(homeHeading(home));
        }),
      );
    }
    report(testInfo, 'badge', byBadge);
    report(testInfo, 'password', byPassword);
  });

  test('a tap locks at once, lands in no field, and hands the computer over', async ({
    workstation,
  }) => {
    const home = await robinWithBadge(workstation);
    await button(home, 'My security').click();
    await textBox(home, 'Current password').focus();
    await tap(workstation, STRANGE);
    await expectUnknownBadge(home);
    // Nothing of it is in a field of the sign-in either, nor the PIN that somebody types on at once.
    await typeAsPerson(workstation, PIN);
    for (const field of ['Email', 'Password']) await expect(textBox(home, field)).toHaveValue('');
    await tap(workstation, BADGE);
    await expectWelcomeBack(home, ROBIN);
    await expect(textBox(home, 'PIN')).toHaveValue('');
    await button(home, 'Use your password').click();
    await expectSignIn(home);
    await signIn(home, DANA);
    await tap(workstation, BADGE);
    await expectWelcomeBack(home, ROBIN);
    await typePin(workstation, PIN);
    await expectHome(home);
    await expect(home.getByText(ROBIN.name)).toBeVisible();
    const readable = await everythingReadable(workstation);
    for (const secret of [BADGE, STRANGE]) expect(readable).not.toContain(secret);
  });

  test('a badge by which somebody else comes back here is refused, and one’s own is set up then', async ({
    workstation,
  }) => {
    const home = await robinWithBadge(workstation);
    await button(home, 'Switch user').click();
    await expectSignIn(home);
    await signIn(home, DANA);
    await addMember(await openSettings(workstation), KIM, 'Receptionist');
    await button(home, 'Switch user').click();
    await expectSignIn(home);
    await signIn(home, KIM);
    await button(home, 'My security').click();
    await button(home, 'Set up quick sign-in').click();
    await tryBadge(workstation, home, KIM, BADGE);
    await expect(home.getByRole('alert')).toHaveText(
      /^Another member signs in here with this badge/,
    );
    await expect(textBox(home, 'Password')).toBeFocused();
    await tryBadge(workstation, home, KIM, STRANGE);
    await expect(button(home, 'Remove badge')).toBeVisible();
  });

  test('what people type fast is no badge, and arrives whole', async ({ workstation }) => {
    const home = await robinWithBadge(workstation);
    await button(home, 'My security').click();
    const field = textBox(home, 'Current password');
    await field.focus();
    const typed = 'Ward 12: 4711 is a1b2c3; 50% = 7/14 (x+y) 0123456789';
    await typeAsPerson(workstation, typed);
    await expect(field).toHaveValue(typed);
    // A few keys at once, as of hands that roll over the keyboard.
    await field.fill('');
    await workstation.desktop.input.type('12ab');
    await expect(field).toHaveValue('12ab');
  });

  test('what people type while the app cannot look is no badge', async ({ workstation }) => {
    const home = await robinWithBadge(workstation);
    await button(home, 'My security').click();
    const field = textBox(home, 'Current password');
    await field.focus();
    await typeAsPerson(workstation, 'a1');
    workstation.signalAll('SIGSTOP');
    await typeAsPerson(workstation, '0123456789012');
    workstation.signalAll('SIGCONT');
    await expect(field).toHaveValue('a10123456789012');
  });

  test('when the shift is over the badge is in no memory of the app, and the PIN in no page', async ({
    workstation,
  }) => {
    test.skip(!MAY_LOOK, NOT_ROOT);
    const home = await robinWithBadge(workstation);
    await lock(workstation, home);
    await tapUntilKnown(workstation, home, BADGE);
    await expectWelcomeBack(home, ROBIN);
    await typeAsPerson(workstation, PIN);
    expect(pagesThatKnow(workstation, PIN)).not.toEqual([]);
    await workstation.desktop.input.key('Return');
    await expectHome(home);
    await button(home, 'Sign out').click();
    await expectSignIn(home);
    await tap(workstation, BADGE);
    await expectUnknownBadge(home);
    await expect.poll(() => copiesOf(workstation, BADGE)).toEqual([]);
    await expect.poll(() => pagesThatKnow(workstation, PIN)).toEqual([]);
  });

  test('after five wrong PINs a password is needed; an administrator takes the badge away', async ({
    workstation,
  }) => {
    const home = await robinWithBadge(workstation);
    await lock(workstation, home);
    await tap(workstation, BADGE);
    await expectWelcomeBack(home, ROBIN);
    // From the third on, tries are slowed down as those of passwords are.
    const tries = [
      { left: '4 tries are', waitMs: 0 },
      { left: '3 tries are', waitMs: 0 },
      { left: '2 tries are', waitMs: 2_500 },
      { left: 'One try is', waitMs: 4_500 },
    ];
    for (const { left, waitMs } of tries) {
      await typePin(workstation, '805613');
      await expect(home.getByRole('alert')).toHaveText(`That PIN is not right. ${left} left.`);
      await expect(textBox(home, 'PIN')).toBeFocused();
      await sleep(waitMs);
    }
    await typePin(workstation, '805613');
    await expectUnknownBadge(home);
    await tap(workstation, BADGE);
    await expectUnknownBadge(home);

    await signIn(home, DANA);
    const settings = await openSettings(workstation);
    await openTab(settings, 'Members');
    await memberRow(settings, ROBIN).getByRole('button', { name: 'Remove badge' }).click();
    await settings.getByRole('alertdialog').getByRole('button', { name: 'Remove badge' }).click();
    await expect(
      memberRow(settings, ROBIN).getByRole('button', { name: 'Remove badge' }),
    ).toHaveCount(0);
  });
});
