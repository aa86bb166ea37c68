import type {
  AccountStore,
  Author,
  Decision,
  Decisions,
  SignedIn,
  SignOutOrdersHere,
} from '../ports/index.js';

const DONE = { ok: true } as const;

/** A session of this computer. */
export interface SessionHere extends SignedIn {
  readonly sessionId: string;
  readonly memberId: string;
  /** Whether it began in an earlier run of the app. */
  readonly isResumed: boolean;
}

export interface OneSessionParts {
  readonly account: Pick<AccountStore, 'state'>;
  readonly decisions: Pick<Decisions, 'commit'>;
  readonly orders: SignOutOrdersHere;
  /** Whether each person is to have one session alone. */
  readonly isWanted: () => boolean;
  /** Who is signed in here, with keys. */
  readonly author: () => Author | null;
  readonly session: () => SessionHere | null;
  /** This workstation's id; `null` while it is none. */
  readonly self: () => string | null;
}

/** Signs a member out everywhere else who has signed in here, if the clinic wants it so. */
export class OneSession {
  readonly #parts: OneSessionParts;
  /** The session that has asked, or need not. */
  #settled: string | null = null;
  #isAsking = false;

  constructor(parts: OneSessionParts) {
    this.#parts = parts;
  }

  /**
   * The server has answered to what this workstation said of its session. Only the first answer counts: later it
   * is the other workstation's turn. Never rejects.
   * @param elsewhere at how many other workstations its member is signed in
   */
  async answered(elsewhere: number): Promise<void> {
    const { isWanted, session } = this.#parts;
    const here = session();
    if (here === null || here.sessionId === this.#settled || this.#isAsking) return;
    if (elsewhere > 0 && !here.isResumed && isWanted()) {
      this.#isAsking = true;
      const isAsked = await this.#order(here).catch(() => false);
      this.#isAsking = false;
      // The next answer tries again.
      if (!isAsked) return;
    }
    this.#settled = here.sessionId;
  }

  async #order(here: SessionHere): Promise<boolean> {
    const { account, decisions, orders, author, self } = this.#parts;
    const by = author();
    const except = self();
    const { memberId } = here;
    if (by?.memberId !== memberId || except === null) return false;
    const ordered = await decisions.commit(by, (): Decision | typeof DONE => {
      // Two sign-ins at the same time: the other one was faster, and this session gives way.
      const isOver = (account.state?.shared ?? null) === null || orders.endOf(here) !== null;
      if (isOver) return DONE;
      const nobodyElse = { workstation: null, reason: null, way: 'oneSession' } as const;
      return { change: { kind: 'session.ended', memberId, except, ...nobodyElse } };
    });
    return ordered.ok;
  }
}
