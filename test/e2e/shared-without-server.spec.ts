import type { Locator, Page } from 'playwright/test';
import type { Policy } from '../../src/shared/policy/policy.js';
import { AccountFile } from '../support/account-file.js';
import { expect } from '../support/app-fixture.js';
import { fakeTime } from '../support/fake-time.js';
import { entryCount } from '../support/keychain.js';
import {
  button,
  choose,
  DANA,
  enterCredentials,
  expectHome,
  expectSignIn,
  memberRow,
  openTab,
  ROBIN,
  signIn,
  textBox,
} from '../support/people.js';
import type { Workstation } from '../support/workstation.js';
import { idleFor, touchKeyboard, warningShown } from '../support/presence.js';
import { openTwoDesks, test } from '../support/shared-clinic.js';
import {
  closeMySecurity,
  enterCode,
  expectCodeAsked,
  openMySecurity,
  requireTwoFactor,
  setUpTwoFactor,
} from '../support/two-factor.js';
import { LONG, LONG_RELIABILITY, RELIABILITY } from '../support/reliability.js';

const ONE_SENTENCE =
  'Email or password is wrong, or this member has not signed in at this workstation before, which needs the server.';
const NEEDS_SERVER =
  'This needs the clinic’s server, which does not answer. Try again when it is back; nothing was changed.';
const UNSURE =
  'The clinic’s server did not answer in time, so it is not sure whether this was saved. It shows here as soon as the server answers.';

/** The line that says that this workstation is without the server. */
function withoutServer(page: Page): Locator {
  return page.getByRole('status').filter({ hasText: 'Working without the server since' });
}

/** Everything that is no member's right password at this desk gets the same answer. */
async function expectOneSentence(page: Page, tries: readonly (typeof DANA)[]): Promise<void> {
  for (const tried of tries) {
    await enterCredentials(page, tried);
    // Emptied by the answer: else that of the try before could be taken for this one's.
    await expect(textBox(page, 'Password')).toHaveValue('');
    await expect(page.getByRole('alert')).toHaveText(ONE_SENTENCE);
  }
}

test(
  'the server is stopped: work goes on, who was here signs in, decisions wait, and it is back',
  RELIABILITY,
  async ({ workstation, second, server }) => {
    const colleague = { person: ROBIN, role: 'Receptionist' };
    const { home, settings, other } = await openTwoDesks(workstation, second, server, colleague);
    await signIn(other, ROBIN);
    await openTab(settings, 'Session timeout');
    await choose(settings, 'Automatic session timeout', '1 minute');
    await button(settings, 'Save changes').click();
    await expect(other.getByText('1 minute', { exact: false }).first()).toBeVisible();

    await server.postgres.stop();
    await expect(withoutServer(home)).toBeVisible();
    await expect(withoutServer(other)).toContainText('Your work goes on.');
    // What an administrator decides is refused, and stands in the form still.
    await choose(settings, 'Automatic session timeout', '5 minutes');
    await button(settings, 'Save changes').click();
    await expect(settings.getByRole('alert')).toHaveText(NEEDS_SERVER);
    await expect(settings.getByText('Unsaved changes')).toBeVisible();
    const timeout = settings.getByRole('combobox', { name: 'Automatic session timeout' });
    await expect(timeout).toHaveText('5 minutes');
    await openTab(settings, 'Members');
    await memberRow(settings, ROBIN).getByRole('button', { name: 'Disable' }).click();
    const asks = settings.getByRole('alertdialog', { name: `Disable ${ROBIN.name}?` });
    await asks.getByRole('button', { name: 'Disable' }).click();
    await expect(asks.getByRole('alert')).toHaveText(NEEDS_SERVER);
    await asks.getByRole('button', { name: 'Cancel' }).click();

    // The clinic's limit holds as ever, for the session that lives.
    await touchKeyboard(second);
    await warningShown(second);
    await idleFor(second, 55);
    await expect(
      other.getByText('You were signed out after 1 minute of inactivity.'),
    ).toBeVisible();
    await expect.poll(() => entryCount(second.desktop)).toBe(0);
    await expect(withoutServer(other)).toContainText(
      'Who has signed in at this workstation before can sign in until',
    );
    await expectOneSentence(other, [
      { ...ROBIN, password: 'not the password' },
      { ...ROBIN, email: 'nobody@harbour.example' },
      DANA,
      { ...DANA, password: 'not the password' },
    ]);
    await signIn(other, ROBIN);

    await server.postgres.start();
    for (const page of [home, other]) await expect(withoutServer(page)).toHaveCount(0);
    await expectHome(other);
  },
);

test(
  'the server hangs: nobody waits for ever, and a lost answer is told as one',
  LONG_RELIABILITY,
  async ({ workstation, second, server }) => {
    const colleague = { person: ROBIN, role: 'Receptionist' };
    const { home, settings, other } = await openTwoDesks(workstation, second, server, colleague);
    await signIn(other, ROBIN);
    await button(other, 'Sign out').click();
    await expectSignIn(other);
    await openTab(settings, 'Session timeout');
    await choose(settings, 'Automatic session timeout', '5 minutes');

    server.postgres.freeze();
    await button(settings, 'Save changes').click();
    // The connection still seems to be open.
    await signIn(other, ROBIN);
    await expect(settings.getByRole('alert')).toHaveText(UNSURE);
    for (const page of [home, other]) await expect(withoutServer(page)).toBeVisible();
    await button(other, 'Sign out').click();
    await expect(withoutServer(other)).toBeVisible();
    await expectOneSentence(other, [DANA]);
    await signIn(other, ROBIN);

    // The server had it already when it stopped to answer, and each desk hears so.
    server.postgres.thaw();
    for (const page of [home, other]) await expect(withoutServer(page)).toHaveCount(0);
    await expect(other.getByText('5 minutes', { exact: false }).first()).toBeVisible();
    await expect(settings.getByText('Unsaved changes')).toHaveCount(0);
  },
);

test(
  'beyond the offline limit everyone is signed out, and only an administrator with a second factor gets in',
  LONG_RELIABILITY,
  async ({ workstation, second, server }) => {
    const moveClock = fakeTime(second);
    const colleague = { person: ROBIN, role: 'Receptionist' };
    const { settings, other } = await openTwoDesks(workstation, second, server, colleague);
    const { authenticator } = await setUpTwoFactor(workstation, DANA);
    second.keepSecret(authenticator.secret);
    await openTab(settings, 'Session timeout');
    await choose(settings, 'Automatic session timeout', '4 hours');
    await settings.getByRole('switch', { name: 'Lock when the computer sleeps' }).uncheck();
    await choose(settings, 'Without the server', '1 hour');
    await button(settings, 'Save changes').click();
    await expect(settings.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();

    // Both were at this desk.
    await enterCredentials(other, DANA);
    await expectCodeAsked(other);
    await enterCode(other, await authenticator.freshCode());
    await expectHome(other);
    await button(other, 'Switch user').click();
    await signIn(other, ROBIN);
    await expect(other.getByText('4 hours', { exact: false }).first()).toBeVisible();

    await server.postgres.stop();
    await expect(withoutServer(other)).toBeVisible();
    const STEPS = 122;
    moveClock(STEPS * 30);
    await expect(
      other.getByText(
        'You were signed out because this workstation has not reached the clinic’s server for 1 hour.',
      ),
    ).toBeVisible();
    await expect.poll(() => entryCount(second.desktop)).toBe(0);
    await expect(other.getByText('longer than your clinic allows')).toBeVisible();

    await enterCredentials(other, ROBIN);
    await expect(other.getByRole('alert')).toContainText(
      'Until the server is back only an administrator can sign in',
    );
    await enterCredentials(other, DANA);
    await expectCodeAsked(other);
    await enterCode(other, authenticator.codeAt(STEPS));
    await expectHome(other);
    await expect(other.getByText('This session lasts an hour at the most.')).toBeVisible();
    const trail = new AccountFile(second.userData);
    expect(trail.audit('workstation.shutSignIn')).toHaveLength(1);
    expect(trail.audit('session.ended').at(-1)).toMatchObject({ cause: 'offlineTooLong' });

    await server.postgres.start();
    await expect(other.getByText('longer than your clinic allows')).toHaveCount(0);
  },
);

test(
  'without the server nobody changes a password or sets up a second factor, and says why',
  LONG,
  async ({ workstation, second, server }) => {
    const colleague = { person: ROBIN, role: 'Receptionist' };
    const { settings, other } = await openTwoDesks(workstation, second, server, colleague);
    await signIn(other, ROBIN);
    await requireTwoFactor(settings, 0);
    await expect(other.getByRole('alert').filter({ hasText: 'next sign-in' })).toBeVisible();

    await server.postgres.stop();
    await expect(withoutServer(other)).toBeVisible();
    const security = await openMySecurity(second);
    for (const [name, text] of [
      ['Current password', ROBIN.password],
      ['New password', 'velvet-compass-marble-9'],
      ['Confirm new password', 'velvet-compass-marble-9'],
    ] as const)
      await security.getByRole('textbox', { name, exact: true }).fill(text);
    await security.getByRole('button', { name: 'Change password' }).click();
    await expect(security.getByRole('alert')).toHaveText(NEEDS_SERVER);
    await closeMySecurity(second);

    // The password is right, and the rule says that a code is due.
    await button(other, 'Sign out').click();
    await enterCredentials(other, ROBIN);
    const picture = other.getByRole('img', { name: 'QR code for your authenticator app' });
    await expect(other.getByRole('alert')).toHaveText(NEEDS_SERVER);
    await expect(picture).toHaveCount(0);
    await expect(button(other, 'Lock now')).toHaveCount(0);

    await server.postgres.start();
    await button(other, 'Cancel').click();
    await expectSignIn(other);
    await expect(withoutServer(other)).toHaveCount(0);
    await enterCredentials(other, ROBIN);
    await expect(picture).toBeVisible();
  },
);

test(
  'the server is killed in the middle of decisions: each is made or not, and every desk agrees',
  LONG_RELIABILITY,
  async ({ workstation, second, server }) => {
    const { home, settings, other } = await openTwoDesks(workstation, second, server);
    const secondsAt = ({ userData }: Workstation): number =>
      (new AccountFile(userData).state().policy as Policy).sessionTimeoutSeconds;
    await openTab(settings, 'Session timeout');
    for (const [timeout, seconds] of [
      ['5 minutes', 300],
      ['10 minutes', 600],
      ['20 minutes', 1_200],
    ] as const) {
      await choose(settings, 'Automatic session timeout', timeout);
      await Promise.all([button(settings, 'Save changes').click(), server.postgres.kill()]);
      const saved = settings.getByRole('status').filter({ hasText: 'Saved' });
      await expect(saved.or(settings.getByRole('alert'))).toBeVisible();
      const wasSaved = await saved.isVisible();
      await server.postgres.start();
      for (const page of [home, other]) await expect(withoutServer(page)).toHaveCount(0);
      await expect.poll(() => secondsAt(workstation) === secondsAt(second)).toBe(true);
      if (wasSaved) expect(secondsAt(second)).toBe(seconds);
      // What was not made can be made again; the form stands as it was.
      if (secondsAt(workstation) !== seconds) await button(settings, 'Save changes').click();
      await expect.poll(() => secondsAt(second)).toBe(seconds);
      await expect(settings.getByText('Unsaved changes')).toHaveCount(0);
    }
  },
);
