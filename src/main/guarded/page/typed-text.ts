import type { WebContents } from 'electron';
import type { GuardedApp, PageRecords } from '../../ports/index.js';
import type { PopUp } from '../pop-ups/pop-ups.js';
import type { Probe } from './probe.js';

/** How long after somebody used the page it is asked for what was typed, in milliseconds. */
const ASKED_AFTER_MS = 1_500;

export interface TypedTextParts {
  readonly app: GuardedApp;
  readonly site: WebContents;
  /** The windows that the page opened. Nothing of them is kept: they have no bar to offer it in. */
  readonly popUps: () => readonly PopUp[];
  readonly probe: Probe;
  /** `null`: nothing of this window is kept. */
  readonly records: Pick<PageRecords, 'typed' | 'sent'> | null;
}

/** What a person typed into one guarded window's page, and its pop-ups, and did not send. */
export class TypedText {
  readonly #parts: TypedTextParts;
  #unsaved = false;
  #unsavedPopUps: readonly PopUp[] = [];
  #timer: NodeJS.Timeout | null = null;
  #isOver = false;

  constructor(parts: TypedTextParts) {
    this.#parts = parts;
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
    if (this.#parts.records === null || this.#isOver) return;
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
    const { app, site, probe, records } = this.#parts;
    const [report, popUps] = await Promise.all([probe.report(site), this.#readPopUps()]);
    this.#unsavedPopUps = popUps;
    if (report === null || this.#isOver) return;
    this.#unsaved = report.unsaved;
    records?.typed(app, site.getURL(), report);
  }

  /** A form was sent from the page at an address: the site now has what was typed into the form. */
  sent(address: string, body: Buffer): void {
    const { app, records } = this.#parts;
    records?.sent(app, address, body);
  }

  /** Another page is there. */
  forget(): void {
    this.#unsaved = false;
  }

  stop(): void {
    this.#isOver = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  async #readPopUps(): Promise<readonly PopUp[]> {
    const { popUps, probe } = this.#parts;
    const asked = popUps().map(async (popUp) => {
      const report = await probe.report(popUp.webContents);
      // A pop-up that hangs keeps its last answer.
      const isUnsaved = report?.unsaved ?? this.#unsavedPopUps.includes(popUp);
      return isUnsaved ? [popUp] : [];
    });
    return (await Promise.all(asked)).flat();
  }
}
