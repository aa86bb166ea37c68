import { shell } from 'electron';
import type { SiteCommand } from '../../shared/clinic-apps/guard-bar.js';
import { say } from '../../shared/words/say.js';
import type { Bar } from './bar.js';
import { outsideHost } from './partition/site-words.js';

/** What would leave a page: a command of the bar, closing the window, or the page itself. */
export type Leaving = SiteCommand | 'close' | 'page';

/** What the person said may be left, or closed to make room. */
export type Answered = Leaving | 'oldestPopUp' | 'showPopUps';

/**
 * Asks in the bar what only the person can decide. A dialog of the system would stay on the screen when the
 * session ends.
 */
export class Questions {
  readonly #bar: Bar;
  /** The address of the link that the question is about. */
  #outside: string | null = null;
  #leaving: Leaving | null = null;
  /** Whether the person has said that this page may be left. */
  #mayLeave = false;

  constructor(bar: Bar) {
    this.#bar = bar;
  }

  /** Another page is there: what was said about the last one is void. */
  reset(): void {
    this.#mayLeave = false;
    this.#leaving = null;
    if (this.#bar.state.question?.kind === 'leave') this.#bar.change({ question: null });
  }

  /** Says that a link leads out of the app, and asks about it where it may be opened elsewhere. */
  askOutside(address: string, canOpen: boolean): void {
    this.#outside = address;
    this.#bar.change({ question: { kind: 'outside', host: outsideHost(address), canOpen } });
  }

  /** Says that no more windows can be opened, and asks what to do about it. */
  askPopUps(open: readonly string[]): void {
    this.#bar.change({ question: { kind: 'popUps', open } });
  }

  /** Something is about to leave the page, which may object. */
  begin(leaving: Leaving): void {
    this.#leaving = leaving;
  }

  /**
   * The page objects to being left.
   * @returns whether it is left all the same; else the person is asked
   */
  objected(): boolean {
    if (this.#mayLeave) return true;
    this.#leaving ??= 'page';
    const closes = this.#leaving === 'close';
    this.#bar.change({ question: { kind: 'leave', closes } });
    return false;
  }

  /** @returns what is to be done by the person's answer, or `null` */
  answer(yes: boolean): Answered | null {
    const { question } = this.#bar.state;
    const [outside, leaving] = [this.#outside, this.#leaving];
    this.#outside = this.#leaving = null;
    this.#bar.change({ question: null });
    if (question?.kind === 'popUps') return yes ? 'oldestPopUp' : 'showPopUps';
    if (!yes || question === null) return null;
    if (question.kind === 'outside') {
      if (question.canOpen && outside !== null)
        void shell
          .openExternal(outside)
          .catch(() => this.#bar.change({ message: say('The browser could not be opened.') }));
      return null;
    }
    this.#mayLeave = true;
    return leaving ?? 'page';
  }
}
