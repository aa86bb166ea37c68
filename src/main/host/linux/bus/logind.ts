import { type LockListener, tellLocked } from '../../lock/computer-listener.js';
import { BACKGROUND_BOUND_MS, Bus, BUS_DAEMON, ownerOf, plain, PROPERTIES } from './bus.js';
import type { BusCall, BusSignal } from './connection.js';

export const LOGIND = 'org.freedesktop.login1';
export const LOGIND_SESSION = `${LOGIND}.Session`;
const SESSION = LOGIND_SESSION;
const MANAGER = `${LOGIND}.Manager`;

const MATCHES = [
  `type='signal',sender='${LOGIND}',interface='${SESSION}'`,
  `type='signal',sender='${LOGIND}',interface='${PROPERTIES}',arg0='${SESSION}'`,
  `type='signal',sender='${LOGIND}',interface='${MANAGER}',member='PrepareForSleep'`,
  `type='signal',sender='${BUS_DAEMON.destination}',member='NameOwnerChanged',arg0='${LOGIND}'`,
];

/**
 * Listens to logind, which knows the OS sessions of this computer, for this process's own session.
 * @param address of the system's bus
 * @returns whether logind is there, and heard
 */
export function listenToLogind(
  address: string,
  env: NodeJS.ProcessEnv,
  listener: LockListener,
): () => boolean {
  /** logind's unique name on the bus: any user can send signals that look like logind's. */
  let logind: string | null = null;
  /** This process's own OS session; `null` while unknown: then any session's signals count. */
  let own: string | null = null;
  /** Counts how often logind came or went, so that a late answer to an older question is dropped. */
  let turn = 0;

  /** @param owner logind's unique name on the bus from now on; `null` when logind is gone */
  const meet = async (owner: string | null): Promise<void> => {
    const met = ++turn;
    logind = owner;
    if (owner === null) return;
    const session = await ownSession(bus, env);
    if (met !== turn) return;
    own = session;
    if (session === null) return;
    // Catches up with what happened while nobody listened.
    const ask = (name: string): Promise<unknown> =>
      bus.property({ destination: LOGIND, path: session }, SESSION, name);
    const [isLocked, isActive] = await Promise.all([ask('LockedHint'), ask('Active')]);
    if (met !== turn) return;
    if (isLocked === true || isActive === false) listener.onScreenLock();
  };
  const find = async (): Promise<void> => {
    const before = turn;
    const owner = await bus.ask(ownerOf(LOGIND));
    if (before === turn) await meet(typeof owner === 'string' ? owner : null);
  };
  const hear = (signal: BusSignal): void => {
    if (signal.sender === BUS_DAEMON.destination) {
      const [name, , owner] = signal.body;
      if (signal.member === 'NameOwnerChanged' && name === LOGIND)
        void meet(typeof owner === 'string' && owner !== '' ? owner : null);
    } else if (signal.sender === logind) {
      if (signal.interface === MANAGER) hearManager(signal, listener);
      else if (own === null || signal.path === own) hearSession(signal, listener);
    }
  };
  // Whose answer is only late must not be taken for absent: no signal of it would be heard.
  const bus: Bus = new Bus(
    address,
    {
      matches: MATCHES,
      onSignal: hear,
      onChange: (connected) => void (connected ? find() : meet(null)),
    },
    BACKGROUND_BOUND_MS,
  );
  return () => logind !== null;
}

function hearManager({ member, body }: BusSignal, { onSleep, onWake }: LockListener): void {
  if (member !== 'PrepareForSleep') return;
  if (body[0] === true) onSleep();
  if (body[0] === false) onWake();
}

function hearSession(signal: BusSignal, listener: LockListener): void {
  if (signal.interface === SESSION) {
    if (signal.member === 'Lock') listener.onScreenLock();
    if (signal.member === 'Unlock') listener.onScreenUnlock();
    return;
  }
  const [name, changed] = signal.body;
  if (signal.interface !== PROPERTIES || name !== SESSION) return;
  tellLocked(property(changed, 'LockedHint'), listener);
  // Somebody switched to another user: this session is not the one on the screen any more.
  if (property(changed, 'Active') === false) listener.onScreenLock();
}

/** @returns the value of one property in a D-Bus dictionary, or `undefined` */
function property(properties: unknown, name: string): unknown {
  if (typeof properties !== 'object' || properties === null) return undefined;
  return plain(Reflect.get(properties, name));
}

/**
 * Finds this process's own OS session.
 * @returns its path on logind's bus, or `null` where logind knows none
 */
export async function ownSession(bus: Bus, env: NodeJS.ProcessEnv): Promise<string | null> {
  const manager = { destination: LOGIND, path: '/org/freedesktop/login1', interface: MANAGER };
  const byName = { ...manager, member: 'GetSession', signature: 's' };
  const id = env['XDG_SESSION_ID'];
  const calls: readonly BusCall[] = [
    // The caller's own session, or else its user's session with a display: desktops start apps as user
    // services, which belong to no session.
    { ...byName, body: ['auto'] },
    // For logind before version 243, which does not know `auto`.
    { ...manager, member: 'GetSessionByPID', signature: 'u', body: [process.pid] },
    // Last, because a user service may have got the session of its service manager.
    ...(id === undefined || id === '' ? [] : [{ ...byName, body: [id] }]),
  ];
  for (const call of calls) {
    const path = await bus.ask(call);
    if (typeof path === 'string') return path;
  }
  return null;
}
