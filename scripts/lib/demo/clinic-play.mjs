// @ts-check
// The clinic with three computers, step by step.

import { join } from 'node:path';
import { Stop } from '../cli.mjs';
import { DrivenApp, clinic } from './driven-app.mjs';

const database = 'clinic';
const colleague = {
  name: 'Robin Achterberg',
  email: 'robin@harbour.example',
  password: 'seven-green-umbrellas',
};
const patienceMilliseconds = 30_000;
/** As the window opens by itself, for the guide. */
const guideSize = { x: 0, y: 0, width: 980, height: 760 };
const names = ['Reception 1', 'Reception 2', 'Treatment room'];

/** @typedef {import('playwright').Page} Page */

/**
 * @typedef {object} Stage
 * @property {import('../desktop.mjs').Desktop} desktop
 * @property {import('../setup.mjs').Setup} ready
 * @property {string} folder
 * @property {import('../postgres.mjs').Postgres} server
 * @property {import('./narrator.mjs').Narrator} narrator
 * @property {{ width: number, height: number }} screenSize
 */

export class ClinicPlay {
  #stage;
  /** @type {DrivenApp[]} */
  #apps = [];

  /** @param {Stage} stage */
  constructor(stage) {
    this.#stage = stage;
  }

  /** @returns {Promise<import('./clinic-report.mjs').ClinicFigures>} @throws {Stop} when a step fails */
  async run() {
    const { narrator, server } = this.#stage;
    await this.#makeDatabase();
    const first = await this.#open();
    await first.expectSetUp();
    await first.typeSetUp();
    await first.finishSetUp('15 minutes');
    const settings = await this.#openSettings(first);
    await this.#addColleague(settings);
    await this.#share(settings);
    await narrator.show(
      'shared',
      'The account is shared: the clinic’s server keeps it, sealed',
      'The owner’s login of the database was used once. Everything was sent, read back and compared before anything changed here.',
    );
    const codes = await this.#invite(settings);
    await narrator.show(
      'codes',
      'Each new computer gets a code on paper',
      'Good for 24 hours, and for one computer.',
    );
    await settings.getByRole('checkbox', { name: /on paper/ }).check();
    await settings.getByRole('button', { name: 'Done', exact: true }).click();
    const joined = await this.#join(codes[0] ?? '');
    await this.#join(codes[1] ?? '');
    await first.place(settings, this.#third(0));
    await narrator.show(
      'joined',
      'Two more computers have the account',
      'Each shows the clinic’s sign-in view a moment after its code was typed.',
    );
    await this.#signIn();
    const there = this.#row(settings, 1);
    await there.getByText(colleague.name).waitFor({ timeout: patienceMilliseconds });
    await this.#row(settings, 2).getByText('Nobody').waitFor({ timeout: patienceMilliseconds });
    await first.place(settings, guideSize);
    await settings.screenshot({ path: this.tabPicture });
    await first.place(settings, this.#third(0));
    await narrator.show(
      'who-is-where',
      'Who is where',
      'Robin has signed in at another computer. Each computer says so itself, signed; only administrators and Robin can read it.',
    );
    const felt = await this.#change(settings);
    await narrator.show(
      'felt',
      'A timeout of ten minutes, decided at one computer',
      'Robin works at another, and sees the new limit at once: it counts for the running session.',
    );
    await server.stop();
    const alone = await this.#until('Working without the server', true);
    await narrator.show(
      'alone',
      'Somebody pulls the server’s plug',
      'Whoever works goes on, and every limit holds. The line says since when, and until when people can sign in.',
    );
    await server.start();
    const back = await this.#until('Working without the server', false);
    await narrator.show('back', 'The server is back', 'The computers have found it by themselves.');
    const signedOut = await this.#signOut(settings);
    await narrator.show(
      'signed-out',
      'Signed out from another computer',
      'Robin reads why. The row says when it was done, because that computer said so.',
    );
    return { joined, felt, alone, back, signedOut };
  }

  /** The picture of the new tab alone. */
  get tabPicture() {
    return join(this.#stage.folder, 'tab.png');
  }

  async close() {
    for (const app of this.#apps) await app.close().catch(() => undefined);
  }

  async #makeDatabase() {
    const { default: pg } = await import('pg');
    const { host, port, user, password } = this.#stage.server;
    const ssl = { rejectUnauthorized: false };
    const client = new pg.Client({ host, port, user, password, ssl, database: 'postgres' });
    await client.connect();
    await client.query(`CREATE DATABASE ${database}`);
    await client.end();
  }

  get #address() {
    const { host, port } = this.#stage.server;
    return `${host}:${port}/${database}`;
  }

  /** The next computer: an app of its own, in its third of the screen. */
  async #open() {
    const { desktop, ready, folder } = this.#stage;
    const at = this.#apps.length;
    const app = await DrivenApp.start(desktop, ready, join(folder, `computer-${at + 1}`));
    this.#apps.push(app);
    await app.place(app.main, this.#third(at));
    return app;
  }

  /** A computer's part of the screen. @param {number} at */
  #third(at) {
    const { width: whole, height } = this.#stage.screenSize;
    const width = Math.floor(whole / names.length);
    return { x: at * width, y: 0, width, height };
  }

  /** @param {DrivenApp} app */
  async #openSettings(app) {
    await app.main.getByRole('button', { name: 'Settings', exact: true }).click();
    return app.expectWindow('Settings');
  }

  /** @param {Page} settings */
  async #addColleague(settings) {
    await settings.getByRole('tab', { name: 'Members', exact: true }).click();
    await settings.getByRole('button', { name: 'Add member', exact: true }).click();
    const dialog = settings.getByRole('dialog', { name: 'Add member' });
    /** @param {string} name @param {string} text */
    const fill = (name, text) => dialog.getByRole('textbox', { name, exact: true }).fill(text);
    await fill('Name', colleague.name);
    await fill('Email', colleague.email);
    await fill('Password', colleague.password);
    await fill('Confirm password', colleague.password);
    await dialog.getByRole('button', { name: 'Add member', exact: true }).click();
    await this.#confirm(settings);
    await dialog.waitFor({ state: 'detached', timeout: patienceMilliseconds });
  }

  /** @param {Page} settings */
  async #share(settings) {
    const { user, password } = this.#stage.server;
    await settings.getByRole('tab', { name: 'Workstations', exact: true }).click();
    await settings.getByRole('button', { name: 'Share this account…', exact: true }).click();
    /** @param {string} name @param {string} text */
    const fill = (name, text) => settings.getByRole('textbox', { name, exact: true }).fill(text);
    await fill('Server address', this.#address);
    await fill('Owner’s user name', user);
    await fill('Owner’s password', password);
    await fill('Name of this computer', names[0] ?? '');
    await settings.getByRole('button', { name: 'Share', exact: true }).click();
    await this.#confirm(settings);
    await settings
      .getByRole('row')
      .filter({ hasText: names[0] ?? '' })
      .waitFor({ timeout: patienceMilliseconds });
  }

  /** @param {Page} settings */
  async #invite(settings) {
    await settings.getByRole('button', { name: 'Add a workstation', exact: true }).click();
    const dialog = settings.getByRole('dialog', { name: 'Add a workstation' });
    const text = names.slice(1).join('\n');
    await dialog.getByRole('textbox', { name: 'Names', exact: true }).fill(text);
    await dialog.getByRole('button', { name: 'Make codes', exact: true }).click();
    await this.#confirm(settings);
    const codes = settings.getByText(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){6}$/);
    await codes.first().waitFor({ timeout: patienceMilliseconds });
    return codes.allTextContents();
  }

  /** @param {string} code @returns how long it took, in milliseconds */
  async #join(code) {
    const app = await this.#open();
    const { main } = app;
    await app.expectSetUp();
    await main.getByRole('button', { name: 'This clinic has an account already' }).click();
    await app.typeInto(main, 'Server address', this.#address);
    await app.typeInto(main, 'Enrolment code', code);
    const startedAt = performance.now();
    await main.getByRole('button', { name: 'Join', exact: true }).click();
    await main.getByRole('heading', { name: 'Sign in' }).waitFor({ timeout: patienceMilliseconds });
    return performance.now() - startedAt;
  }

  /** A workstation in the settings window. @param {Page} settings @param {number} at */
  #row(settings, at) {
    return settings.getByRole('row').filter({ hasText: names[at] ?? '' });
  }

  /** Robin signs in at the second computer. */
  async #signIn() {
    const { main } = this.#second;
    await main.getByRole('textbox', { name: 'Email', exact: true }).fill(colleague.email);
    await main.getByRole('textbox', { name: 'Password', exact: true }).fill(colleague.password);
    await main.getByRole('button', { name: 'Sign in', exact: true }).click();
    await this.#second.expectHome();
  }

  /** The timeout is changed at the first computer, and felt at the second. @param {Page} settings */
  async #change(settings) {
    const { main } = this.#second;
    await settings.getByRole('tab', { name: 'Session timeout', exact: true }).click();
    const list = settings.getByRole('combobox', { name: 'Automatic session timeout' });
    await list.click();
    await settings.getByRole('option', { name: '10 minutes', exact: true }).click();
    const startedAt = performance.now();
    await settings.getByRole('button', { name: 'Save changes', exact: true }).click();
    await main
      .getByText('10 minutes', { exact: false })
      .first()
      .waitFor({ timeout: patienceMilliseconds });
    return performance.now() - startedAt;
  }

  /** Robin is signed out from the first computer. @param {Page} settings @returns how long it took, in milliseconds */
  async #signOut(settings) {
    await settings.getByRole('tab', { name: 'Workstations', exact: true }).click();
    const there = this.#row(settings, 1);
    await there.getByRole('button', { name: 'Sign out', exact: true }).click();
    const dialog = settings.getByRole('alertdialog');
    await dialog.getByRole('textbox').fill('Please come to the front desk.');
    const startedAt = performance.now();
    await dialog.getByRole('button', { name: 'Sign out', exact: true }).click();
    const { main } = this.#second;
    await main.getByRole('heading', { name: 'Sign in' }).waitFor({ timeout: patienceMilliseconds });
    const took = performance.now() - startedAt;
    await there.getByText('Done at').waitFor({ timeout: patienceMilliseconds });
    return took;
  }

  /**
   * Until the second computer says something, or says it no more.
   *
   * @param {string} words
   * @param {boolean} isThere
   * @returns how long it took, in milliseconds
   */
  async #until(words, isThere) {
    const startedAt = performance.now();
    const line = this.#second.main.getByText(words, { exact: false }).first();
    const state = isThere ? 'visible' : 'detached';
    await line.waitFor({ state, timeout: 60_000 });
    return performance.now() - startedAt;
  }

  get #second() {
    const [, second] = this.#apps;
    if (second === undefined) throw new Stop('There is no second computer.');
    return second;
  }

  /** @param {Page} page */
  async #confirm(page) {
    const dialog = page.getByRole('dialog', { name: 'Confirm it’s you' });
    await dialog.getByRole('textbox', { name: 'Password', exact: true }).fill(clinic.password);
    await dialog.getByRole('button', { name: 'Continue', exact: true }).click();
  }
}
