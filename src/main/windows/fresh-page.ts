import { app, type BrowserWindow } from 'electron';
import type { View } from '../../shared/requests/views.js';
import { HIDE_BOUND_MS } from '../ports/index.js';
import { pageUrlAnew } from './hardening/app-protocol.js';
import { isDeliberate } from './input/person-input.js';

type Kind = View['view'];

/**
 * How long after the last input a page is made anew in which somebody may have typed a password and
 * left, in milliseconds. The fields themselves are empty after a minute (`renderer/ui/hooks/when-left.ts`); this is
 * for what is in memory. Not in the middle of setting two-factor authentication up, which ends by itself.
 */
const LEFT_AFTER_MS: Partial<Record<Kind, number>> = {
  signIn: 120_000,
  twoFactor: 120_000,
  setUp: 600_000,
};

/** How long after the end of a session the page of that session goes, if nobody touches it, in milliseconds. */
const AFTER_END_MS = 15_000;

/**
 * The page of the main window. What was typed into it, and what it showed, stays in its process: no page
 * can overwrite the texts that a browser has copied. So Home gets a page in a process of its own: the
 * entrance's shows it at once, as a picture (`renderer/main/app.tsx`), and is killed as soon as the fresh
 * one has taken its place in the same window. At the end of a session the sign-in comes in the page that is
 * there, so that it takes keys at once; that page goes when nobody uses it, or with the next sign-in.
 */
export class FreshPage {
  readonly #window: BrowserWindow;
  readonly #onStuck: () => void;
  /** What the page that is there is for; `null` until it has asked. */
  #isFor: Kind | null = null;
  /** The process that is left, while a fresh page is on its way. */
  #leaves: number | null = null;
  #leftTimer: NodeJS.Timeout | undefined;
  /** Runs while the page is still to draw what it is left for. */
  #drawing: NodeJS.Timeout | undefined;

  /** @param onStuck no fresh page comes: the window is of no use any more */
  constructor(window: BrowserWindow, onStuck: () => void) {
    this.#window = window;
    this.#onStuck = onStuck;
    const { webContents } = window;
    webContents.on('did-navigate', () => this.#arrived());
    webContents.on('input-event', (_event, { type }) => {
      if (isDeliberate(type)) this.#touched();
    });
    window.on('closed', () => {
      clearTimeout(this.#leftTimer);
      clearTimeout(this.#drawing);
    });
  }

  /** The page has begun, and asks for its first view. */
  asked(kind: Kind): void {
    if (this.#leaves !== null && this.#window.webContents.getOSProcessId() === this.#leaves) return;
    // Its question may be here before the news of it.
    this.#arrived();
    this.#isFor = kind;
  }

  /** The page is given a view. */
  given(kind: Kind): void {
    if (this.#isFor === null) return;
    if (kind === 'home') {
      // First it draws that, and nothing takes the processor from it.
      if (this.#isFor !== 'home') this.#drawing ??= setTimeout(() => this.drawn(), HIDE_BOUND_MS);
      return;
    }
    this.#stopDrawing();
    if (kind === this.#isFor) return;
    const wasHome = this.#isFor === 'home';
    this.#isFor = kind;
    this.#stopDrawing();
    if (wasHome) this.#goIn(AFTER_END_MS);
  }

  /** The page has drawn what it was given. */
  drawn(): void {
    if (this.#drawing === undefined) return;
    this.#stopDrawing();
    this.#renew();
  }

  /** Whoever typed something here has left, or means to. */
  forgetTyped(): void {
    if (this.#leftTimer === undefined) return;
    this.#renew();
  }

  #touched(): void {
    this.#goIn(this.#isFor === null ? undefined : LEFT_AFTER_MS[this.#isFor]);
  }

  /** @param afterMs `undefined`: not at all */
  #goIn(afterMs: number | undefined): void {
    clearTimeout(this.#leftTimer);
    this.#leftTimer = undefined;
    if (afterMs === undefined) return;
    this.#leftTimer = setTimeout(() => this.#renew(), afterMs);
    this.#leftTimer.unref();
  }

  #stopDrawing(): void {
    clearTimeout(this.#drawing);
    this.#drawing = undefined;
  }

  #renew(): void {
    const { webContents } = this.#window;
    if (this.#leaves !== null || this.#window.isDestroyed()) return;
    const leaves = webContents.getOSProcessId();
    this.#leaves = leaves;
    webContents.loadURL(pageUrlAnew('main', webContents.getURL())).catch(() => {
      // One that came, and was replaced while it loaded, did what it had to.
      if (this.#leaves === leaves && !this.#window.isDestroyed()) this.#onStuck();
    });
  }

  #arrived(): void {
    const leaves = this.#leaves;
    if (leaves === null) return;
    this.#leaves = this.#isFor = null;
    clearTimeout(this.#leftTimer);
    this.#leftTimer = undefined;
    const { webContents } = this.#window;
    if (webContents.getOSProcessId() === leaves) {
      this.#onStuck();
      return;
    }
    // No way back into the other one.
    webContents.navigationHistory.clear();
    endLeft(leaves);
  }
}

/** A page that hangs would keep its process for a while. */
function endLeft(pid: number): void {
  // Asked first: one that is gone already may have left its number to another program.
  if (!app.getAppMetrics().some((one) => one.pid === pid && one.type === 'Tab')) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself meanwhile.
  }
}
