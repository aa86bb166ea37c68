import { once } from 'node:events';
import { Message, type MessageBus, sessionBus } from '@jellybrick/dbus-next';

const REMOTE = 'org.gnome.Mutter.RemoteDesktop';

/** A mouse for GNOME Shell, as remote support has it. */
export class GnomeMouse {
  readonly #bus: MessageBus;
  readonly #session: string;
  #step = 5;

  private constructor(bus: MessageBus, session: string) {
    this.#bus = bus;
    this.#session = session;
  }

  /** @param address of the bus on which GNOME Shell is */
  static async plugIn(address: string): Promise<GnomeMouse> {
    const bus = sessionBus({ busAddress: address });
    await once(bus, 'connect');
    const made = await bus.call(
      new Message({
        destination: REMOTE,
        path: '/org/gnome/Mutter/RemoteDesktop',
        interface: REMOTE,
        member: 'CreateSession',
      }),
    );
    const mouse = new GnomeMouse(bus, String(made?.body[0]));
    await mouse.#call('Start', '', []);
    return mouse;
  }

  async move(): Promise<void> {
    this.#step = -this.#step;
    await this.#call('NotifyPointerMotionRelative', 'dd', [this.#step, 0]);
  }

  unplug(): void {
    this.#bus.disconnect();
  }

  async #call(member: string, signature: string, body: unknown[]): Promise<void> {
    const path = this.#session;
    const to = { destination: REMOTE, path, interface: `${REMOTE}.Session` };
    await this.#bus.call(new Message({ ...to, member, signature, body }));
  }
}
