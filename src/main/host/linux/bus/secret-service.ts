import { Variant } from '@jellybrick/dbus-next';
import type { KeychainDoor } from '../../../ports/index.js';
import { Bus, BUS_DAEMON, sessionBusAddress } from './bus.js';

const SECRETS = 'org.freedesktop.secrets';
const SERVICE = '/org/freedesktop/secrets';
const COLLECTION = 'org.freedesktop.Secret.Collection';

/** The names by which KWallet goes, in its versions. */
const KWALLET = ['org.kde.ksecretd', 'org.kde.kwalletd6', 'org.kde.kwalletd5'];

/** The path that stands for "none". */
const NONE = '/';

/** What the desktop's Secret Service says of itself, before libsecret is let near it. */
export class SecretServiceDoor {
  readonly #bus: Bus;

  /** @param address of the session's bus */
  constructor(address: string) {
    this.#bus = new Bus(address, {
      matches: [],
      onSignal: () => undefined,
      onChange: () => undefined,
    });
  }

  /** Never rejects. */
  async state(): Promise<KeychainDoor> {
    const owner = await this.#owner(SECRETS);
    if (owner === null) return (await this.#canBeStarted()) ? 'asks' : 'missing';
    const collection = await this.#ask('Service', 'ReadAlias', SERVICE, ['default']);
    // It does not answer: it hangs, and shows nothing that a person could answer either.
    if (typeof collection !== 'string') return 'open';
    if (collection === NONE) {
      // KWallet then begins its own set-up, and whatever comes of that, libsecret waits for ever.
      for (const name of KWALLET) if ((await this.#owner(name)) === owner) return 'noWallet';
      return 'asks';
    }
    return (await this.#isLocked(collection)) === true ? 'asks' : 'open';
  }

  async #isLocked(collection: string): Promise<unknown> {
    const value = await this.#ask('', 'Get', collection, [COLLECTION, 'Locked']);
    return value instanceof Variant ? value.value : undefined;
  }

  async #owner(name: string): Promise<string | null> {
    const owner = await this.#call(
      { ...BUS_DAEMON, member: 'GetNameOwner', signature: 's', body: [name] },
      null,
    );
    return typeof owner === 'string' ? owner : null;
  }

  /** Whether the bus would start one at the first call. */
  async #canBeStarted(): Promise<boolean> {
    const names = await this.#call({ ...BUS_DAEMON, member: 'ListActivatableNames' }, []);
    return Array.isArray(names) && names.includes(SECRETS);
  }

  #ask(of: 'Service' | '', member: string, path: string, body: string[]): Promise<unknown> {
    const name = of === '' ? 'org.freedesktop.DBus.Properties' : `org.freedesktop.Secret.${of}`;
    const signature = 's'.repeat(body.length);
    return this.#call(
      { destination: SECRETS, path, interface: name, member, signature, body },
      null,
    );
  }

  async #call(call: Parameters<Bus['call']>[0], otherwise: unknown): Promise<unknown> {
    try {
      const [value] = await this.#bus.call(call);
      return value;
    } catch {
      return otherwise;
    }
  }
}

/** @returns how to ask this session's Secret Service; without a bus there can be none */
export function secretServiceDoor(
  env: NodeJS.ProcessEnv = process.env,
): () => Promise<KeychainDoor> {
  const address = sessionBusAddress(env);
  if (address === null) return () => Promise.resolve('missing');
  const door = new SecretServiceDoor(address);
  return () => door.state();
}
