import { type ChildProcess, spawn } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright/test';
import { projectRoot } from '../../scripts/lib/paths.mjs';
import { removeFolder } from '../../scripts/lib/remove-folder.mjs';
import { processTree } from '../bench/process-tree.mjs';
import { expect, test } from '../support/app-fixture.js';
import { windowsOnScreen } from '../support/site/what-is-left.js';
import { soon } from '../support/soon.js';
import type { Workstation } from '../support/workstation.js';
import { LONG } from '../support/reliability.js';

/** What the command reads, besides the npm packages. */
const SOURCES = /^(src|assets|scripts|package(-lock)?\.json|tsconfig.*\.json|.*\.config\.ts)$/;

/** The command builds and starts the app, on a machine that is busy with other tests. */
const BUILT = { timeout: 120_000 };
const WINDOW_MS = 60_000;

/** `npm run dev` in a copy of the project, with its windows on the workstation's screen. */
class DevCommand {
  readonly #workstation: Workstation;
  readonly #project = mkdtempSync(join(tmpdir(), 'clinic-dev-'));
  readonly #npm: ChildProcess;
  #said = '';

  constructor(workstation: Workstation) {
    this.#workstation = workstation;
    for (const name of readdirSync(projectRoot).filter((one) => SOURCES.test(one)))
      cpSync(join(projectRoot, name), join(this.#project, name), { recursive: true });
    symlinkSync(join(projectRoot, 'node_modules'), join(this.#project, 'node_modules'));
    const { desktop, userData } = workstation;
    const args = [...desktop.electronArgs, `--user-data-dir=${userData}`];
    this.#npm = spawn('npm', ['run', 'dev', '--', ...args], {
      cwd: this.#project,
      // Set-up finds there what it has unpacked for this user.
      env: {
        ...desktop.env,
        XDG_CACHE_HOME: process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A process group of its own, as a terminal makes one.
      detached: true,
    });
    for (const stream of [this.#npm.stdout, this.#npm.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (this.#said += text));
  }

  /** Its output so far. */
  get said(): string {
    return this.#said;
  }

  async expectSaid(text: string): Promise<void> {
    await expect.poll(() => this.said, BUILT).toContain(text);
  }

  /** Each start of the app has another one. */
  get debugAddress(): string {
    const file = join(this.#workstation.userData, 'DevToolsActivePort');
    const [port = '', path = ''] = readFileSync(file, 'utf8').split('\n');
    return `ws://127.0.0.1:${port}${path}`;
  }

  /** The main window's page. */
  async page(): Promise<Page> {
    const browser = await chromium.connectOverCDP(this.debugAddress);
    const find = (): Page | undefined =>
      browser
        .contexts()
        .flatMap((context) => context.pages())
        .find((page) => page.url() === 'app://clinic/index.html');
    return soon(find, 'The app shows no main window.', WINDOW_MS);
  }

  /** Somebody edits a source file of the copy. */
  change(file: string, from: string, to: string): void {
    const path = join(this.#project, file);
    const before = readFileSync(path, 'utf8');
    expect(before).toContain(from);
    writeFileSync(path, before.replace(from, to));
  }

  /** Every process of the command and of its app that runs now. */
  processes(): readonly number[] {
    const tree = processTree(this.#npm.pid ?? 0);
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    return pids.map(Number).filter((pid) => {
      // A process that has ended and waits for its parent has no command line.
      const commandLine = commandLineOf(pid);
      const isOurs =
        tree.includes(pid) ||
        commandLine.includes(this.#workstation.userData) ||
        folderOf(pid).startsWith(this.#project);
      return commandLine !== '' && isOurs;
    });
  }

  /** Ctrl+C in its terminal. */
  pressControlC(): void {
    process.kill(-(this.#npm.pid ?? 0), 'SIGINT');
  }

  /** Asks the command alone to end, neither npm nor the app. */
  terminate(): void {
    const found = this.processes().filter((pid) =>
      /^[^\0]*node\0scripts\/dev\.mjs\0/.test(commandLineOf(pid)),
    );
    expect(found).toHaveLength(1);
    for (const pid of found) process.kill(pid, 'SIGTERM');
  }

  /** @param before the processes that ran before */
  async expectNothingLeft(before: readonly number[]): Promise<void> {
    const left = (): readonly string[] =>
      [...new Set([...before, ...this.processes()])].map(commandLineOf).filter((one) => one !== '');
    await expect.poll(left).toEqual([]);
  }

  async remove(): Promise<void> {
    for (const pid of this.processes())
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended by itself meanwhile.
      }
    await removeFolder(this.#project);
  }
}

function commandLineOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

/** The folder in which a process works, or nothing where that is secret. */
function folderOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return '';
  }
}

let dev: DevCommand;
test.beforeEach(({ workstation }) => {
  dev = new DevCommand(workstation);
});
test.afterEach(async ({}, info) => {
  await info.attach('npm run dev', { body: dev.said, contentType: 'text/plain' });
  await dev.remove();
});

test(
  '`npm run dev` shows a changed view in the open window, starts the app anew after a change of main, and ends with Ctrl+C',
  LONG,
  async ({ workstation }) => {
    await dev.expectSaid('Change something under src/.');
    const first = dev.debugAddress;
    const page = await dev.page();
    await expect(page.getByRole('heading', { name: 'Set up your clinic' })).toBeVisible();
    dev.change('src/renderer/main/set-up/set-up.tsx', 'Set up your clinic', 'Found your clinic');
    await expect(page.getByRole('heading', { name: 'Found your clinic' })).toBeVisible(BUILT);
    expect(dev.debugAddress).toBe(first);

    await expect.poll(() => windowsOnScreen(workstation)).toEqual(['Clinic Workstation']);
    dev.change('src/shared/requests/window-titles.ts', "'Clinic Workstation'", "'Changed'");
    await dev.expectSaid('Started the app');
    expect(dev.debugAddress).not.toBe(first);
    await expect.poll(() => windowsOnScreen(workstation)).toEqual(['Changed']);
    const again = await dev.page();
    await expect(again.getByRole('heading', { name: 'Found your clinic' })).toBeVisible();

    const running = dev.processes();
    dev.pressControlC();
    await dev.expectNothingLeft(running);
  },
);

test('`npm run dev` ends its app when it is told to end', LONG, async ({ workstation }) => {
  await dev.expectSaid('Change something under src/.');
  await expect.poll(() => windowsOnScreen(workstation)).toEqual(['Clinic Workstation']);
  const running = dev.processes();
  dev.terminate();
  await dev.expectNothingLeft(running);
});
