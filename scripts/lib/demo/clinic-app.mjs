// @ts-check
// The clinic's own web system in the main job: an administrator adds it and works in it. After the
// computer was locked, the system is signed out and her note is kept.

import { setTimeout as sleep } from 'node:timers/promises';
import { Stop } from '../cli.mjs';
import { clinic } from './driven-app.mjs';
import { practice } from './practice-site.mjs';

/** @typedef {import('./driven-app.mjs').DrivenApp} DrivenApp */
/** @typedef {import('./narrator.mjs').Narrator} Narrator */
/** @typedef {import('./practice-site.mjs').PracticeSite} PracticeSite */

const noteField = 'Treatment note';
const note = 'Knee bends to 110 degrees without pain. Stairs are easier. Next: ';

/** How long until the site must know that the session ended: the app gives it 5 seconds. */
const signOutMilliseconds = 6_000;

/**
 * Adds the practice management system in the open settings window, and closes the window.
 *
 * @param {DrivenApp} app
 * @param {import('../desktop.mjs').Desktop} desktop
 * @param {{ narrator: Narrator, site: PracticeSite }} options
 */
export async function addPractice(app, desktop, { narrator, site }) {
  const settings = await app.expectWindow('Settings');
  await app.click(settings.getByRole('tab', { name: 'Clinic apps' }));
  await app.click(settings.getByRole('button', { name: 'Add clinic app' }));
  const other = settings.getByRole('button', { name: 'Something else…' });
  await app.expectShown(other, 'The list of common systems was not shown.');
  await sleep(400);
  await narrator.show(
    'clinic-app-list',
    'The clinic’s own system is to open inside the guard',
    'Common systems to pick from, by name and address. This clinic uses another one.',
  );
  await app.click(other);
  const form = settings.getByRole('dialog', { name: 'Add clinic app' });
  await app.expectShown(
    form.getByRole('textbox', { name: 'Address', exact: true }),
    'The form did not open.',
  );
  await app.typeInto(settings, 'Name', practice.name);
  await app.typeInto(settings, 'Address', practice.address);
  await app.typeInto(settings, 'Sign-out address', practice.signOutAddress);
  // The authority's field is below the visible part of the window: two Tabs move past the hosts.
  for (const key of ['Tab', 'Tab']) await desktop.input.key(key);
  await desktop.input.type(site.authority);
  await app.click(form.getByRole('button', { name: 'Save', exact: true }));
  await form.waitFor({ state: 'detached' });
  await desktop.input.key('alt+F4');
  await app.expectClosed(settings);
}

/**
 * Opens the system from Home, signs in, and begins a note.
 *
 * @param {DrivenApp} app
 * @param {import('../desktop.mjs').Desktop} desktop
 * @param {Narrator} narrator
 */
export async function workInPractice(app, desktop, narrator) {
  await app.click(app.main.getByRole('button', { name: practice.name }));
  await signInAtPractice(app, desktop);
  await sleep(400);
  await narrator.show(
    'clinic-app',
    `${clinic.member} has opened it from Home and signed in`,
    'A guarded window: the bar names the site and whose session it is. Its cookies are in memory, for this session alone.',
  );
  const site = await app.expectPage(practice.address);
  await app.typeInto(site, noteField, note);
}

/**
 * @param {DrivenApp} app
 * @throws {Stop} unless the note is unchanged
 */
export async function expectNote(app) {
  const site = await app.expectPage(practice.address);
  if ((await site.getByRole('textbox', { name: noteField }).inputValue()) !== note) {
    throw new Stop('The note that was begun is not there any more.');
  }
}

/**
 * Waits until the app has signed out at the site.
 *
 * @param {PracticeSite} site
 * @param {Narrator} narrator
 */
export async function expectSignedOut(site, narrator) {
  const deadline = performance.now() + signOutMilliseconds;
  while (site.signedOut !== 1 || site.signedIn !== 0) {
    if (performance.now() > deadline) throw new Stop('The site was not asked to sign out.');
    await sleep(50);
  }
  await narrator.tell(`${practice.name} was asked to sign her out, and did.`);
}

/**
 * Reopens the system, signs in there, and saves the kept note.
 *
 * @param {DrivenApp} app
 * @param {import('../desktop.mjs').Desktop} desktop
 * @param {{ narrator: Narrator, site: PracticeSite }} options
 */
export async function goOnInPractice(app, desktop, { narrator, site }) {
  const again = app.main.getByRole('button', { name: 'Open again' });
  await app.expectShown(again, 'Home did not offer to open again what was open.');
  await app.click(again);
  const page = await app.expectPage(practice.address);
  const signIn = page.getByRole('button', { name: 'Sign in' });
  await app.expectShown(signIn, 'The site did not ask to sign in again.');
  await sleep(600);
  await narrator.show(
    'site-asks-again',
    'What was open opens again, and the site asks who is there',
    'The sign-in at the site ended with the session: no cookie was left here, and the site was told.',
  );
  await signInAtPractice(app, desktop);
  const bar = await app.expectPage('app://clinic/bar.html');
  await app.expectShown(bar.getByText(note.trim()), 'The note that was begun was not kept.');
  await sleep(400);
  await narrator.show(
    'kept-text',
    'The note that was begun is not lost',
    'Sealed for her alone, shown to her alone, and only to be copied: nothing fills it in by itself.',
  );
  await app.click(bar.getByRole('button', { name: 'Copy' }));
  await app.click(page.getByRole('textbox', { name: noteField }));
  await desktop.input.key('ctrl+v');
  await app.click(page.getByRole('button', { name: 'Save note' }));
  const offer = bar.getByRole('button', { name: 'Kept text' });
  await offer.waitFor({ state: 'detached' });
  if (!site.notes[0]?.startsWith(note.trim())) throw new Stop('The note did not reach the site.');
  await narrator.tell('She copied it into the page and saved it; it is not offered any more.');
}

/**
 * @param {DrivenApp} app
 * @param {import('../desktop.mjs').Desktop} desktop
 */
async function signInAtPractice(app, desktop) {
  const site = await app.expectPage(practice.address);
  await app.expectShown(site.getByRole('button', { name: 'Sign in' }), 'The site did not answer.');
  await app.typeInto(site, 'User name', practice.userName);
  await app.typeInto(site, 'Password', practice.password);
  await desktop.input.key('Return');
  await app.expectShown(site.getByRole('heading', { name: 'Today' }), 'The site let nobody in.');
}
