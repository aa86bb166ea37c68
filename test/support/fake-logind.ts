import { Message, type MessageBus, Variant } from '@jellybrick/dbus-next';
import { joinBus } from './join-bus.js';

const LOGIND = 'org.freedesktop.login1';

/** The paths of the OS sessions that the fake knows. */
export const SESSIONS = {
  own: '/org/freedesktop/login1/session/_32',
  other: '/org/freedesktop/login1/session/_33',
  manager: '/org/freedesktop/login1/session/_31',
} as const;

type SessionName = keyof typeof SESSIONS;

/**
 * What comes of a request to lock. `locks`: something listens, and says so; `ignores`: nothing does;
 * `silent`: there is no answer.
 */
export type LockReaction = 'locks' | 'ignores' | 'refuses' | 'silent';

interface Signal {
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly signature?: string;
  readonly body?: unknown[];
}

/**
 * logind on a private bus, with what a test decides about who belongs to which session; or, without
 * logind's name, a program that sends what looks like logind's signals.
 */
export class FakeLogind {
  readonly #bus: MessageBus;
  /** What `GetSession` knows by name; one that is missing is an error. */
  byName: Readonly<Record<string, SessionName>> = {};
  /** What `GetSessionByPID` says; `null`: that the process is part of no session. */
  byPid: SessionName | null = null;
  /** What the own session's properties are now. */
  properties: Readonly<Record<'Active' | 'LockedHint', boolean>> = {
    Active: true,
    LockedHint: false,
  };

  whenAskedToLock: LockReaction = 'refuses';
  /** The sessions that were asked to lock. */
  readonly locked: string[] = [];

  private constructor(bus: MessageBus) {
    this.#bus = bus;
    bus.addMethodHandler((message) => this.#answer(message));
  }

  /** @param address of a private bus */
  static async open(address: string, prepare?: (logind: FakeLogind) => void): Promise<FakeLogind> {
    const logind = await FakeLogind.impostor(address);
    prepare?.(logind);
    await logind.#bus.requestName(LOGIND);
    return logind;
  }

  /** The same, without the name. */
  static async impostor(address: string): Promise<FakeLogind> {
    const bus = await joinBus(address);
    return new FakeLogind(bus);
  }

  /** @param to the unique name of the only program that is to get it, matched or not */
  session(member: 'Lock' | 'Unlock', whose: SessionName = 'own', to?: string): void {
    this.emit({ path: SESSIONS[whose], interface: `${LOGIND}.Session`, member }, to);
  }

  changed(properties: Readonly<Record<string, unknown>>, whose: SessionName = 'own'): void {
    this.emit({
      path: SESSIONS[whose],
      interface: 'org.freedesktop.DBus.Properties',
      member: 'PropertiesChanged',
      signature: 'sa{sv}as',
      body: [`${LOGIND}.Session`, variants(properties), []],
    });
  }

  emit({ path, interface: name, member, signature = '', body = [] }: Signal, to?: string): void {
    const message = Message.newSignal(path, name, member, signature, body);
    if (to !== undefined) message.destination = to;
    this.#bus.send(message);
  }

  /** The unique names of the other programs on the bus. */
  async others(): Promise<readonly string[]> {
    const answer = await this.#bus.call(
      new Message({
        destination: 'org.freedesktop.DBus',
        path: '/org/freedesktop/DBus',
        interface: 'org.freedesktop.DBus',
        member: 'ListNames',
      }),
    );
    const names = (answer?.body[0] ?? []) as readonly string[];
    return names.filter((name) => name.startsWith(':') && name !== this.#bus.name);
  }

  close(): void {
    this.#bus.disconnect();
  }

  #answer(message: Message): boolean {
    const { member, body } = message;
    if (member === 'GetSession') this.#answerPath(message, this.byName[String(body[0])] ?? null);
    else if (member === 'GetSessionByPID') this.#answerPath(message, this.byPid);
    else if (member === 'Get') this.#answerProperty(message);
    else if (member === 'Lock') this.#lock(message);
    else return false;
    return true;
  }

  #answerProperty(message: Message): void {
    const value = variants(this.properties)[String(message.body[1])];
    const known = message.path === SESSIONS.own && value !== undefined;
    this.#bus.send(
      known
        ? Message.newMethodReturn(message, 'v', [value])
        : Message.newError(message, 'org.freedesktop.DBus.Error.UnknownProperty', 'Unknown'),
    );
  }

  #lock(message: Message): void {
    this.locked.push(message.path);
    const reaction = this.whenAskedToLock;
    if (reaction === 'silent') return;
    if (reaction === 'refuses') {
      const name = 'org.freedesktop.DBus.Error.InteractiveAuthorizationRequired';
      this.#bus.send(Message.newError(message, name, 'Interactive authentication required.'));
      return;
    }
    this.#bus.send(Message.newMethodReturn(message));
    // logind itself only passes the request on.
    this.session('Lock');
    if (reaction === 'ignores') return;
    this.properties = { ...this.properties, LockedHint: true };
    this.changed({ LockedHint: true });
  }

  #answerPath(message: Message, session: SessionName | null): void {
    this.#bus.send(
      session === null
        ? Message.newError(message, `${LOGIND}.NoSuchSession`, 'No such session known')
        : Message.newMethodReturn(message, 'o', [SESSIONS[session]]),
    );
  }
}

function variants(properties: Readonly<Record<string, unknown>>): Record<string, Variant> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [
      name,
      new Variant(typeof value === 'boolean' ? 'b' : 's', value),
    ]),
  );
}
