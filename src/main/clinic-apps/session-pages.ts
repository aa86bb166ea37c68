import type { DraftView } from '../../shared/clinic-apps/guard-bar.js';
import type { ProbeReport } from '../../shared/clinic-apps/page-probe.js';
import { say } from '../../shared/words/say.js';
import type { DraftKeeper } from './draft-keeper.js';
import type { PlaceKeeper } from './place-keeper.js';
import type { SiteSignInKeeper } from './site-sign-in-keeper.js';
import type { GuardedApp, GuardedBrowser, PageRecords } from '../ports/index.js';

/** How much of a form is read, in bytes. */
export const MOST_OF_FORM = 1_000_000;

export interface LivingSession {
  readonly sessionId: string;
  readonly memberId: string;
}

export interface SessionPagesParts {
  readonly places: PlaceKeeper;
  readonly drafts: DraftKeeper;
  readonly siteSignIns: SiteSignInKeeper;
}

interface Session extends LivingSession {
  readonly windows: Pick<GuardedBrowser, 'places'>;
}

/**
 * Keeps what the guarded windows of one member's session tell about their pages. If the database fails,
 * the record is lost, never the window.
 */
export class SessionPages implements PageRecords {
  readonly #parts: SessionPagesParts;
  #session: Session | null = null;

  constructor(parts: SessionPagesParts) {
    this.#parts = parts;
  }

  /** The session that the windows belong to, or `null`. */
  get session(): LivingSession | null {
    return this.#session;
  }

  /** @param windows of the session; the pages that they show are kept */
  begin({ sessionId, memberId }: LivingSession, windows: Session['windows']): void {
    this.#session = { sessionId, memberId, windows };
    this.#ask(undefined, () => {
      this.#parts.places.beginSession(memberId);
      this.#parts.drafts.beginSession(memberId);
    });
  }

  end(): void {
    this.#session = null;
    this.#parts.places.endSession();
    this.#parts.drafts.endSession();
  }

  visited(): void {
    this.#ask(undefined, ({ memberId, windows }) =>
      this.#parts.places.visited(memberId, windows.places),
    );
  }

  typed({ id }: GuardedApp, address: string, { sent, fields }: ProbeReport): void {
    this.#ask(undefined, ({ memberId }) => {
      if (sent !== null) {
        const texts = sent.map(({ value }) => value);
        this.#parts.drafts.submitted(memberId, id, address, texts);
      }
      if (fields.length > 0) this.#parts.drafts.keep(memberId, id, address, fields);
    });
  }

  sent({ id }: GuardedApp, address: string, body: Buffer): void {
    this.#ask(undefined, ({ memberId }) =>
      this.#parts.drafts.submitted(memberId, id, address, textsOfForm(body)),
    );
  }

  /** The member accepted the offer to go back. */
  forgetOffer(): void {
    this.#ask(undefined, () => this.#parts.places.forgetOffer());
  }

  draftFor(appId: string, address: string): DraftView | null {
    return this.#ask(null, ({ memberId }) => this.#parts.drafts.for(memberId, appId, address));
  }

  hasSiteSignIn(app: GuardedApp): boolean {
    return this.#ask(false, ({ memberId }) => this.#parts.siteSignIns.has(memberId, app));
  }

  #ask<Answer>(otherwise: Answer, work: (session: Session) => Answer): Answer {
    if (this.#session === null) return otherwise;
    try {
      return work(this.#session);
    } catch (error) {
      process.emitWarning(
        say('Nothing could be kept of a page: {error}', { error: String(error) }),
      );
      return otherwise;
    }
  }
}

/**
 * The texts in a sent form: the decoded values (for `application/x-www-form-urlencoded`, the usual
 * form), and the whole body, which holds the texts of the others (`multipart/form-data`, `text/plain`).
 */
export function textsOfForm(body: Buffer): readonly string[] {
  const text = body.subarray(0, MOST_OF_FORM).toString('utf8');
  return [text, ...new URLSearchParams(text).values()];
}
