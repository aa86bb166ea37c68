import type { SignOutState } from '../../shared/requests/clinic-views.js';
import { type BeatSession, isReached, type WorkstationBeat } from '../ports/index.js';
import type { SignedChangeOf } from './changes.js';
import type {
  ClinicState,
  NewestOrders,
  SharedState,
  SignOutOrder,
  SignOutOrders,
} from './clinic-state.js';
import type { Entry } from './entry.js';

/* Which order to sign out ends which session. Pure: every workstation says the same. */

/** For how long it is shown what became of an order, in milliseconds: a day. */
const SHOWN_MS = 86_400_000;

/** Why an order ends no session. */
export type OrderVoid =
  | 'unknownMember'
  | 'unknownWorkstation'
  /** It says whom it is for in two ways, or gives a moment to somebody who has not signed in elsewhere. */
  | 'wrongOrder';

/** A session, as far as an order is about it. */
export interface OrderedSession {
  /** `null` while nobody knows yet who signs in. */
  readonly memberId: string | null;
  readonly workstation: string;
  /** How many decisions were in force here when it began. */
  readonly signedInSeq: number;
}

/** An order that ends a session. */
export interface OrderToObey extends SignOutOrder {
  /** Whether what was typed and not sent gets a moment first. */
  readonly isOneSession: boolean;
}

/** The account with one more order, or why it is none. */
export function withOrder(
  shared: SharedState,
  { memberId, workstation, except, reason, way }: SignedChangeOf<'session.ended'>,
  about: { readonly entry: Entry; readonly members: ClinicState['members'] },
): SharedState | OrderVoid {
  const { by, seq, at } = about.entry;
  const isOneSession = way !== undefined;
  if (workstation !== null && (memberId !== null || except !== null)) return 'wrongOrder';
  if (isOneSession && memberId !== by.id) return 'wrongOrder';
  if (memberId !== null && about.members[memberId] === undefined) return 'unknownMember';
  if (workstation !== null && shared.workstations[workstation] === undefined)
    return 'unknownWorkstation';
  const order: SignOutOrder = { seq, at, by: by.id, reason, except };
  const { orders } = shared;
  if (workstation !== null)
    return {
      ...shared,
      orders: { ...orders, workstations: { ...orders.workstations, [workstation]: [order] } },
    };
  if (memberId === null)
    return { ...shared, orders: { ...orders, all: withNewest(orders.all, order) } };
  const field = isOneSession ? 'oneSession' : 'members';
  const newest = withNewest(orders[field][memberId] ?? [], order);
  return {
    ...shared,
    orders: { ...orders, [field]: { ...orders[field], [memberId]: newest } },
  };
}

/** Nothing is kept for a workstation that is not there any more. */
export function withoutOrdersAt(orders: SignOutOrders, workstation: string): SignOutOrders {
  if (orders.workstations[workstation] === undefined) return orders;
  const others = Object.entries(orders.workstations).filter(([id]) => id !== workstation);
  return { ...orders, workstations: Object.fromEntries(others) };
}

/** See {@link NewestOrders}. */
function withNewest(before: NewestOrders, order: SignOutOrder): NewestOrders {
  if (order.except === null) return [order];
  const other = before.find(({ except }) => except !== order.except);
  return other === undefined ? [order] : [order, other];
}

/** The newest order that holds at a workstation. */
function at(orders: NewestOrders | undefined, workstation: string): SignOutOrder | null {
  return orders?.find(({ except }) => except !== workstation) ?? null;
}

/** The newest order that ends a session at once, or gives it a moment; `null` when it goes on. */
export function orderFor(
  { orders }: Pick<SharedState, 'orders'>,
  { memberId, workstation, signedInSeq }: OrderedSession,
): OrderToObey | null {
  const own = memberId ?? '';
  const atOnce = newest(
    [
      at(orders.all, workstation),
      at(orders.members[own], workstation),
      at(orders.workstations[workstation], workstation),
    ],
    signedInSeq,
  );
  if (atOnce !== null) return { ...atOnce, isOneSession: false };
  const moved = newest([at(orders.oneSession[own], workstation)], signedInSeq);
  return moved === null ? null : { ...moved, isOneSession: true };
}

function newest(
  orders: readonly (SignOutOrder | null)[],
  signedInSeq: number,
): SignOutOrder | null {
  return orders.reduce<SignOutOrder | null>(
    (best, order) =>
      order !== null && order.seq > Math.max(signedInSeq, best?.seq ?? 0) ? order : best,
    null,
  );
}

/** What a workstation said of itself last, and of its last session that is known. */
export interface KnownOfWorkstation {
  readonly beat: WorkstationBeat | null;
  /** Of the beat, or of one before: then it is over. */
  readonly session: BeatSession | null;
  readonly nowMs: number;
}

/** The newest order that concerns a workstation; one about a member, only where that member was signed in. */
function orderAt(
  { orders }: Pick<SharedState, 'orders'>,
  workstation: string,
  session: BeatSession | null,
): SignOutOrder | null {
  const own = session?.memberId ?? '';
  const ofMember = newest(
    [at(orders.members[own], workstation), at(orders.oneSession[own], workstation)],
    session?.signedInSeq ?? 0,
  );
  return newest(
    [at(orders.all, workstation), at(orders.workstations[workstation], workstation), ofMember],
    0,
  );
}

/** How far the newest order has come at a workstation: no more than the workstation has said itself. */
export function signOutState(
  shared: Pick<SharedState, 'orders'>,
  workstation: string,
  { beat, session, nowMs }: KnownOfWorkstation,
): SignOutState | null {
  const order = orderAt(shared, workstation, session);
  if (order === null || nowMs - order.at > SHOWN_MS) return null;
  if (beat === null) return { kind: 'notReached', sinceMs: null, ends: null };
  const doneMs = beat.seq < order.seq ? null : doneAt(beat, order);
  if (doneMs !== null) return { kind: 'done', atMs: doneMs };
  if (isReached(beat, nowMs)) return { kind: 'asked' };
  const known = beat.session;
  const ends = known && { idleMs: known.idleEndMs, longestMs: known.longestEndMs };
  return { kind: 'notReached', sinceMs: beat.heardMs, ends };
}

/** When a workstation had obeyed, as it says; `null` when it does not say so. */
function doneAt({ freeSinceMs, session }: WorkstationBeat, order: SignOutOrder): number | null {
  // Where nobody was signed in, there was nothing left to do.
  if (freeSinceMs !== null) return Math.max(freeSinceMs, order.at);
  const isLater = session !== null && session.signedInSeq >= order.seq;
  return isLater ? session.sinceMs : null;
}
