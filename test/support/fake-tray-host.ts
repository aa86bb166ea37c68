import { Message, type MessageBus, Variant } from '@jellybrick/dbus-next';
import { joinBus } from './join-bus.js';

const WATCHER = 'org.kde.StatusNotifierWatcher';

/** The part of a desktop that shows status icons, on a private bus. */
export class FakeTrayHost {
  readonly #bus: MessageBus;
  #there: boolean;
  /** How many icons were handed to it. */
  icons = 0;

  private constructor(bus: MessageBus, there: boolean) {
    this.#bus = bus;
    this.#there = there;
    bus.addMethodHandler((message) => this.#answer(message));
  }

  /**
   * @param address of a private bus
   * @param there whether a host is there from the start, and not the watcher alone
   */
  static async open(address: string, there = true): Promise<FakeTrayHost> {
    const bus = await joinBus(address);
    const host = new FakeTrayHost(bus, there);
    await bus.requestName(WATCHER);
    return host;
  }

  /** The host comes or goes; the watcher stays. */
  setThere(there: boolean): void {
    this.#there = there;
    const member = there ? 'StatusNotifierHostRegistered' : 'StatusNotifierHostUnregistered';
    this.#bus.send(Message.newSignal('/StatusNotifierWatcher', WATCHER, member, '', []));
  }

  /** The watcher goes too. */
  close(): void {
    this.#bus.disconnect();
  }

  #answer(message: Message): boolean {
    if (message.member === 'RegisterStatusNotifierItem') {
      this.icons += 1;
      this.#bus.send(Message.newMethodReturn(message, '', []));
      return true;
    }
    if (message.member !== 'Get' || message.body[1] !== 'IsStatusNotifierHostRegistered')
      return false;
    this.#bus.send(Message.newMethodReturn(message, 'v', [new Variant('b', this.#there)]));
    return true;
  }
}
