// @ts-check
// Keyboard and mouse of compositors with protocols for virtual ones (sway and its relatives).

import { readOutput } from '../processes.mjs';
import { DeviceInput } from './device-input.mjs';
import { WaylandClient } from './wayland-client.mjs';

/** wtype's names for modifier keys. @type {Record<string, string>} */
const modifiers = { super: 'logo', shift: 'shift', ctrl: 'ctrl', alt: 'alt' };

/**
 * Each wtype is a new keyboard with a new layout: a program that has not read the layout yet loses
 * the first key. The pause is in milliseconds.
 */
const keyboardSettles = '120';

/**
 * @param {{ options: import('../processes.mjs').RunOptions, socket: string, width: number, height: number }} parts
 */
export async function wtypeInput({ options, socket, width, height }) {
  const client = await WaylandClient.open(socket);
  const manager = client.bind('zwlr_virtual_pointer_manager_v1', 1);
  const pointer = client.newId();
  client.request(manager, 0, 0, pointer);
  /** @param {number} opcode @param {number[]} values */
  const point = async (opcode, ...values) => {
    client.request(pointer, opcode, Math.round(performance.now()), ...values);
    client.request(pointer, 4);
    await client.settle();
  };
  return new WtypeInput(options, client, {
    key: () => Promise.reject(new Error('Keys come from wtype.')),
    move: (x, y) => point(1, Math.round(x), Math.round(y), width, height),
    button: (code, down) => point(2, code, down ? 1 : 0),
  });
}

class WtypeInput extends DeviceInput {
  #options;
  #client;

  /**
   * @param {import('../processes.mjs').RunOptions} options
   * @param {WaylandClient} client
   * @param {import('./device-input.mjs').Devices} devices
   */
  constructor(options, client, devices) {
    super(devices);
    this.#options = options;
    this.#client = client;
  }

  /** @override @param {string} name */
  async key(name) {
    const keys = name.split('+');
    const last = keys.pop() ?? '';
    const held = (modifiers[last] === undefined ? keys : [...keys, last]).map(
      (key) => modifiers[key] ?? key,
    );
    await this.#wtype(
      ...held.flatMap((key) => ['-M', key]),
      ...(modifiers[last] === undefined ? ['-k', last] : []),
      ...held.flatMap((key) => ['-m', key]),
    );
  }

  /** @override @param {string} text @param {number} [pause] as for `DeviceInput` */
  async type(text, pause = 12) {
    await this.#wtype('-d', String(pause), text);
  }

  close() {
    this.#client.close();
  }

  /** @param {string[]} args */
  async #wtype(...args) {
    this.touched();
    await readOutput('wtype', ['-s', keyboardSettles, ...args], this.#options);
    this.touched();
  }
}
