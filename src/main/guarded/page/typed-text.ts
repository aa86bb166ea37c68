import type { WebContents } from 'electron';
import type { GuardedApp, PageRecords } from '../../ports/index.js';
import type { GuardedWindowParts } from '../guarded-parts.js';
import type { SitePartition } from '../partition/site-partition.js';
import { type PopUp, popUpsOf } from '../pop-ups/pop-ups.js';
import type { Probe } from './probe.js';

/** How long after somebody used the page it is asked for what was typed, in milliseconds. */
const ASKED_AFTER_MS = 1_500;

/** The part of the guarded window that is needed here. */
interface TypedWindow {
  readonly app: GuardedApp;
  readonly site: WebContents;
  readonly partition: SitePartition;
}

/** What a person typed into one guarded window's page, and its pop-ups, and did not send. */
export class TypedText {
  readonly #window: TypedWindow;
  readonly #probe: Probe;
  /** `null`: nothing of this window is kept. */
  readonly #records: PageRecords | null;
  #unsaved = false;
  #unsavedPopUps: readonly PopUp[] = [];
  #timer: NodeJS.Timeout | null = null;
  #isOver = false;

  constructor(window: TypedWindow, { probe, records, isTest }: GuardedWindowParts) {
    this.#window = window;
    this.#probe = probe;
    this.#records = isTest ? null : records;
  }

  /** As last asked. */
  get isUnsaved(): boolean {
    return this.#unsaved || this.unsavedPopUp !== undefined;
  }

  /** A pop-up that holds some of it, as last asked. */
  get unsavedPopUp(): PopUp | undefined {
    return this.#unsavedPopUps.find((popUp) => !popUp.isDestroyed());
  }

  used(): void {
    if (this.#records === null || this.#isOver) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      void this.read();
    }, ASKED_AFTER_MS);
  }

  /**
   * Asks only our own probe. It does not ask a page's `beforeunload`: pages take that for being left, and
   * give up locks on records, or the session.
   */
  async read(): Promise<void> {
    const { app, site } = this.#window;
    const [report, popUps] = await Promise.all([this.#probe.report(site), this.#readPopUps()]);
    this.#unsavedPopUps = popUps;
    if (report === null || this.#isOver) return;
    this.#unsaved = report.unsaved;
    this.#records?.typed(app, site.getURL(), report);
  }

  /** A form was sent from the page at an address: the site now has what was typed into the form. */
  sent(address: string, body: Buffer): void {
    this.#records?.sent(this.#window.app, address, body);
  }

  /** Another page is there. */
  forget(): void {
    this.#unsaved = false;
  }

  stop(): void {
    this.#isOver = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  /** Nothing of these windows is kept: they have no bar to offer it in. */
  async #readPopUps(): Promise<readonly PopUp[]> {
    const asked = popUpsOf(this.#window.partition).map(async (popUp) => {
      const report = await this.#probe.report(popUp.webContents);
      // A pop-up that hangs keeps its last answer.
      const isUnsaved = report?.unsaved ?? this.#unsavedPopUps.includes(popUp);
      return isUnsaved ? [popUp] : [];
    });
    return (await Promise.all(asked)).flat();
  }
}
