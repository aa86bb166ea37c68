import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Desktop } from '../../scripts/lib/desktop.mjs';
import { soonSo } from './soon.js';

/** How long a terminal may take to open. */
const OPENS_WITHIN_MS = 15_000;

/**
 * The practice program of a clinic, which is none of the app's windows: a terminal that keeps what is
 * typed into it, so that a test can tell whether every key arrived.
 */
export class OtherProgram {
  readonly #file: string;
  readonly #desktop: Desktop;
  #typed = 0;
  /** Keys that came before somebody began to work. */
  #before = 0;

  private constructor(desktop: Desktop, file: string) {
    this.#desktop = desktop;
    this.#file = file;
  }

  /** Opens it, in front of what is there. */
  static async open(desktop: Desktop, { fullScreen = false } = {}): Promise<OtherProgram> {
    const home = desktop.env['HOME'] ?? '';
    const file = join(home, 'typed');
    rmSync(file, { force: true });
    const shell = join(home, 'keep-what-is-typed');
    writeFileSync(shell, `#!/bin/sh\nstty -icanon\nexec cat >'${file}'\n`, { mode: 0o700 });
    if (desktop.env['XDG_SESSION_TYPE'] === 'wayland')
      desktop.spawn('weston-terminal', [
        `--shell=${shell}`,
        ...(fullScreen ? ['--fullscreen'] : []),
      ]);
    else desktop.spawn('xterm', [...(fullScreen ? ['-fullscreen'] : []), '-e', shell]);
    await soonSo(() => existsSync(file), 'The other program did not open.', OPENS_WITHIN_MS);
    const program = new OtherProgram(desktop, file);
    // The desktop gives it the keyboard some time after it shows it.
    const takesKeys = async () => {
      await desktop.input.type('x');
      await sleep(200);
      return program.#arrivedInAll > 0;
    };
    await soonSo(takesKeys, 'The other program gets no keys.', OPENS_WITHIN_MS);
    program.#before = program.#arrivedInAll;
    return program;
  }

  /** One key. Who counts keys counts this one too. */
  async type(): Promise<void> {
    await this.#desktop.input.type('x');
    this.#typed += 1;
  }

  get typed(): number {
    return this.#typed;
  }

  /** How many of the typed keys came here and nowhere else. */
  get arrived(): number {
    return this.#arrivedInAll - this.#before;
  }

  get #arrivedInAll(): number {
    return readFileSync(this.#file).length;
  }
}
