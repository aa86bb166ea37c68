// @ts-check
// The main job, step by step: a clinic is set up, somebody works in the clinic's own system, walks
// away, returns at the warning, walks away again, and finds the computer locked and the note kept.

import { setTimeout as sleep } from 'node:timers/promises';
import { Stop } from '../cli.mjs';
import {
  addPractice,
  expectNote,
  expectSignedOut,
  goOnInPractice,
  workInPractice,
} from './clinic-app.mjs';
import { clinic, keychainService, warningTitle } from './driven-app.mjs';

const limitMilliseconds = 60_000;
const leadMilliseconds = 30_000;
/** In this last time before an event is due, `idleWhen` checks without a pause. */
const closeMilliseconds = 500;
/** How long after its due time an event counts as missing. */
const graceMilliseconds = 5_000;
const lineEveryMilliseconds = 10_000;

/** @typedef {import('./driven-app.mjs').DrivenApp} DrivenApp */
/** @typedef {import('./narrator.mjs').Narrator} Narrator */
/** @typedef {import('./practice-site.mjs').PracticeSite} PracticeSite */

/**
 * @typedef {object} Figures seconds of idleness by the X server's count, each an upper bound
 * @property {number[]} warningAt one for each time somebody walks away
 * @property {number} hiddenAt
 * @property {number} emptyAt
 */

/**
 * @typedef {object} Performance
 * @property {Figures} figures
 * @property {import('../desktop/keyring.mjs').SecretEntry[]} entriesBefore
 * @property {import('../desktop/keyring.mjs').SecretEntry[]} entriesAfter
 */

/**
 * @param {DrivenApp} app
 * @param {import('../desktop.mjs').Desktop} desktop
 * @param {{ narrator: Narrator, site: PracticeSite }} options
 * @returns {Promise<Performance>}
 * @throws {Stop} when a step fails
 */
export async function play(app, desktop, { narrator, site }) {
  await setUpClinic(app, narrator);
  const entriesBefore = await desktop.secretEntries(keychainService);
  if (entriesBefore.length === 0) throw new Stop('Signing in left nothing in the keychain.');
  await readSettings(app, narrator);
  await addPractice(app, desktop, { narrator, site });
  await workInPractice(app, desktop, narrator);

  const first = await walkAwayUntilWarned(app, desktop, narrator);
  await narrator.show(
    'warning',
    'Nobody has touched the computer for half a minute: the warning comes up',
    'It stays on top of everything, counts down, and names the window that holds something unsaved, but no patient.',
  );
  await comeBack(app, desktop, narrator);

  const second = await walkAwayUntilWarned(app, desktop, narrator);
  await narrator.tell('The warning is up again. Nobody comes back this time.');
  const end = await waitForLock(app, narrator);
  await expectSignedOut(site, narrator);
  const entriesAfter = await desktop.secretEntries(keychainService);
  await narrator.show(
    'locked',
    'The minute is over: the computer is locked',
    'Every window with somebody’s work is gone, the reason is on the screen, and nothing on it names a member.',
  );

  await signInAgain(app, desktop, narrator);
  await goOnInPractice(app, desktop, { narrator, site });
  return { figures: { warningAt: [first, second], ...end }, entriesBefore, entriesAfter };
}

/**
 * @param {DrivenApp} app
 * @param {Narrator} narrator
 */
async function setUpClinic(app, narrator) {
  await app.expectSetUp();
  await narrator.show(
    'first-start',
    'The first start asks to set up a clinic',
    'A new computer without an account. Nothing has been stored yet, and the keychain is empty.',
  );
  await app.typeSetUp();
  await app.expectShown(
    app.main.getByRole('option', { name: '1 minute', exact: true }),
    'The list of timeouts does not offer “1 minute”.',
  );
  // The list opens with a short animation; the picture must show it open.
  await sleep(400);
  await narrator.show(
    'set-up',
    `${clinic.member} fills in the form and opens the list of timeouts`,
    'Typed and clicked with the desktop’s own keyboard and mouse. From 1 minute to 7 days; “Never” is not among them.',
  );
  await app.finishSetUp('1 minute');
  await sleep(400);
  await narrator.show(
    'home',
    'The clinic is created, and Home is shown',
    'The first administrator is signed in. Her session’s credential is in the keychain, and the time left is in words.',
  );
}

/**
 * @param {DrivenApp} app
 * @param {Narrator} narrator
 */
async function readSettings(app, narrator) {
  await app.click(app.main.getByRole('button', { name: 'Settings' }));
  const settings = await app.expectWindow('Settings');
  await app.expectShown(
    settings.getByRole('tab', { name: 'Session timeout', selected: true }),
    'The settings did not open at the session timeout.',
  );
  await app.expectShown(
    settings.getByRole('heading', { name: 'Compared with published limits' }),
    'The comparison with published limits was not shown.',
  );
  await sleep(400);
  await narrator.show(
    'settings',
    'Settings compare the chosen timeout with published limits',
    'Each limit with its figure and its source, live: choosing another timeout changes the verdicts at once.',
  );
}

/**
 * @param {DrivenApp} app
 * @param {import('../desktop.mjs').Desktop} desktop
 * @param {Narrator} narrator
 * @returns {Promise<number>} the idle seconds when the warning was shown
 */
async function walkAwayUntilWarned(app, desktop, narrator) {
  // The mouse moves a little: from now on nobody is there.
  await desktop.input.moveMouse(640, 860);
  await narrator.tell('Everyone walks away.');
  const warned = async () => {
    const warning = await app.windowTitled(warningTitle);
    return warning?.getByRole('alertdialog', { name: warningTitle }).isVisible() ?? false;
  };
  const idle = await idleWhen(narrator, warned, {
    due: limitMilliseconds - leadMilliseconds,
    otherwise: 'The warning did not appear 30 seconds before the end.',
  });
  await sleep(300);
  return idle / 1000;
}

/**
 * @param {DrivenApp} app
 * @param {import('../desktop.mjs').Desktop} desktop
 * @param {Narrator} narrator
 */
async function comeBack(app, desktop, narrator) {
  await sleep(3_000);
  await narrator.idle();
  await desktop.input.moveMouse(700, 820);
  await narrator.idle();
  for (let tries = 0; await app.windowTitled(warningTitle); tries += 1) {
    if (tries === 40) throw new Stop('Moving the mouse did not take the warning away.');
    await sleep(50);
  }
  await sleep(300);
  await expectNote(app);
  await narrator.show(
    'stayed',
    'The mouse moves: the warning goes, and the session goes on',
    'Any deliberate input counts as being there. The idle time starts again from nothing.',
  );
}

/**
 * @param {DrivenApp} app
 * @param {Narrator} narrator
 */
async function waitForLock(app, narrator) {
  const signIn = app.main.getByRole('heading', { name: 'Sign in' });
  const hidden = async () => app.windows.length === 1 && (await signIn.isVisible());
  const hiddenAt = await idleWhen(narrator, hidden, {
    due: limitMilliseconds,
    otherwise: 'The computer was not locked after the minute.',
  });
  const emptyAt = await idleWhen(narrator, async () => (await narrator.countEntries()) === 0, {
    due: limitMilliseconds,
    otherwise: 'The keychain was not cleared after the minute.',
  });
  await app.expectShown(
    app.main.getByRole('status').filter({ hasText: 'after 1 minute of inactivity' }),
    'The screen does not say why the session ended.',
  );
  await sleep(300);
  return { hiddenAt: hiddenAt / 1000, emptyAt: emptyAt / 1000 };
}

/**
 * @param {DrivenApp} app
 * @param {import('../desktop.mjs').Desktop} desktop
 * @param {Narrator} narrator
 */
async function signInAgain(app, desktop, narrator) {
  const { main } = app;
  const offer = main.getByRole('button', { name: 'Show recent members' });
  await narrator.idle();
  // After an unattended end the names appear only when somebody asks for them.
  if (await offer.isVisible()) await app.click(offer);
  const recent = main.getByRole('button', { name: clinic.member });
  await app.expectShown(recent, 'The recent members were not offered.');
  await app.click(recent);
  const password = main.getByRole('textbox', { name: 'Password', exact: true });
  await app.expectShown(password, 'The sign-in view has no password box.');
  await sleep(300);
  await narrator.show(
    'recent-member',
    `${clinic.member} is back and picks her name`,
    'Her email is filled in; only the password is left to type.',
  );
  await desktop.input.type(clinic.password);
  await desktop.input.key('Return');
  await app.expectHome();
  await sleep(400);
  if ((await narrator.countEntries()) === 0) {
    throw new Stop('Signing in again left nothing in the keychain.');
  }
  await narrator.show(
    'home-again',
    'Signed in again',
    'A new session with a new credential; the old one can never be used again.',
  );
}

/**
 * Waits until `isSo`, and checks more often near the due time.
 *
 * @param {Narrator} narrator
 * @param {() => Promise<boolean>} isSo
 * @param {{ due: number, otherwise: string }} options `due`: the expected idle time, in milliseconds
 * @returns {Promise<number>} the idle time after `isSo`, in milliseconds
 * @throws {Stop} with `otherwise`
 */
async function idleWhen(narrator, isSo, { due, otherwise }) {
  const linesSoFar = Math.floor((await narrator.idle()) / lineEveryMilliseconds);
  let nextLine = (linesSoFar + 1) * lineEveryMilliseconds;
  for (;;) {
    if (await isSo()) return narrator.idle();
    const idle = await narrator.idle();
    if (idle > due + graceMilliseconds) throw new Stop(otherwise);
    const isClose = idle > due - closeMilliseconds;
    if (idle > nextLine && !isClose) {
      await narrator.tell('Still nobody there.');
      nextLine += lineEveryMilliseconds;
    }
    await sleep(isClose ? 5 : Math.min(200, due - closeMilliseconds - idle));
  }
}
