import type { SignedChangeOf } from '../account/changes.js';
import type {
  AccountNow,
  AccountStore,
  Author,
  Decision,
  Decisions,
  Outcome,
  Refused,
  SignOutDesk,
  SignOutProblem,
  WhomToSignOut,
} from '../ports/index.js';

export interface SigningOutParts {
  readonly account: Pick<AccountStore, 'memberById'>;
  readonly decisions: Pick<Decisions, 'commit'>;
  /** This workstation's id; `null` while it is none. */
  readonly self: () => string | null;
}

/** Orders to sign out, as people give them. */
export class SigningOut implements SignOutDesk {
  readonly #parts: SigningOutParts;

  constructor(parts: SigningOutParts) {
    this.#parts = parts;
  }

  order(
    whom: WhomToSignOut,
    reason: string | null,
    author: Author,
  ): Promise<Outcome<SignOutProblem>> {
    return this.#parts.decisions.commit(
      author,
      ({ state }: AccountNow): Decision | Refused<SignOutProblem> => {
        const shared = state?.shared ?? null;
        if (shared === null) return refused('notShared');
        if (whom.kind === 'member' && this.#parts.account.memberById(whom.memberId) === null)
          return refused('unknownMember');
        if (whom.kind === 'workstation' && !Object.hasOwn(shared.workstations, whom.workstationId))
          return refused('unknownWorkstation');
        return { change: { ...changeFor(whom), reason } };
      },
    );
  }

  elsewhere(author: Author): Promise<Outcome<'notShared'>> {
    const { decisions, self } = this.#parts;
    const { memberId } = author;
    return decisions.commit(author, ({ state }): Decision | Refused<'notShared'> => {
      const except = self();
      if ((state?.shared ?? null) === null || except === null) return refused('notShared');
      const everywhere = { workstation: null, reason: null };
      return { change: { kind: 'session.ended', memberId, except, ...everywhere } };
    });
  }
}

/** An order without its reason. */
function changeFor(whom: WhomToSignOut): Omit<SignedChangeOf<'session.ended'>, 'reason'> {
  const everybody = { memberId: null, workstation: null, except: null };
  const change = { kind: 'session.ended', ...everybody } as const;
  if (whom.kind === 'member') return { ...change, memberId: whom.memberId };
  return whom.kind === 'workstation' ? { ...change, workstation: whom.workstationId } : change;
}

function refused<Code extends string>(code: Code): Refused<Code> {
  return { ok: false, code };
}
