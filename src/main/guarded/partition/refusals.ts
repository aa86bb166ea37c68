import type { WebContents } from 'electron';
import { isWebAddress } from '../../../shared/clinic-apps/site-address.js';
import { say } from '../../../shared/words/say.js';
import type { GuardedApp } from '../../ports/index.js';
import { closeIfEmpty } from '../pop-ups/pop-ups.js';
import type { Questions } from '../questions.js';
import type { Reach } from './reach.js';
import { outsideHost, reachRefused } from './site-words.js';

export interface RefusalParts {
  readonly app: GuardedApp;
  readonly isTest: boolean;
  /** The page of the window itself. */
  readonly site: WebContents;
  readonly questions: Questions;
  readonly say: (message: string) => void;
  readonly show: () => void;
  readonly focusBar: () => void;
}

/** Tells of pages, and parts of pages, that were not shown because they are not part of the app. */
export class Refusals {
  /** Hosts that pages or frames were sent to. */
  readonly hosts = new Set<string>();
  readonly #reaches = new Set<Reach>();
  readonly #parts: RefusalParts;

  constructor(parts: RefusalParts) {
    this.#parts = parts;
  }

  /**
   * @param contents which page it is about, if that is known
   * @param isPage whether a whole page was refused, and not a part of one
   */
  add(contents: WebContents | null, address: string, isPage: boolean): void {
    const { app, isTest, site, questions, show, focusBar } = this.#parts;
    const host = outsideHost(address);
    const isNew = !this.hosts.has(host);
    this.hosts.add(host);
    if (!isPage) {
      if (isNew)
        this.#parts.say(say('A part of this page comes from {host} and was left out.', { host }));
      return;
    }
    if (contents !== null && contents !== site) {
      void closeIfEmpty(contents);
      // A pop-up has no bar to ask in.
      show();
    }
    if (!isWebAddress(address)) {
      this.#parts.say(
        say('This page tried to open “{host}”, which is not possible here.', { host }),
      );
      return;
    }
    questions.askOutside(address, app.allows.outsideLinks && !isTest);
    focusBar();
  }

  /** Told once for each kind: a page may try a thousand addresses. */
  addReach(host: string, reach: Reach): void {
    if (this.#reaches.has(reach)) return;
    this.#reaches.add(reach);
    this.#parts.say(reachRefused(host, reach));
  }
}
