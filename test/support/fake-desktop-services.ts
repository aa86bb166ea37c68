import { once } from 'node:events';
import { Message, type MessageBus, sessionBus, Variant } from '@jellybrick/dbus-next';

const LOGIND = 'org.freedesktop.login1';
const OWN_SESSION = '/org/freedesktop/login1/session/own';
const OTHER_SESSION = '/org/freedesktop/login1/session/other';
const MUTTER = 'org.gnome.Mutter.IdleMonitor';

/**
 * logind, screen savers and GNOME's idle monitor on a private bus, as far as the app hears and asks
 * them. They say what a test tells them to.
 */
export class FakeDesktopServices {
  readonly #bus: MessageBus;
  /** What the idle monitor answers, in milliseconds; `null`: it is not there. */
  idle: (() => number) | null = null;

  private constructor(bus: MessageBus) {
    this.#bus = bus;
    bus.addMethodHandler((message) => this.#answer(message));
  }

  /** @param address of a private bus on which nobody else owns these names */
  static async open(address: string): Promise<FakeDesktopServices> {
    const bus = sessionBus({ busAddress: address });
    // A bus that goes away is what some tests are about.
    Reflect.apply(Reflect.get(bus, 'on') as (...args: unknown[]) => void, bus, [
      'error',
      () => undefined,
    ]);
    await once(bus, 'connect');
    const services = new FakeDesktopServices(bus);
    for (const name of [LOGIND, 'org.gnome.ScreenSaver', MUTTER]) await bus.requestName(name);
    return services;
  }

  /** The session's own signals. */
  session(member: 'Lock' | 'Unlock', whose: 'own' | 'other' = 'own'): void {
    this.#emit(pathOf(whose), `${LOGIND}.Session`, member);
  }

  sessionProperty(
    name: 'LockedHint' | 'Active',
    value: boolean,
    whose: 'own' | 'other' = 'own',
  ): void {
    const changed = { [name]: new Variant('b', value) };
    this.#emit(pathOf(whose), 'org.freedesktop.DBus.Properties', 'PropertiesChanged', 'sa{sv}as', [
      `${LOGIND}.Session`,
      changed,
      [],
    ]);
  }

  prepareForSleep(starting: boolean): void {
    this.#emit('/org/freedesktop/login1', `${LOGIND}.Manager`, 'PrepareForSleep', 'b', [starting]);
  }

  screenSaver(active: boolean, name = 'org.gnome.ScreenSaver'): void {
    this.#emit(`/${name.replaceAll('.', '/')}`, name, 'ActiveChanged', 'b', [active]);
  }

  /** Any signal, for the ones that nobody should send. */
  emit(path: string, name: string, member: string, signature: string, body: unknown[]): void {
    this.#emit(path, name, member, signature, body);
  }

  close(): void {
    this.#bus.disconnect();
  }

  #emit(path: string, name: string, member: string, signature = '', body: unknown[] = []): void {
    this.#bus.send(Message.newSignal(path, name, member, signature, body));
  }

  #answer(message: Message): boolean {
    if (message.member === 'GetSessionByPID') {
      this.#bus.send(Message.newMethodReturn(message, 'o', [OWN_SESSION]));
      return true;
    }
    if (message.member === 'GetIdletime' && this.idle !== null) {
      this.#bus.send(Message.newMethodReturn(message, 't', [BigInt(Math.round(this.idle()))]));
      return true;
    }
    return false;
  }
}

function pathOf(whose: 'own' | 'other'): string {
  return whose === 'own' ? OWN_SESSION : OTHER_SESSION;
}
