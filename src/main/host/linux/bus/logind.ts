import { type LockListener, tellLocked } from '../../lock/computer-listener.js';
import { Bus, BUS_DAEMON, ownerOf, plain, PROPERTIES } from './bus.js';
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

/** Listens to logind, which knows the OS sessions of this computer, for this process's own session. */
export class Logind {
  readonly #bus: Bus;
  readonly #env: NodeJS.ProcessEnv;
  readonly #listener: LockListener;
  /** logind's unique name on the bus: any user can send signals that look like logind's. */
  #logind: string | null = null;
  /** This process's own OS session; `null` while unknown: then any session's signals count. */
  #own: string | null = null;
  /** Counts how often logind came or went, so that a late answer to an older question is dropped. */
  #turn = 0;

  constructor(address: string, env: NodeJS.ProcessEnv, listener: LockListener) {
    this.#env = env;
    this.#listener = listener;
    this.#bus = new Bus(address, {
      matches: MATCHES,
      onSignal: (signal) => this.#hear(signal),
      onChange: (connected) => void (connected ? this.#find() : this.#meet(null)),
    });
  }

  /** Whether logind is there, and heard. */
  get isHeard(): boolean {
    return this.#logind !== null;
  }

  #hear(signal: BusSignal): void {
    if (signal.sender === BUS_DAEMON.destination) {
      const [name, , owner] = signal.body;
      if (signal.member === 'NameOwnerChanged' && name === LOGIND)
        void this.#meet(typeof owner === 'string' && owner !== '' ? owner : null);
    } else if (signal.sender === this.#logind) {
      if (signal.interface === MANAGER) this.#hearManager(signal);
      else if (this.#own === null || signal.path === this.#own) this.#hearSession(signal);
    }
  }

  #hearManager({ member, body }: BusSignal): void {
    if (member !== 'PrepareForSleep') return;
    if (body[0] === true) this.#listener.onSleep();
    if (body[0] === false) this.#listener.onWake();
  }

  #hearSession(signal: BusSignal): void {
    if (signal.interface === SESSION) {
      if (signal.member === 'Lock') this.#listener.onScreenLock();
      if (signal.member === 'Unlock') this.#listener.onScreenUnlock();
      return;
    }
    const [name, changed] = signal.body;
    if (signal.interface !== PROPERTIES || name !== SESSION) return;
    tellLocked(property(changed, 'LockedHint'), this.#listener);
    // Somebody switched to another user: this session is not the one on the screen any more.
    if (property(changed, 'Active') === false) this.#listener.onScreenLock();
  }

  async #find(): Promise<void> {
    const turn = this.#turn;
    const owner = await this.#bus.ask(ownerOf(LOGIND));
    if (turn === this.#turn) await this.#meet(typeof owner === 'string' ? owner : null);
  }

  /** @param owner logind's unique name on the bus from now on; `null` when logind is gone */
  async #meet(owner: string | null): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.#logind = owner;
    if (owner === null) return;
    const own = await ownSession(this.#bus, this.#env);
    if (turn !== this.#turn) return;
    this.#own = own;
    if (own === null) return;
    // Catches up with what happened while nobody listened.
    const ask = (name: string): Promise<unknown> =>
      this.#bus.property({ destination: LOGIND, path: own }, SESSION, name);
    const [isLocked, isActive] = await Promise.all([ask('LockedHint'), ask('Active')]);
    if (turn !== this.#turn) return;
    if (isLocked === true || isActive === false) this.#listener.onScreenLock();
  }
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
