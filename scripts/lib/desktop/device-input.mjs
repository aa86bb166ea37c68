// @ts-check
// Keyboard and mouse of a Wayland desktop: the compositor treats these devices like hardware, and
// sends their input to the window that it chooses.

import { setTimeout as sleep } from 'node:timers/promises';

/** How long a button or a key is held, in milliseconds. */
const hold = 20;

/** Numbers of <linux/input-event-codes.h>. */
const leftButton = 0x110;
const rightButton = 0x111;

/**
 * @typedef {object} Devices
 * @property {(code: number, down: boolean, name: string) => Promise<void>} key by the kernel's number of
 *   the key; its name is the character it writes without shift, or the name of the key
 * @property {(x: number, y: number) => Promise<void>} move to a place on the screen, in pixels
 * @property {(code: number, down: boolean) => Promise<void>} button of the mouse, by its number
 */

/** The keys of a US keyboard, by their character or name. @type {Record<string, number>} */
const codes = { shift: 42, ctrl: 29, alt: 56, super: 125, Escape: 1, Tab: 15, Return: 28 };
Object.assign(codes, { Left: 105, Right: 106, Up: 103, Down: 108, F11: 87, F4: 62, ' ': 57 });
const rows = { 2: '1234567890-=', 16: 'qwertyuiop[]', 30: "asdfghjkl;'`", 44: 'zxcvbnm,./' };
for (const [first, keys] of Object.entries(rows))
  [...keys].forEach((key, index) => (codes[key] = Number(first) + index));
/** The same keys with shift. */
const shifted = { '!': '1', '@': '2', '#': '3', '?': '/', ':': ';', _: '-' };

export class DeviceInput {
  #devices;
  /** The time of the last input, by this process's clock. */
  #touchedAt = performance.now();

  /** @param {Devices} devices */
  constructor(devices) {
    this.#devices = devices;
  }

  /** The time since the last input, in milliseconds. */
  get idleMilliseconds() {
    return performance.now() - this.#touchedAt;
  }

  /** Notes that there was input just now. */
  touched() {
    this.#touchedAt = performance.now();
  }

  /** @param {string} name of a key, or of several for a shortcut: `Return`, `ctrl+l` */
  async key(name) {
    await this.press(name.split('+'));
  }

  /**
   * Presses keys in this order, and releases them in reverse order.
   * @param {readonly string[]} names
   */
  async press(names) {
    // All at once: on a busy machine a key that is held for long repeats itself.
    await Promise.all([
      ...names.map((name) => this.#press(name, true)),
      ...[...names].reverse().map((name) => this.#press(name, false)),
    ]);
  }

  /**
   * @param {string} text
   * @param {number} [pause] between two keys, in milliseconds
   */
  async type(text, pause = 15) {
    for (const character of text) {
      await this.key(chordOf(character));
      await sleep(pause);
    }
  }

  /**
   * @param {number} x pixels from the left of the screen
   * @param {number} y pixels from its top
   */
  async moveMouse(x, y) {
    this.touched();
    await this.#devices.move(x, y);
  }

  /** @param {number} x @param {number} y as for `moveMouse` */
  async click(x, y) {
    await this.#click(x, y, leftButton);
  }

  /** @param {number} x @param {number} y as for `moveMouse` */
  async rightClick(x, y) {
    await this.#click(x, y, rightButton);
  }

  /** Presses the left button where the mouse is, and holds it. */
  async pressButton() {
    this.touched();
    await this.#devices.button(leftButton, true);
  }

  async releaseButton() {
    this.touched();
    await this.#devices.button(leftButton, false);
  }

  /** @param {number} x @param {number} y @param {number} button */
  async #click(x, y, button) {
    await this.moveMouse(x, y);
    await sleep(50);
    await this.#devices.button(button, true);
    await sleep(hold);
    this.touched();
    await this.#devices.button(button, false);
  }

  /** @param {string} name @param {boolean} down */
  async #press(name, down) {
    this.touched();
    await this.#devices.key(codes[name] ?? 0, down, name);
  }
}

/** @param {string} character @returns {string} what `key` takes */
function chordOf(character) {
  if (/[A-Z]/.test(character)) return `shift+${character.toLowerCase()}`;
  const below = shifted[/** @type {keyof typeof shifted} */ (character)];
  return below === undefined ? character : `shift+${below}`;
}
