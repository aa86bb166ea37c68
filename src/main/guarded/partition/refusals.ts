import type { WebContents } from 'electron';
import { isWebAddress } from '../../../shared/clinic-apps/site-address.js';
import { say } from '../../../shared/words/say.js';
import type { GuardedApp } from '../../ports/index.js';
import { closeIfEmpty } from '../pop-ups/pop-ups.js';
import type { Questions } from '../questions.js';
import type { Reach } from './reach.js';
import { outsideHost, reachRefused } from './site-words.js';

/** The part of the guarded window that is needed here. */
interface RefusingWindow {
  readonly app: GuardedApp;
  readonly isTest: boolean;
  /** The page of the window itself. */
  readonly site: WebContents;
  say(message: string): void;
  show(): void;
  focus(where: 'bar'): void;
}

/** Tells of pages, and parts of pages, that were not shown because they are not part of the app. */
export class Refusals {
  /** Hosts that pages or frames were sent to. */
  readonly hosts = new Set<string>();
  readonly #reaches = new Set<Reach>();
  readonly #window: RefusingWindow;
  readonly #questions: Questions;

  constructor(window: RefusingWindow, questions: Questions) {
    this.#window = window;
    this.#questions = questions;
  }

  /**
   * @param contents which page it is about, if that is known
   * @param isPage whether a whole page was refused, and not a part of one
   */
  add(contents: WebContents | null, address: string, isPage: boolean): void {
    const window = this.#window;
    const host = outsideHost(address);
    const isNew = !this.hosts.has(host);
    this.hosts.add(host);
    if (!isPage) {
      if (isNew)
        window.say(say('A part of this page comes from {host} and was left out.', { host }));
      return;
    }
    if (contents !== null && contents !== window.site) {
      void closeIfEmpty(contents);
      // A pop-up has no bar to ask in.
      window.show();
    }
    if (!isWebAddress(address)) {
      window.say(say('This page tried to open “{host}”, which is not possible here.', { host }));
      return;
    }
    this.#questions.askOutside(address, window.app.allows.outsideLinks && !window.isTest);
    window.focus('bar');
  }

  /** Told once for each kind: a page may try a thousand addresses. */
  addReach(host: string, reach: Reach): void {
    if (this.#reaches.has(reach)) return;
    this.#reaches.add(reach);
    this.#window.say(reachRefused(host, reach));
  }
}
