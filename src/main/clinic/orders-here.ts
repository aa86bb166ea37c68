import type { SignOutState } from '../../shared/requests/clinic-views.js';
import { shownName } from '../../shared/people/name.js';
import type { Chain } from '../account/chain.js';
import { NO_LINK } from '../account/entry.js';
import { orderFor, signOutState } from '../account/sign-out-orders.js';
import type {
  AccountStore,
  BeatSession,
  OrderedEnd,
  SignedIn,
  SignOutOrdersHere,
  WorkstationBeat,
} from '../ports/index.js';

export interface OrdersHereParts {
  readonly account: Pick<AccountStore, 'state'>;
  readonly chain: Pick<Chain, 'knows'>;
  /** This workstation's id; `null` while it is none. */
  readonly self: () => string | null;
}

/** What the clinic's orders to sign out mean for the sessions of this computer. */
export class OrdersHere implements SignOutOrdersHere {
  readonly #parts: OrdersHereParts;
  /** The last session that was known of each workstation: an order about its member concerns it. */
  readonly #sessions = new Map<string, BeatSession>();

  constructor(parts: OrdersHereParts) {
    this.#parts = parts;
  }

  /** This workstation's id; `null` while it is none. */
  get self(): string | null {
    return this.#parts.self();
  }

  get now(): SignedIn {
    const { state } = this.#parts.account;
    return {
      signedInSeq: state?.seq ?? 0,
      signedInLink: state?.link ?? NO_LINK.toString('base64'),
    };
  }

  endOf({ memberId, ...began }: SignedIn & { readonly memberId: string }): OrderedEnd | null {
    const { account, chain } = this.#parts;
    const workstation = this.self;
    const shared = account.state?.shared ?? null;
    if (shared === null || workstation === null) return null;
    // The clinic went on without some of the decisions that were in force then: their numbers say nothing now.
    const signedInSeq = chain.knows(began.signedInSeq, began.signedInLink) ? began.signedInSeq : 0;
    const order = orderFor(shared, { memberId, workstation, signedInSeq });
    if (order === null) return null;
    const { by, reason, except, isOneSession } = order;
    const name = except === null ? undefined : shared.workstations[except]?.name;
    return {
      cause: causeOf(isOneSession, by === memberId),
      reason,
      hasMoment: isOneSession,
      elsewhere: name === undefined ? null : shownName(name),
    };
  }

  stateAt(workstation: string, beat: WorkstationBeat | null, nowMs: number): SignOutState | null {
    const shared = this.#parts.account.state?.shared ?? null;
    if (shared === null) return null;
    const session = beat?.session ?? this.#sessions.get(workstation) ?? null;
    if (session !== null) this.#sessions.set(workstation, session);
    return signOutState(shared, workstation, { beat, session, nowMs });
  }

  /** Nobody is signed in here any more: who was where is forgotten. */
  forget(): void {
    this.#sessions.clear();
  }
}

function causeOf(isOneSession: boolean, isOwn: boolean): OrderedEnd['cause'] {
  if (isOneSession) return 'signedInElsewhere';
  return isOwn ? 'signedOutElsewhere' : 'signedOutByAdministrator';
}
