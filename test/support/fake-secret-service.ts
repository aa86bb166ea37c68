import { Message, type MessageBus } from '@jellybrick/dbus-next';
import { joinBus } from './join-bus.js';

/**
 * KWallet 5 as the Secret Service before anybody has made a wallet, as it was seen: both names are its
 * own, and there is no default collection. What it would be asked further it never answers.
 */
export class WalletlessKWallet {
  readonly #bus: MessageBus;

  private constructor(bus: MessageBus) {
    this.#bus = bus;
    bus.addMethodHandler((message) => this.#answer(message));
  }

  /** @param address of a private bus without another Secret Service */
  static async open(address: string): Promise<WalletlessKWallet> {
    const bus = await joinBus(address);
    const wallet = new WalletlessKWallet(bus);
    for (const name of ['org.kde.kwalletd5', 'org.freedesktop.secrets'])
      await bus.requestName(name);
    return wallet;
  }

  close(): void {
    this.#bus.disconnect();
  }

  #answer(message: Message): boolean {
    if (message.member === 'ReadAlias')
      this.#bus.send(Message.newMethodReturn(message, 'o', ['/']));
    return true;
  }
}
