import { type Point, screen, type WebContents } from 'electron';
import type { PushedView, View } from '../../shared/requests/views.js';
import type { AskedSecurity } from '../../shared/requests/asked-security.js';
import type { WantedTab } from '../../shared/requests/settings-tab.js';
import { spoken } from '../../shared/words/say.js';
import { HIDE_BOUND_MS, type Screens, type SystemNotification } from '../ports/index.js';
import { isPageOf } from './hardening/app-protocol.js';
import { onceReady, openAppWindow, sendView } from './app-window.js';
import {
  type AppWindowKind,
  type AppWindowsParts,
  nothingToShow,
  type OpenWindow,
  STAYED,
  type ViewOf,
} from './app-windows-parts.js';
import { Asked } from './asked.js';
import { FreshPage } from './fresh-page.js';
import { untilHandsRest } from './input/hands-rest.js';
import { Linger } from './linger.js';
import { HUNG_AFTER_MS, Paints } from './paints.js';
import { listenForLock, PersonInput } from './input/person-input.js';
import { keepStrayKeysOut } from './input/stray-keys.js';
import { warningNotification } from './warning-notification.js';
import { pointerOnScreen } from './input/pointer.js';

/** The app's own windows: opens, hides and closes them, and keeps each one's view up to date. */
export class AppWindows implements Screens {
  readonly #parts: AppWindowsParts;
  #viewOf: ViewOf = nothingToShow;
  readonly #person: PersonInput;
  readonly #open = new Map<number, OpenWindow>();
  #sequence = 0;
  /** Whether the main window belongs on the screen, also while it is being made again. */
  #mainIsWanted = false;
  /** Where the pointer was when the warning appeared, if the screen tells. */
  #warnedPointer: Point | null = null;
  #notification: SystemNotification | null = null;
  readonly asked = new Asked();
  readonly #paints = new Paints();
  readonly #linger = new Linger();

  constructor(parts: AppWindowsParts) {
    this.#parts = parts;
    this.#person = new PersonInput(parts.onInput);
  }

  /** To be called before the first window. */
  begin(viewOf: ViewOf): void {
    this.#viewOf = viewOf;
  }

  /** Brings the main window to the front, and makes it when there is none. */
  showMain(): void {
    this.#mainIsWanted = true;
    const main = this.#only('main') ?? this.#add('main');
    if (main.window.isMinimized()) main.window.restore();
    this.#show(main);
    main.window.focus();
  }

  showSettings(wanted: WantedTab): void {
    const found = this.#only('settings');
    if (found === undefined || wanted !== 'any') this.asked.askTab(wanted);
    if (found !== undefined) {
      this.#push(found);
      found.window.show();
      found.window.focus();
      return;
    }
    this.#show(this.#add('settings'));
  }

  closeSettings(): void {
    this.#only('settings')?.window.destroy();
  }

  /** Brings a page of My security to the front, in the main window. */
  showSecurity(page: AskedSecurity['page']): void {
    this.asked.askSecurity(page);
    this.refresh();
    this.showMain();
  }

  /** Which of the app's windows a message comes from; `null` for everything else. */
  kindOf(contents: WebContents, url: string): AppWindowKind | null {
    const found = this.#open.get(contents.id);
    return found !== undefined && isPageOf(found.kind, url) ? found.kind : null;
  }

  readView(contents: WebContents, kind: AppWindowKind): PushedView {
    const pushed = { language: spoken(), view: this.#viewOf(kind) };
    const found = this.#open.get(contents.id);
    found?.page?.asked(pushed.view.view);
    if (found !== undefined) found.sent = JSON.stringify(pushed);
    return { sequence: this.#sequence, ...pushed };
  }

  viewShown(contents: WebContents, sequence: number): void {
    const found = this.#open.get(contents.id);
    if (found?.kind !== 'main') return;
    this.#paints.painted(sequence);
    found.page?.drawn();
  }

  /** Settles when the main window has drawn its present view, or after `boundMs` milliseconds. */
  async drawn(boundMs: number): Promise<void> {
    await this.#paints.wait(this.#sequence, boundMs);
  }

  async hide(): Promise<void> {
    this.#linger.stop();
    for (const { kind, window } of [...this.#open.values()]) if (kind !== 'main') window.destroy();
    this.#calmDown();
    const main = this.#only('main');
    if (main === undefined) return;
    const sequence = this.#push(main, true);
    if (await this.#paints.wait(sequence, HIDE_BOUND_MS)) return;
    // A window that has not confirmed may still show the last patient, so it is hidden.
    const hadKeyboard = !main.window.isDestroyed() && main.window.isFocused();
    if (!main.window.isDestroyed()) main.window.hide();
    void this.#bringBack(main, sequence, hadKeyboard);
  }

  /** A window that was only slow comes back; one that hangs is destroyed and made again. */
  async #bringBack(main: OpenWindow, sequence: number, hadKeyboard: boolean): Promise<void> {
    const painted = await this.#paints.wait(sequence, HUNG_AFTER_MS);
    // One that crashed meanwhile was made again already.
    if (!painted && !main.window.isDestroyed()) main.window.destroy();
    if (!hadKeyboard) await untilHandsRest(this.#parts.idleMs);
    if (this.#mainIsWanted && this.#only('main')?.window.isVisible() !== true) this.showMain();
  }

  prepareWarning(): void {
    if (this.#all('warning').length > 0) return;
    const displays = this.#parts.canPlace ? screen.getAllDisplays() : [screen.getPrimaryDisplay()];
    for (const { workArea } of displays) {
      const width = 500;
      const height = 320;
      const { window } = this.#add('warning', {
        x: Math.round(workArea.x + (workArea.width - width) / 2),
        y: Math.round(workArea.y + (workArea.height - height) / 3),
      });
      window.setAlwaysOnTop(true, 'screen-saver');
      window.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true });
    }
  }

  showWarning(): void {
    this.#linger.stop();
    this.prepareWarning();
    this.#person.rememberPointer();
    this.#warnedPointer = pointerOnScreen();
    const view = this.#viewOf('warning');
    const isIdle = view.view === 'warning' && view.reason === 'idle';
    // The focus calls a person who is away, as screen readers need it. A person who works, or may work, is
    // not interrupted.
    const focus = isIdle && this.#parts.keyboardRests();
    this.#all('warning').forEach((open, index) => {
      // It is seen on every display, and heard once.
      open.window.webContents.setAudioMuted(index > 0);
      this.#push(open);
      if (!focus) keepStrayKeysOut(open.window, this.#parts.onStrayKey);
      if (focus && index === 0) open.window.show();
      else open.window.showInactive();
      open.window.moveTop();
    });
    this.#only('main')?.window.flashFrame(true);
    this.#notification?.close();
    this.#notification = this.#parts.notifications.show(warningNotification(isIdle, this.#parts));
  }

  dismissWarning(): void {
    this.#calmDown();
    const shown = this.#all('warning').filter(({ window }) => window.isVisible());
    const at = pointerOnScreen();
    const rests = at !== null && at.x === this.#warnedPointer?.x && at.y === this.#warnedPointer.y;
    if (shown.length === 0 || rests) {
      this.closeWarning();
      return;
    }
    this.#linger.start(
      shown.map(({ window }) => window),
      () => this.closeWarning(),
    );
    for (const open of shown) this.#push(open);
  }

  /** Dismisses the warning without waiting for a pointer that may be on its way to it. */
  closeWarning(): void {
    this.#linger.stop();
    for (const { window } of this.#all('warning')) window.destroy();
    this.#calmDown();
  }

  refresh(): void {
    for (const open of this.#open.values()) this.#push(open);
  }

  #add(kind: AppWindowKind, options?: Parameters<typeof openAppWindow>[1]): OpenWindow {
    const window = openAppWindow(kind, options);
    const page = kind === 'main' ? new FreshPage(window, () => this.#replace(open)) : null;
    const open: OpenWindow = { kind, window, page, sent: '', isReady: false, isAwaited: false };
    const { id } = window.webContents;
    this.#open.set(id, open);
    onceReady(window, () => {
      open.isReady = true;
      if (open.isAwaited) window.show();
    });
    window.on('closed', () => this.#open.delete(id));
    this.#person.listen(window.webContents);
    window.on('focus', this.#parts.onFocus);
    window.on('blur', this.#parts.onBlur);
    listenForLock(window.webContents, this.#parts.onLockNow);
    window.webContents.on('render-process-gone', () => this.#replace(open));
    if (kind === 'main')
      window.on('close', (event) => {
        const way = this.#parts.onMainClose();
        if (way === 'quit') return;
        event.preventDefault();
        page?.forgetTyped();
        if (way === 'minimise') {
          window.minimize();
          return;
        }
        this.#mainIsWanted = open.isAwaited = false;
        window.hide();
      });
    return open;
  }

  #show(open: OpenWindow): void {
    open.isAwaited = true;
    if (open.isReady) open.window.show();
  }

  /** Makes a hidden main window reachable again: what could have shown it is gone. */
  bringBackMinimised(): void {
    const main = this.#only('main');
    if (main === undefined || this.#mainIsWanted) return;
    this.#mainIsWanted = true;
    main.window.showInactive();
    main.window.minimize();
  }

  /** Whoever typed something at the entrance is not here any more. */
  forgetTyped(): void {
    this.#only('main')?.page?.forgetTyped();
  }

  /** For the end of the app: closes every window for good. What waits for the windows goes on. */
  closeAll(): void {
    this.#mainIsWanted = false;
    for (const { window } of [...this.#open.values()]) window.destroy();
    this.#paints.allGone();
  }

  /** Takes back what called for attention. */
  #calmDown(): void {
    this.#only('main')?.window.flashFrame(false);
    this.#notification?.close();
    this.#notification = null;
  }

  /** A crashed page shows nothing and answers nothing: the main window is made again. */
  #replace({ kind, window }: OpenWindow): void {
    if (window.isDestroyed()) return;
    window.destroy();
    if (kind === 'main' && this.#mainIsWanted) this.showMain();
  }

  #push(open: OpenWindow, always = false): number {
    const view: View =
      open.kind === 'warning' && this.#linger.lasts ? STAYED : this.#viewOf(open.kind);
    const language = spoken();
    const text = JSON.stringify({ language, view });
    if (always || text !== open.sent) {
      open.sent = text;
      this.#sequence += 1;
      sendView(open.window, open.kind, { sequence: this.#sequence, language, view });
      open.page?.given(view.view);
    }
    return this.#sequence;
  }

  #all(kind: AppWindowKind): readonly OpenWindow[] {
    return [...this.#open.values()].filter((open) => open.kind === kind);
  }

  #only(kind: AppWindowKind): OpenWindow | undefined {
    return this.#all(kind)[0];
  }
}
