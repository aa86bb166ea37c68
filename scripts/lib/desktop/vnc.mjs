// @ts-check
// A remote screen: TigerVNC's X server, and a person with a VNC client. The client can disconnect
// and reconnect, like a thin client or a laptop.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readReadyLine } from './children.mjs';
import { DeviceInput } from './device-input.mjs';
import { VncClient } from './vnc-client.mjs';
import { handsAndEyes } from './x-screen.mjs';
import { authorityEntry, startWindowManager } from './x-server.mjs';
import { randomBytes } from 'node:crypto';

export class VncScreen {
  #socket = '';
  /** @type {VncClient | null} */
  #client = null;
  #monitors;

  /** @param {{ monitors?: readonly { width: number, height: number }[] }} [options] */
  constructor({ monitors } = {}) {
    this.#monitors = monitors;
  }

  /** @type {import('../desktop.mjs').StartScreen} */
  start = async ({ children, runtimeFolder, env, owner, width, height }) => {
    const authority = join(runtimeFolder, 'Xauthority');
    writeFileSync(authority, authorityEntry(randomBytes(16)), { mode: 0o600 });
    this.#socket = join(runtimeFolder, 'vnc');
    const server = children.start(
      'Xtigervnc',
      [
        ...['-displayfd', '3', '-auth', authority, '-nolisten', 'tcp', '-noreset', '-s', '0'],
        ...['-geometry', `${width}x${height}`, '-depth', '24', '-SecurityTypes', 'None'],
        // No network port.
        ...['-rfbport', '-1', '-rfbunixpath', this.#socket],
      ],
      { env, stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
    );
    const display = `:${await readReadyLine(server, 'Xtigervnc')}`;
    const screen = handsAndEyes({ display, authority, env, owner });
    await this.connect();
    server.once('exit', () => this.disconnect());
    if (this.#monitors !== undefined) {
      await this.#client?.showOn(this.#monitors);
      await sleep(500);
    }
    await startWindowManager(children, 'openbox', { env: { ...env, ...screen.env } });
    const input = new VncInput({
      key: async (_code, down, name) => this.#client?.key(name, down),
      move: async (x, y) => this.#client?.move(x, y),
      button: async (_code, down) => this.#client?.press(down),
    });
    return { ...screen, input };
  };

  async connect() {
    this.#client = await VncClient.open(this.#socket);
  }

  disconnect() {
    this.#client?.close();
    this.#client = null;
  }
}

/** A VNC client sends characters, not keys: the server finds the keys for them. */
class VncInput extends DeviceInput {
  /** @override @param {string} text */
  async type(text) {
    for (const character of text) await this.press([character]);
  }
}
