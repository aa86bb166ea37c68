import type { SignedChange, SignedChangeOf } from './changes.js';
import { type ClinicState, NO_ORDERS, type SharedState, withRotation } from './clinic-state.js';
import type { Entry } from './entry.js';
import { type OrderVoid, withoutOrdersAt, withOrder } from './sign-out-orders.js';

/** Why a decision about the clinic's computers decides nothing. */
export type ComputerVoid =
  /** The account is shared already. */
  | 'shared'
  /** The account is one computer's alone. */
  | 'notShared'
  | 'unknownWorkstation'
  | 'workstationExists'
  /** The log's keys do not follow those before. */
  | 'wrongLogKeys'
  | OrderVoid;

export type ComputerChange = SignedChangeOf<
  Extract<
    SignedChange['kind'],
    'clinic.shared' | 'server.set' | `workstation.${string}` | 'clinic.left' | 'session.ended'
  >
>;

export function isAboutComputers(change: SignedChange): change is ComputerChange {
  const { kind } = change;
  if (kind === 'clinic.shared' || kind === 'server.set' || kind === 'clinic.left') return true;
  return kind === 'session.ended' || kind.startsWith('workstation.');
}

/** The state after a decision about the clinic's server and computers. */
export function withComputers(
  state: ClinicState,
  change: ComputerChange,
  entry: Entry,
): ClinicState | ComputerVoid {
  if (change.kind === 'clinic.shared') return shareIn(state, change, entry);
  const { shared } = state;
  if (shared === null) return 'notShared';
  // It also takes back every code on paper, and all other computers: they stay with the clinic.
  if (change.kind === 'clinic.left')
    return { ...withRotation(state, change.rotation), shared: null, hasLeft: true };
  const after =
    change.kind === 'session.ended'
      ? withOrder(shared, change, { entry, members: state.members })
      : decided(shared, change, entry);
  return typeof after === 'string' ? after : { ...state, shared: after };
}

function shareIn(
  state: ClinicState,
  { log, server, workstation, keys }: SignedChangeOf<'clinic.shared'>,
  { at }: Entry,
): ClinicState | ComputerVoid {
  if (state.shared !== null) return 'shared';
  if (keys.epoch !== 1) return 'wrongLogKeys';
  const { id, name, signing, opening } = workstation;
  const workstations = { [id]: { name, signing, opening, at } };
  const nobody = { invited: {}, removed: {}, orders: NO_ORDERS };
  return { ...state, shared: { log, server, keys, first: id, workstations, ...nobody } };
}

function decided(
  shared: SharedState,
  change: Exclude<
    ComputerChange,
    { readonly kind: 'clinic.shared' | 'clinic.left' | 'session.ended' }
  >,
  { by, at }: Entry,
): SharedState | ComputerVoid {
  const { workstations, invited, removed } = shared;
  if (change.kind === 'server.set') return { ...shared, server: change.server };
  const { workstation: id } = change;
  const known = workstations[id];
  const code = invited[id];
  switch (change.kind) {
    case 'workstation.invited': {
      if (known !== undefined || code !== undefined || removed[id] !== undefined)
        return 'workstationExists';
      const { name, until } = change;
      return { ...shared, invited: { ...invited, [id]: { ...change.code, name, until } } };
    }
    case 'workstation.withdrawn':
      return code === undefined
        ? 'unknownWorkstation'
        : { ...shared, invited: without(invited, id) };
    case 'workstation.enrolled': {
      if (code === undefined) return 'unknownWorkstation';
      const enrolled = { ...change.keys, name: code.name, at };
      return {
        ...shared,
        invited: without(invited, id),
        workstations: { ...workstations, [id]: enrolled },
      };
    }
    case 'workstation.named':
      if (known === undefined) return 'unknownWorkstation';
      return {
        ...shared,
        workstations: { ...workstations, [id]: { ...known, name: change.name } },
      };
    case 'workstation.removed': {
      if (known === undefined) return 'unknownWorkstation';
      const { keys } = change;
      if (keys !== null && keys.epoch !== shared.keys.epoch + 1) return 'wrongLogKeys';
      const gone = { name: known.name, by: by.id, at };
      return {
        ...shared,
        keys: keys ?? shared.keys,
        workstations: without(workstations, id),
        removed: { ...removed, [id]: gone },
        orders: withoutOrdersAt(shared.orders, id),
      };
    }
  }
}

export function without<Value>(
  all: Readonly<Record<string, Value>>,
  id: string,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(all).filter(([key]) => key !== id));
}
