import { Variant } from '@jellybrick/dbus-next';
import { Bus, BUS_DAEMON } from './bus.js';
import type { BusCall, BusSignal } from './connection.js';
import { type LockListener, tellLocked } from './lock-listener.js';
import {
  LOGIND,
  LOGIND_MANAGER as MANAGER,
  LOGIND_SESSION as SESSION,
  ownSession,
} from './own-session.js';

const PROPERTIES = 'org.freedesktop.DBus.Properties';

const MATCHES = [
  `type='signal',sender='${LOGIND}',interface='${SESSION}'`,
  `type='signal',sender='${LOGIND}',interface='${PROPERTIES}',arg0='${SESSION}'`,
  `type='signal',sender='${LOGIND}',interface='${MANAGER}',member='PrepareForSleep'`,
  `type='signal',sender='${BUS_DAEMON.destination}',member='NameOwnerChanged',arg0='${LOGIND}'`,
];

/** logind, which knows the OS sessions of this computer, as far as this process's own is concerned. */
export class Logind {
  readonly #bus: Bus;
  readonly #env: NodeJS.ProcessEnv;
  readonly #listener: LockListener;
  /** Who logind is on the bus: any user of this computer can send what looks like its signals. */
  #logind: string | null = null;
  /** This process's own OS session; `null` while unknown: then any session's signals count. */
  #own: string | null = null;
  /** Counts how often logind came or went, so that an answer to an older question is left out. */
  #turn = 0;

  /** @param address of the system's bus */
  constructor(address: string, env: NodeJS.ProcessEnv, listener: LockListener) {
    this.#env = env;
    this.#listener = listener;
    this.#bus = new Bus(address, {
      matches: MATCHES,
      onSignal: (signal) => this.#hear(signal),
      onChange: (connected) => void (connected ? this.#find() : this.#meet(null)),
    });
  }

  /** Whether it is there, and heard. */
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
      if (signal.member === 'Lock') this.#listener.onLock();
      if (signal.member === 'Unlock') this.#listener.onUnlock();
      return;
    }
    const [name, changed] = signal.body;
    if (signal.interface !== PROPERTIES || name !== SESSION) return;
    tellLocked(property(changed, 'LockedHint'), this.#listener);
    // Somebody switched to another user: this session is not the one on the screen any more.
    if (property(changed, 'Active') === false) this.#listener.onLock();
  }

  async #find(): Promise<void> {
    const turn = this.#turn;
    const owner = await this.#ask({
      ...BUS_DAEMON,
      member: 'GetNameOwner',
      signature: 's',
      body: [LOGIND],
    });
    if (turn === this.#turn) await this.#meet(typeof owner === 'string' ? owner : null);
  }

  /** @param owner who logind is on the bus from now on; `null`: it is gone */
  async #meet(owner: string | null): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.#logind = owner;
    if (owner === null) return;
    const own = await ownSession((call) => this.#ask(call), this.#env);
    if (turn !== this.#turn) return;
    this.#own = own;
    if (own === null) return;
    // What happened while nobody listened.
    const now = await this.#ask({
      destination: LOGIND,
      path: own,
      interface: PROPERTIES,
      member: 'GetAll',
      signature: 's',
      body: [SESSION],
    });
    if (turn !== this.#turn) return;
    if (property(now, 'LockedHint') === true || property(now, 'Active') === false)
      this.#listener.onLock();
  }

  /** @returns the first value of the answer, or `undefined` where there is none */
  async #ask(call: BusCall): Promise<unknown> {
    try {
      const [value] = await this.#bus.call(call);
      return value;
    } catch {
      return undefined;
    }
  }
}

/** @returns what a dictionary of properties says of one, if anything */
function property(properties: unknown, name: string): unknown {
  if (typeof properties !== 'object' || properties === null) return undefined;
  const value: unknown = Reflect.get(properties, name);
  return value instanceof Variant ? value.value : undefined;
}
