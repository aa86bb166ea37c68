import { type EventEmitter, once } from 'node:events';
import { Message, type MessageBus, sessionBus } from '@jellybrick/dbus-next';
import type { LockReaction } from './fake-logind.js';

/** A desktop's screen saver on a private bus, as far as it can be asked to lock. */
export class FakeScreenSaver {
  readonly #bus: MessageBus;
  readonly #name: string;
  readonly #reaction: LockReaction;
  #active = false;
  /** What it was given with each request to lock. */
  readonly asked: unknown[][] = [];

  private constructor(bus: MessageBus, name: string, reaction: LockReaction) {
    this.#bus = bus;
    this.#name = name;
    this.#reaction = reaction;
    bus.addMethodHandler((message) => this.#answer(message));
  }

  /** @param address of a private bus on which nobody else owns this name */
  static async open(
    address: string,
    name: string,
    reaction: LockReaction,
  ): Promise<FakeScreenSaver> {
    const bus = sessionBus({ busAddress: address });
    // A bus that goes away is what some tests are about.
    const events: EventEmitter = bus;
    events.on('error', () => undefined);
    await once(bus, 'connect');
    const saver = new FakeScreenSaver(bus, name, reaction);
    await bus.requestName(name);
    return saver;
  }

  close(): void {
    this.#bus.disconnect();
  }

  #answer(message: Message): boolean {
    if (message.path !== `/${this.#name.replaceAll('.', '/')}`) return false;
    if (message.interface !== this.#name) return false;
    if (message.member === 'Lock') this.#lock(message);
    else if (message.member === 'GetActive' || message.member === 'IsLocked')
      this.#bus.send(Message.newMethodReturn(message, 'b', [this.#active]));
    else return false;
    return true;
  }

  #lock(message: Message): void {
    this.asked.push(message.body);
    if (this.#reaction === 'silent') return;
    if (this.#reaction === 'refuses') {
      const name = 'org.freedesktop.DBus.Error.Failed';
      this.#bus.send(Message.newError(message, name, 'Locked down by the administrator'));
      return;
    }
    this.#bus.send(Message.newMethodReturn(message));
    if (this.#reaction === 'ignores') return;
    this.#active = true;
    const path = `/${this.#name.replaceAll('.', '/')}`;
    this.#bus.send(Message.newSignal(path, this.#name, 'ActiveChanged', 'b', [true]));
  }
}
