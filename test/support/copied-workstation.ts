import { _electron, type ElectronApplication, type Locator } from 'playwright/test';
import type { Workstation } from './workstation.js';

/** The app on another's desktop, with a copy of its profile. */
export class CopiedWorkstation {
  readonly #original: Workstation;
  readonly #userData: string;
  #app: ElectronApplication | null = null;

  constructor(original: Workstation, userData: string) {
    this.#original = original;
    this.#userData = userData;
  }

  /** @returns what its window shows */
  async start(): Promise<Locator> {
    const own = `--user-data-dir=${this.#userData}`;
    this.#app = await _electron.launch({
      executablePath: this.#original.electronPath,
      args: this.#original.args().map((arg) => (arg.startsWith('--user-data-dir=') ? own : arg)),
      env: this.#original.desktop.env,
      colorScheme: null,
    });
    return (await this.#app.firstWindow()).locator('body');
  }

  async close(): Promise<void> {
    const ended = this.#app?.waitForEvent('close');
    this.#app?.process().kill('SIGKILL');
    await ended;
    this.#app = null;
  }
}
