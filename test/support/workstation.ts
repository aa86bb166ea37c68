import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { _electron, type ElectronApplication, type Page } from 'playwright/test';
import { type Desktop, type DesktopOptions, openDesktop } from '../../scripts/lib/desktop.mjs';
import { projectRoot } from '../../scripts/lib/paths.mjs';
import type { Setup } from '../../scripts/lib/setup.mjs';
import { processTree } from '../bench/process-tree.mjs';
import { SmallDisk } from './small-disk.js';
import { ManagedFolder } from './managed-folder.js';
import { removeFolder } from '../../scripts/lib/remove-folder.mjs';
import { leaks } from './secrets.js';
import { soon } from './soon.js';

/**
 * Starting Electron on a machine that is busy with other tests takes its time, and ten times as long
 * under libfaketime.
 */
const START_TIMEOUT_MS = 60_000;
const WINDOW_TIMEOUT_MS = 60_000;
const EXIT_TIMEOUT_MS = 20_000;
/** How often an answer of the main process may be lost in a row, and how long until it is asked again. */
const LOST_ANSWERS = 10;
const LOST_ANSWER_PAUSE_MS = 200;

/**
 * Nothing moves: animations take a seventh of the processor time of a test. The tests of the installed package
 * have them.
 */
const WITHOUT_ANIMATIONS = '--force-prefers-reduced-motion';

/** What the main process says when something went wrong that nobody caught. */
const UNCAUGHT_IN_MAIN = /unhandled|uncaught|could not start|did not expect/i;

/**
 * One computer of a clinic: a private desktop, a fresh profile, and the built app on it, which can
 * be stopped and started again. Whatever goes wrong in any window is kept as a problem.
 */
export class Workstation {
  readonly desktop: Desktop;
  /** The app's `--user-data-dir`. */
  readonly userData: string;
  /** More variables for the app's environment. */
  readonly env: Record<string, string> = {};
  /** More of Chromium's switches for the app's command line. */
  readonly switches: string[] = [];
  /** The folder that the app is started in. */
  startFolder = projectRoot;
  readonly #runtime: Setup;
  readonly #log: string[] = [];
  readonly #problems: string[] = [];
  readonly #tolerated: RegExp[] = [];
  readonly #secrets = new Set<string>();
  #app: ElectronApplication | null = null;
  #process: ChildProcess | null = null;
  #disk: SmallDisk | null = null;
  #managed: ManagedFolder | null = null;

  private constructor(runtime: Setup, desktop: Desktop) {
    this.#runtime = runtime;
    this.desktop = desktop;
    this.userData = mkdtempSync(join(tmpdir(), 'clinic-user-data-'));
  }

  static async open(runtime: Setup, options: DesktopOptions = {}): Promise<Workstation> {
    return new Workstation(runtime, await openDesktop(options));
  }

  /** The arguments after Electron's own executable. */
  args(...more: readonly string[]): readonly string[] {
    return [
      ...this.#runtime.electronArgs,
      ...this.desktop.electronArgs,
      WITHOUT_ANIMATIONS,
      ...this.switches,
      projectRoot,
      `--user-data-dir=${this.userData}`,
      ...more,
    ];
  }

  /** The private desktop's home folder. */
  get home(): string {
    const { HOME } = this.desktop.env;
    if (HOME === undefined) throw new Error('The desktop has no home folder.');
    return HOME;
  }

  get electronPath(): string {
    return this.#runtime.electron;
  }

  /** The app that runs now. */
  get app(): ElectronApplication {
    if (this.#app === null) throw new Error('The app was not started.');
    return this.#app;
  }

  /** What the app and its windows said so far, for a report. */
  get log(): string {
    return this.#log.join('\n');
  }

  /** Errors of any window (also violations of its content security policy) and uncaught ones of main. */
  get problems(): readonly string[] {
    return this.#problems.filter((text) => !this.#tolerated.some((known) => known.test(text)));
  }

  /** For tests that provoke an error on purpose. */
  tolerate(problem: RegExp): void {
    this.#tolerated.push(problem);
  }

  /** Something that must never be found in what the app wrote; looked for when the test is over. */
  keepSecret(secret: string): void {
    this.#secrets.add(secret);
  }

  /** Where the app wrote a secret in readable form, so far. */
  get leaks(): readonly string[] {
    return leaks(this.#secrets, { folder: this.userData, log: this.log });
  }

  /** @returns the main window, loaded */
  async start(): Promise<Page> {
    const app = await _electron.launch({
      executablePath: this.#managed?.wrapped(this.#runtime.electron) ?? this.#runtime.electron,
      args: ['-r', join(import.meta.dirname, 'hold-until-driven.cjs'), ...this.args()],
      env: { ...this.desktop.env, ...this.env },
      cwd: this.startFolder,
      timeout: START_TIMEOUT_MS,
      // Else Playwright makes every page believe in a light desktop.
      colorScheme: null,
    });
    this.#app = app;
    askAgainWhenLost(app);
    // Playwright forgets the process when it is gone.
    this.#process = app.process();
    app.process().stderr?.on('data', (data: Buffer) => this.#note('main', data.toString().trim()));
    app.context().on('console', (message) => {
      const text = `${message.page()?.url() ?? 'a window'}: ${message.text()}`;
      this.#note(message.type(), text);
      if (message.type() === 'error') this.#problems.push(text);
    });
    app.context().on('weberror', (error) => {
      const { name, message, stack } = error.error();
      this.#problems.push(
        `${error.page()?.url() ?? 'a window'}: ${name}: ${message}\n${stack ?? ''}`,
      );
    });
    return this.mainWindow();
  }

  mainWindow(): Promise<Page> {
    return this.windowWithTitle('Clinic Workstation');
  }

  /** Waits for a window of this title. Its own view may still be loading. */
  async windowWithTitle(title: string, timeoutMs = WINDOW_TIMEOUT_MS): Promise<Page> {
    const look = async () => (await this.windowsWithTitle(title))[0];
    return soon(look, `There is no window with the title “${title}”.`, timeoutMs);
  }

  async windowsWithTitle(title: string): Promise<readonly Page[]> {
    const pages = this.app.windows();
    // A window that is destroyed at this moment has no title.
    const titles = await Promise.all(pages.map((page) => page.title().catch(() => null)));
    return pages.filter((_page, index) => titles[index] === title);
  }

  /** Quits as the tray's `Quit` does, and waits until the process is gone. */
  async quit(): Promise<void> {
    await this.#gone(() => {
      // A debugger's calls run in the middle of what the app is doing, where nothing of its own ever
      // runs; so this one asks for a turn of its own. Its answer may get lost with the process.
      this.app.evaluate(({ app }) => void setTimeout(() => app.quit())).catch(() => undefined);
    });
    // Playwright forgets what it knew of an app that ended.
    this.#app = null;
  }

  /**
   * Does something that has the app start again. It only ends by itself here: Playwright drives no app that it
   * did not start.
   * @returns the main window of the new run, loaded
   */
  async thatStartsAgain(act: () => Promise<unknown>): Promise<Page> {
    await this.app.evaluate(({ app }) => {
      app.relaunch = () => undefined;
    });
    await this.#gone(() => void act().catch(() => undefined));
    this.#app = null;
    return this.start();
  }

  /** Puts the app's folder onto a disk of 32 megabytes, before it is started. Only root may. */
  smallDisk(): SmallDisk {
    this.#disk = new SmallDisk(this.userData);
    return this.#disk;
  }

  /** Gives this computer, before the app is started, a folder for managed rules. Only root may. */
  managedFolder(): ManagedFolder {
    this.#managed ??= new ManagedFolder();
    return this.#managed;
  }

  /** Stops the app with all its processes, or lets them go on: as sleep looks to a process. */
  signalAll(signal: 'SIGSTOP' | 'SIGCONT'): void {
    for (const pid of processTree(this.app.process().pid ?? 0)) process.kill(pid, signal);
  }

  /** The app alone: its guard goes on. */
  async kill(): Promise<void> {
    await this.#gone(() => this.app.process().kill('SIGKILL'));
  }

  /** As a power cut does: the guard is gone too. */
  async cutPower(): Promise<void> {
    await this.#gone(() => killAllThatName(this.userData));
  }

  async close(): Promise<void> {
    if (this.#process !== null && isRunning(this.#process)) await this.kill();
    // The guard of a killed app may still be at work in its folder.
    killAllThatName(this.userData);
    await this.desktop.close();
    this.#disk?.remove();
    this.#managed?.remove();
    await removeFolder(this.userData);
  }

  async #gone(end: () => void): Promise<void> {
    const ended = once(this.app.process(), 'exit');
    end();
    const late = sleep(EXIT_TIMEOUT_MS, 'late' as const, { ref: false });
    if ((await Promise.race([ended, late])) === 'late')
      throw new Error(`The app did not end within ${EXIT_TIMEOUT_MS / 1_000} seconds.`);
  }

  #note(source: string, text: string): void {
    this.#log.push(`${new Date().toISOString()} [${source}] ${text}`);
    if (source === 'main' && UNCAUGHT_IN_MAIN.test(text)) this.#problems.push(text);
  }
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}

/** Kills every process with this folder on its command line. */
function killAllThatName(folder: string): void {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
    try {
      if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder))
        process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It ended by itself meanwhile.
    }
}

/**
 * While a window is destroyed, the driver may lose the answer to what it evaluated in the main
 * process, several times in a row. The tests ask nothing there that does harm when it is asked again.
 */
function askAgainWhenLost(app: ElectronApplication): void {
  const evaluate = app.evaluate.bind(app) as (...asked: unknown[]) => Promise<unknown>;
  const askAgain = async (...asked: unknown[]) => {
    for (let lost = 0; ; lost += 1)
      try {
        return await evaluate(...asked);
      } catch (error) {
        const isLost = String(error).includes('promise was garbage collected');
        if (!isLost || lost === LOST_ANSWERS) throw error;
        await sleep(LOST_ANSWER_PAUSE_MS);
      }
  };
  app.evaluate = askAgain as ElectronApplication['evaluate'];
}
