import { Message, type MessageBus } from '@jellybrick/dbus-next';
import { FakeLogind } from './fake-logind.js';
import { joinBus } from './join-bus.js';

const MUTTER = 'org.gnome.Mutter.IdleMonitor';

/**
 * logind, screen savers and GNOME's idle monitor on a private bus, as far as the app hears and asks
 * them. They say what a test tells them to.
 */
export class FakeDesktopServices {
  readonly logind: FakeLogind;
  readonly #bus: MessageBus;
  /** What the idle monitor answers, in milliseconds; `null`: it is not there. */
  idle: (() => number) | null = null;

  private constructor(logind: FakeLogind, bus: MessageBus) {
    this.logind = logind;
    this.#bus = bus;
    bus.addMethodHandler((message) => this.#answer(message));
  }

  /** @param address of a private bus on which nobody else owns these names */
  static async open(address: string): Promise<FakeDesktopServices> {
    const logind = await FakeLogind.open(address, (prepared) => {
      prepared.byPid = 'own';
    });
    const bus = await joinBus(address);
    const services = new FakeDesktopServices(logind, bus);
    for (const name of ['org.gnome.ScreenSaver', MUTTER]) await bus.requestName(name);
    return services;
  }

  /** GNOME's shell has the idle monitor, too: only then it is GNOME. */
  async beGnome(): Promise<void> {
    await this.#bus.requestName('org.gnome.Shell');
  }

  prepareForSleep(starting: boolean): void {
    this.logind.emit({
      path: '/org/freedesktop/login1',
      interface: 'org.freedesktop.login1.Manager',
      member: 'PrepareForSleep',
      signature: 'b',
      body: [starting],
    });
  }

  screenSaver(active: boolean, name = 'org.gnome.ScreenSaver'): void {
    this.emit(`/${name.replaceAll('.', '/')}`, name, 'ActiveChanged', 'b', [active]);
  }

  /** Any signal, for the ones that nobody should send. */
  emit(path: string, name: string, member: string, signature: string, body: unknown[]): void {
    this.#bus.send(Message.newSignal(path, name, member, signature, body));
  }

  close(): void {
    this.logind.close();
    this.#bus.disconnect();
  }

  #answer(message: Message): boolean {
    if (message.member !== 'GetIdletime' || this.idle === null) return false;
    const idleMs = BigInt(Math.round(this.idle()));
    this.#bus.send(Message.newMethodReturn(message, 't', [idleMs]));
    return true;
  }
}
