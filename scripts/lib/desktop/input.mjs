// @ts-check
// The private desktop's keyboard and mouse: real X input. It counts as activity and goes to the
// window with the focus or under the pointer, like a person's input.

import { Stop } from '../cli.mjs';
import { run } from '../processes.mjs';

export class Input {
  #options;

  /** @param {import('../processes.mjs').RunOptions} options the desktop's environment and owner */
  constructor(options) {
    this.#options = options;
  }

  /** @param {string} name X key names, joined for a shortcut: `Return`, `ctrl+l` */
  async key(name) {
    await this.#xdotool('key', name);
  }

  /**
   * @param {string} text
   * @param {number} [pause] from one key to the next, in milliseconds
   */
  async type(text, pause = 6) {
    // xdotool takes half of what it is told.
    await this.#xdotool('type', '--delay', String(2 * pause), text);
  }

  /**
   * @param {number} x pixels from the left of the screen
   * @param {number} y pixels from its top
   */
  async moveMouse(x, y) {
    await this.#xdotool('mousemove', String(x), String(y));
  }

  /**
   * @param {number} x pixels from the left of the screen
   * @param {number} y pixels from its top
   */
  async click(x, y) {
    await this.#xdotool('mousemove', String(x), String(y), 'click', '1');
  }

  /**
   * Clicks with the right button.
   * @param {number} x pixels from the left of the screen
   * @param {number} y pixels from its top
   */
  async rightClick(x, y) {
    await this.#xdotool('mousemove', String(x), String(y), 'click', '3');
  }

  /** Presses the left button where the mouse is, and holds it. */
  async pressButton() {
    await this.#xdotool('mousedown', '1');
  }

  async releaseButton() {
    await this.#xdotool('mouseup', '1');
  }

  /** @param {string[]} args */
  async #xdotool(...args) {
    // A person's hands and a reader do not wait for a busy computer. Without the right to it, `nice` only says so.
    const { code, stderr } = await run('nice', ['-n', '-10', 'xdotool', ...args], this.#options);
    if (code !== 0) throw new Stop(`xdotool ${args.join(' ')} failed: ${stderr.trim()}`);
  }
}
