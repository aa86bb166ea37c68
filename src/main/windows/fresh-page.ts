import { app, type BrowserWindow } from 'electron';
import type { View } from '../../shared/requests/views.js';
import { HIDE_BOUND_MS } from '../ports/index.js';
import { pageUrlAnew } from './hardening/app-protocol.js';
import { kill } from './hardening/end-process.js';
import { isDeliberate } from './input/person-input.js';

type Kind = View['view'];

/**
 * How long after the last input a page is replaced in which somebody may have typed a password and left, in
 * milliseconds. The fields themselves are empty after a minute (`renderer/ui/hooks/when-left.ts`); this is
 * for what is in memory. The set-up of two-factor authentication is left out, because it ends by itself.
 */
const LEFT_AFTER_MS: Partial<Record<Kind, number>> = {
  signIn: 120_000,
  twoFactor: 120_000,
  setUp: 600_000,
};

/** How long the page of an ended session stays if nobody touches it, in milliseconds. */
const AFTER_END_MS = 15_000;

/**
 * The page of the main window. What was typed into it, and what it showed, stays in its process: no page
 * can overwrite the texts that a browser has copied. So Home gets a page in a process of its own. The
 * entrance's page shows Home at once, as a picture (`renderer/main/app.tsx`), and is killed as soon as the
 * fresh page has taken its place in the same window. At the end of a session the present page shows the
 * sign-in, so that it takes keys at once. That page goes when nobody uses it, or with the next sign-in.
 */
export class FreshPage {
  readonly #window: BrowserWindow;
  readonly #onStuck: () => void;
  /** The view that the present page is for; `null` until the page has asked. */
  #isFor: Kind | null = null;
  /** The process id of the old page, while a fresh page is loading. */
  #leaves: number | null = null;
  #leftTimer: NodeJS.Timeout | undefined;
  /** Runs while the old page still has to draw Home, before it is replaced. */
  #drawing: NodeJS.Timeout | undefined;

  /** @param onStuck called when no fresh page comes: the window is of no use any more */
  constructor(window: BrowserWindow, onStuck: () => void) {
    this.#window = window;
    this.#onStuck = onStuck;
    const { webContents } = window;
    webContents.on('did-navigate', () => this.#arrived());
    webContents.on('input-event', (_event, { type }) => {
      if (isDeliberate(type)) this.#touched();
    });
    window.on('closed', () => {
      this.#goIn(undefined);
      this.#stopDrawing();
    });
  }

  /** The page has begun, and asks for its first view. */
  asked(kind: Kind): void {
    if (this.#leaves !== null && this.#window.webContents.getOSProcessId() === this.#leaves) return;
    // The question may arrive before `did-navigate`.
    this.#arrived();
    this.#isFor = kind;
  }

  given(kind: Kind): void {
    if (this.#isFor === null) return;
    if (kind === 'home') {
      // First this page draws Home: a fresh page would take the processor from it.
      if (this.#isFor !== 'home') this.#drawing ??= setTimeout(() => this.drawn(), HIDE_BOUND_MS);
      return;
    }
    this.#stopDrawing();
    if (kind === this.#isFor) return;
    const wasHome = this.#isFor === 'home';
    this.#isFor = kind;
    if (wasHome) this.#goIn(AFTER_END_MS);
  }

  drawn(): void {
    if (this.#drawing === undefined) return;
    this.#stopDrawing();
    this.#renew();
  }

  /** Whoever typed something here has left, or is about to. */
  forgetTyped(): void {
    if (this.#leftTimer === undefined) return;
    this.#renew();
  }

  #touched(): void {
    this.#goIn(this.#isFor === null ? undefined : LEFT_AFTER_MS[this.#isFor]);
  }

  /** @param afterMs `undefined` for never */
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
      // A page that arrived, and was replaced while it loaded, is no problem.
      if (this.#leaves === leaves && !this.#window.isDestroyed()) this.#onStuck();
    });
  }

  #arrived(): void {
    const leaves = this.#leaves;
    if (leaves === null) return;
    this.#leaves = this.#isFor = null;
    this.#goIn(undefined);
    const { webContents } = this.#window;
    if (webContents.getOSProcessId() === leaves) {
      this.#onStuck();
      return;
    }
    // No way back to the old page.
    webContents.navigationHistory.clear();
    endLeft(leaves);
  }
}

/** Kills the process of the old page, which a page that hangs would keep for a while. */
function endLeft(pid: number): void {
  // Checked first: if the process is gone, another program may have its number now.
  if (app.getAppMetrics().some((one) => one.pid === pid && one.type === 'Tab')) kill(() => pid);
}
