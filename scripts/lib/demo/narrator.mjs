// @ts-check
// Tells what happens: one line for each event on the terminal, with the time, the X server's idle
// time and the number of entries in the keychain; and one numbered picture for each step.

import { join } from 'node:path';
import { keychainService } from './driven-app.mjs';

/**
 * @typedef {object} Step
 * @property {string} title
 * @property {string} caption
 * @property {string} picture file name
 * @property {number} seconds since the demo began
 * @property {number} idleSeconds
 * @property {number} entries in the keychain
 */

/** @typedef {{ seconds: number, idleSeconds: number }} IdleSample */

export class Narrator {
  #desktop;
  #screen;
  #folder;
  #startedAt = performance.now();
  /** @type {Step[]} */
  steps = [];
  /** The X server's idle time during the whole demo. @type {IdleSample[]} */
  samples = [];

  /**
   * @param {import('../desktop.mjs').Desktop} desktop
   * @param {import('./x-screen.mjs').XScreen} screen
   * @param {string} folder for the pictures
   */
  constructor(desktop, screen, folder) {
    this.#desktop = desktop;
    this.#screen = screen;
    this.#folder = folder;
    console.log('\n   time   idle   keychain');
  }

  /** Since the demo began. */
  get seconds() {
    return (performance.now() - this.#startedAt) / 1000;
  }

  /** Reads the X server's idle time and remembers it for the chart. @returns milliseconds */
  async idle() {
    const milliseconds = await this.#screen.idleMilliseconds();
    this.samples.push({ seconds: this.seconds, idleSeconds: milliseconds / 1000 });
    return milliseconds;
  }

  /** How many entries `secret-tool` finds in the keychain. */
  async countEntries() {
    return (await this.#desktop.secretEntries(keychainService)).length;
  }

  /** @param {string} text */
  async tell(text) {
    const [idle, entries] = [await this.idle(), await this.countEntries()];
    this.#print(idle, entries, text);
  }

  /**
   * A step with a picture of the whole screen.
   *
   * @param {string} name of the picture
   * @param {string} title
   * @param {string} caption
   */
  async show(name, title, caption) {
    const picture = `${String(this.steps.length + 1).padStart(2, '0')}-${name}.png`;
    await this.#desktop.screenshot(join(this.#folder, picture));
    const [idle, entries] = [await this.idle(), await this.countEntries()];
    this.steps.push({
      title,
      caption,
      picture,
      seconds: this.seconds,
      idleSeconds: idle / 1000,
      entries,
    });
    this.#print(idle, entries, `${title}. → ${picture}`);
  }

  /**
   * @param {number} idle milliseconds
   * @param {number} entries
   * @param {string} text
   */
  #print(idle, entries, text) {
    const time = clock(this.seconds).padStart(7);
    const idleText = `${Math.floor(idle / 1000)} s`.padStart(7);
    const keychain = (entries === 0 ? 'empty' : entriesInWords(entries)).padEnd(9);
    console.log(`${time}${idleText}   ${keychain}  ${text}`);
  }
}

/** @param {number} seconds @returns for example `1:05` */
export function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
}

/** @param {number} count */
export function entriesInWords(count) {
  return count === 1 ? '1 entry' : `${count} entries`;
}
