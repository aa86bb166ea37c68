import type { ChildProcessByStdio } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Desktop } from '../../scripts/lib/desktop.mjs';
import type { Person } from '../support/people.js';

/** How long a view may take to appear. */
const PATIENCE_MS = 20_000;
/** A new view still moves while its lists load. */
const SETTLES_MS = 300;

/** One element on the screen, as a screen reader gets it; in pixels of the screen. */
export interface Seen {
  readonly role: string;
  readonly name: string;
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly showing: boolean;
}

/**
 * An app's screen, read over the accessibility bus, with its keyboard and mouse: a person has no other
 * access to an app that nobody can inspect.
 */
export class Screen {
  readonly #desktop: Desktop;
  readonly #reader: ChildProcessByStdio<Writable, Readable, null>;
  readonly #answers: Interface;

  /** @param program the app's name on the accessibility bus */
  constructor(desktop: Desktop, program: string) {
    this.#desktop = desktop;
    // The desktop's user may have no access to this project's folder, so the script is passed as text.
    const script = readFileSync(join(import.meta.dirname, 'screen-reader.py'), 'utf8');
    this.#reader = desktop.spawn('python3', ['-c', script, program], {
      cwd: '/',
      stdio: ['pipe', 'pipe', 'inherit'],
    }) as ChildProcessByStdio<Writable, Readable, null>;
    this.#answers = createInterface({ input: this.#reader.stdout });
  }

  /** All elements on the screen now, in reading order. */
  async look(): Promise<readonly Seen[]> {
    const answer = new Promise<string>((settle) => this.#answers.once('line', settle));
    this.#reader.stdin.write('\n');
    const seen = JSON.parse(await answer) as readonly Seen[];
    return seen.filter(({ showing, width, height }) => showing && width > 0 && height > 0);
  }

  /** All readable text. */
  async readable(): Promise<string> {
    return (await this.look()).map(({ name, text }) => `${name} ${text}`).join('\n');
  }

  /** Waits for an element with this name or text. */
  async shown(role: string, name: string, timeoutMs = PATIENCE_MS): Promise<Seen> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const seen = await this.look();
      const found = seen.find((one) => one.role === role && [one.name, one.text].includes(name));
      if (found !== undefined) return found;
      if (performance.now() > deadline) {
        const instead = seen.map((one) => `${one.role} “${one.name}” “${one.text}”`).join('\n');
        throw new Error(`There is no ${role} “${name}” on the screen, but:\n${instead}`);
      }
      await sleep(100);
    }
  }

  /** Clicks the middle of an element with the mouse, once it has stopped moving. */
  async click(role: string, name: string): Promise<void> {
    let { x, y, width, height } = await this.shown(role, name);
    for (let before = NaN; before !== y;) {
      before = y;
      await sleep(SETTLES_MS);
      ({ x, y, width, height } = await this.shown(role, name));
    }
    await this.#desktop.input.click(Math.round(x + width / 2), Math.round(y + height / 2));
  }

  /** Clicks into a text box and types. */
  async typeInto(role: 'entry' | 'password text', name: string, text: string): Promise<void> {
    await this.click(role, name);
    await this.#desktop.input.type(text);
  }

  /** Fills in the first-run form; the person becomes the clinic's administrator. */
  async setUp(clinic: string, { name, email, password }: Person, timeout: string): Promise<void> {
    await this.shown('heading', 'Set up your clinic');
    await this.typeInto('entry', 'Clinic name', clinic);
    await this.typeInto('entry', 'Your name', name);
    await this.typeInto('entry', 'Email', email);
    await this.typeInto('password text', 'Password', password);
    await this.typeInto('password text', 'Confirm password', password);
    await this.click('combo box', 'Automatic session timeout');
    await this.click('list item', timeout);
    await this.click('push button', 'Create clinic');
    await this.shown('heading', clinic);
  }

  /** Fills in the sign-in view and presses Enter; the test checks what follows. */
  async signIn({ email, password }: Person): Promise<void> {
    await this.shown('push button', 'Sign in');
    await this.typeInto('entry', 'Email', email);
    await this.typeInto('password text', 'Password', password);
    await this.#desktop.input.key('Return');
  }
}

/** The inodes of the TCP sockets on which a process listens. */
export function listeningSockets(pid: number): readonly string[] {
  const listening = '0A';
  const inodes = ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === listening)
      .map((fields) => `socket:[${fields[9] ?? ''}]`),
  );
  return readdirSync(`/proc/${pid}/fd`)
    .map((name) => readlinkSync(`/proc/${pid}/fd/${name}`))
    .filter((target) => inodes.includes(target));
}
