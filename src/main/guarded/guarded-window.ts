import type { BrowserWindow, WebContents } from 'electron';
import { barHeight, type BarPanel, type SiteCommand } from '../../shared/clinic-apps/guard-bar.js';
import type { FillOutcome } from '../../shared/clinic-apps/page-probe.js';
import { originOf } from '../../shared/clinic-apps/site-address.js';
import { say } from '../../shared/words/say.js';
import { onceReady, openAppWindow } from '../windows/app-window.js';
import { endProcesses } from '../windows/hardening/end-process.js';
import { listenForLock, PersonInput } from '../windows/input/person-input.js';
import { Bar } from './bar.js';
import { type BrowserKeys, listenToBrowserKeys } from './page/browser-keys.js';
import type { Downloads } from './downloads/downloads.js';
import type { GuardedApp } from '../ports/index.js';
import type { GuardedWindowParts } from './guarded-parts.js';
import { adoptPopUps, nameOf, popUpsOf } from './pop-ups/pop-ups.js';
import { Questions } from './questions.js';
import { Refusals } from './partition/refusals.js';
import { SiteControls } from './page/site-controls.js';
import { SiteFiles } from './downloads/site-files.js';
import { onFocusSettled } from './page/focus-settles.js';
import { listenToSite } from './partition/site-events.js';
import { barFacts } from './page/page-facts.js';
import { offerSiteMenu } from './page/site-menu.js';
import type { SitePartition } from './partition/site-partition.js';
import { SiteView } from './page/site-view.js';
import { browserSignIn, copyTaken } from './partition/site-words.js';
import { TypedText } from './page/typed-text.js';

/**
 * The window of one clinic app in one member's session: our bar, the site's page below it, and the
 * pop-ups that the page opens. Nothing of it outlives {@link destroy}.
 */
export class GuardedWindow {
  readonly app: GuardedApp;
  readonly window: BrowserWindow;
  readonly partition: SitePartition;
  readonly isTest: boolean;
  readonly bar: Bar;
  readonly site: WebContents;
  readonly downloads: Downloads;
  readonly typed: TypedText;
  readonly controls: SiteControls;
  readonly refusals: Refusals;
  readonly #parts: GuardedWindowParts;
  readonly #view: SiteView;
  readonly #questions: Questions;
  readonly #files: SiteFiles;
  #isOver = false;

  constructor(app: GuardedApp, parts: GuardedWindowParts) {
    this.app = app;
    this.#parts = parts;
    this.partition = parts.partition;
    this.isTest = parts.isTest;
    this.partition.events = {
      onRefused: (contents, address, isPage) => this.refusals.add(contents, address, isPage),
      onSent: (contents, body) => contents === this.site && this.typed.sent(this.address, body),
      onDownload: (item, contents) => this.#files.download(item, contents),
      onDocument: (item, contents) => this.#files.show(item, contents),
      onReachRefused: (host, reach) => this.refusals.addReach(host, reach),
      onPopUpRefused: () => this.#onPopUpRefused(),
      onSignInAsked: (host, byProxy) => this.say(browserSignIn(app.name, host, byProxy)),
    };
    this.window = openAppWindow('bar', { title: `${app.name} · ${parts.member.name}` });
    this.#view = new SiteView(this.window, this.partition);
    this.site = this.#view.contents;
    this.bar = new Bar(
      this.window,
      (state) => ({ ...barFacts(this, parts, this.#isAtHome()), ...state }),
      (view) => this.#view.placeBelow(barHeight(view)),
    );
    this.controls = new SiteControls(this.site, this.bar, app, parts.address);
    this.#questions = new Questions(this.bar);
    this.refusals = new Refusals(this, this.#questions);
    this.#files = new SiteFiles(this, parts, () => void this.#blurred());
    this.downloads = this.#files.downloads;
    this.typed = new TypedText(this, parts);
    this.#listenToWindow();
    this.#listenToPages();
    // If printing cannot be taken from the page, the page is not shown.
    this.controls.begin().catch(() => this.#closed());
  }

  get address(): string {
    return this.controls.address;
  }

  show(): void {
    if (this.#isOver) return;
    if (this.window.isMinimized()) this.window.restore();
    this.window.show();
  }

  /** Brings what was typed and not sent to the front. */
  showUnsaved(): void {
    this.show();
    if (!this.#isOver) this.typed.unsavedPopUp?.show();
  }

  command(command: SiteCommand): void {
    if (command === 'back' || command === 'forward' || command === 'home' || command === 'reload')
      this.#questions.begin(command);
    this.controls.command(command);
  }

  openPanel(panel: BarPanel): void {
    if (this.bar.state.panel === 'find' && panel !== 'find') this.controls.endFind('keepSelection');
    this.bar.change({ panel });
    this.focus(panel === 'none' ? 'page' : 'bar');
  }

  answer(yes: boolean): void {
    const leaving = this.#questions.answer(yes);
    const popUps = popUpsOf(this.partition);
    if (leaving === 'showPopUps') {
      for (const popUp of popUps) popUp.show();
      return;
    }
    if (leaving === 'oldestPopUp') {
      popUps[0]?.close();
      this.say(say('There is room for a window now: open it once more.'));
      return;
    }
    if (!yes) this.controls.stayed();
    if (leaving === 'close') void this.#view.close().then(() => this.#closed());
    else if (leaving === 'page') this.say(say('You can leave now: follow the link once more.'));
    else if (leaving !== null) this.controls.command(leaving);
    this.focus('page');
  }

  /** Shows a line of text in the bar; `null` takes it away. */
  say(message: string | null): void {
    this.bar.change({ message });
  }

  /** Gives the keyboard to the bar, or to the page while it is shown. */
  focus(where: 'bar' | 'page'): void {
    if (this.#isOver) return;
    if (where === 'page' && this.bar.state.page.state === 'shown') this.site.focus();
    else this.window.webContents.focus();
  }

  /** Fills a saved sign-in in, if the page is of the app's exact origin. */
  async fillSignIn(userName: string, password: string): Promise<FillOutcome | 'otherSite'> {
    if (!this.#isAtHome()) return 'otherSite';
    const origin = originOf(this.app.address) ?? '';
    const outcome = await this.#parts.probe.fill(this.site, origin, userName, password);
    if (outcome === 'filled') this.openPanel('none');
    return outcome;
  }

  /** Takes all of it off the screen for good: until it is destroyed, its pages bring nothing back. */
  hide(): void {
    this.#isOver = true;
    this.partition.events = null;
    this.bar.end();
    this.typed.stop();
    this.#files.hide();
    for (const window of [this.window, ...popUpsOf(this.partition)])
      if (!window.isDestroyed()) window.hide();
  }

  /** Ends pages, processes and windows without asking them. To be called after {@link hide}. */
  destroy(): void {
    this.#files.end();
    for (const popUp of popUpsOf(this.partition)) {
      endProcesses(popUp.webContents);
      popUp.destroy();
    }
    this.#view.destroy();
    if (!this.window.isDestroyed()) this.window.destroy();
  }

  /** Whether the page is of the app's origin. */
  #isAtHome(): boolean {
    return !this.site.isDestroyed() && originOf(this.site.getURL()) === originOf(this.app.address);
  }

  #listenToWindow(): void {
    const { window } = this;
    onceReady(window, () => this.show());
    window.on('resize', () => this.#view.placeBelow(barHeight(this.bar.view)));
    window.on('focus', () => this.#parts.clipboard.focused());
    onFocusSettled(window, () => {
      const { panel, question } = this.bar.state;
      this.focus(panel === 'none' && question === null ? 'page' : 'bar');
    });
    window.on('blur', () => void this.#blurred());
    window.on('close', (event) => {
      if (this.#isOver) return;
      event.preventDefault();
      void this.#askToClose();
    });
    window.webContents.on('render-process-gone', () => this.#closed());
  }

  #listenToPages(): void {
    const { site } = this;
    const { onInput, onLockNow, clipboard, member, probe } = this.#parts;
    new PersonInput(onInput).listen(this.window.webContents);
    const typing = new PersonInput(() => {
      onInput();
      this.typed.used();
    });
    typing.listen(site);
    const keys: BrowserKeys = {
      command: (command) => this.command(command),
      openPanel: (panel) => this.openPanel(panel),
      print: () => this.controls.print(),
      switchFocus: () => this.focus(site.isFocused() ? 'bar' : 'page'),
      escape: () => {
        if (this.bar.state.panel === 'none') return false;
        this.openPanel('none');
        return true;
      },
    };
    for (const contents of [this.window.webContents, site]) {
      listenForLock(contents, onLockNow);
      listenToBrowserKeys(contents, keys);
    }
    offerSiteMenu(site, this.window, keys, this.app.allows.printing);
    listenToSite(site, this, {
      onArrived: (address) => this.#arrived(address),
      onReady: () => probe.install(site),
      onObjection: () => this.#questions.objected(),
      // A page may also close itself; a window without a page is of no use.
      onGone: () => this.#closed(),
    });
    adoptPopUps(site, this.partition, {
      appName: this.app.name,
      memberName: member.name,
      listenToPerson: (contents) => typing.listen(contents),
      onReady: (contents) => probe.install(contents),
      say: (message) => this.say(message),
      onLockNow,
      onFocus: () => clipboard.focused(),
      onBlur: () => void this.#blurred(),
    });
  }

  async #askToClose(): Promise<void> {
    await Promise.all([this.typed.read(), this.#parts.dialogs.close()]);
    if (this.#isOver) return;
    this.#questions.begin('close');
    const isShown = this.bar.state.page.state === 'shown';
    if (isShown && this.typed.isUnsaved && !this.#questions.objected()) {
      this.focus('bar');
      return;
    }
    // Now the page closes, and may object. Once it is gone, the window closes too.
    if (isShown && (await this.#view.close()) === 'objected') this.focus('bar');
    else this.#closed();
  }

  #closed(): void {
    if (!this.#isOver) this.#parts.onClosed();
  }

  async #blurred(): Promise<void> {
    if (this.#isOver || !(await this.#parts.clipboard.blurred(this.app.allows.clipboardOut)))
      return;
    this.say(copyTaken(this.app.name));
  }

  #arrived(address: string): void {
    this.controls.address = address;
    this.#questions.reset();
    this.typed.forget();
    this.bar.change({ page: { state: 'shown' } });
    if (this.isTest) return;
    this.#parts.records.visited();
    this.bar.showDraft(this.#parts.records.draftFor(this.app.id, address));
  }

  #onPopUpRefused(): void {
    this.#questions.askPopUps(popUpsOf(this.partition).map(nameOf));
    // A pop-up may have asked for one, and pop-ups have no bar.
    this.show();
    this.focus('bar');
  }
}
