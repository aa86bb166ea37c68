import type { KeychainDoor } from '../../../ports/index.js';
import { Bus, BUS_DAEMON, LateAnswerError, ownerOf, sessionBusAddress } from './bus.js';
import type { BusCall } from './connection.js';

const SECRETS = 'org.freedesktop.secrets';
const SERVICE = '/org/freedesktop/secrets';
const COLLECTION = 'org.freedesktop.Secret.Collection';

/** The names by which KWallet goes, in its versions. */
const KWALLET = ['org.kde.ksecretd', 'org.kde.kwalletd6', 'org.kde.kwalletd5'];

/** The path that stands for "none". */
const NONE = '/';

/**
 * @returns how to ask this session's Secret Service for its state before libsecret uses it; without a bus
 *   there can be none. Never rejects.
 */
export function secretServiceDoor(
  env: NodeJS.ProcessEnv = process.env,
): () => Promise<KeychainDoor> {
  const address = sessionBusAddress(env);
  if (address === null) return () => Promise.resolve('missing');
  const bus = new Bus(address);
  // A late answer says nothing. The keychain's own call waits longer, and its error says what is wrong.
  return () => stateOf(bus).catch(() => 'open');
}

/** @throws LateAnswerError */
async function stateOf(bus: Bus): Promise<KeychainDoor> {
  const owner = await answerOf(bus, ownerOf(SECRETS));
  if (owner === undefined) return (await canBeStarted(bus)) ? 'asks' : 'missing';
  const collection = await bus.ask({
    ...{ destination: SECRETS, path: SERVICE, interface: 'org.freedesktop.Secret.Service' },
    ...{ member: 'ReadAlias', signature: 's', body: ['default'] },
  });
  // No answer: the service hangs, so it shows no dialog that a person could answer either.
  if (typeof collection !== 'string') return 'open';
  if (collection === NONE) {
    // KWallet then begins its own set-up, and libsecret waits for ever, whatever the outcome.
    for (const name of KWALLET)
      if ((await answerOf(bus, ownerOf(name))) === owner) return 'noWallet';
    return 'asks';
  }
  const object = { destination: SECRETS, path: collection };
  return (await bus.property(object, COLLECTION, 'Locked')) === true ? 'asks' : 'open';
}

/**
 * Whether the bus would start a Secret Service at the first call.
 * @throws LateAnswerError
 */
async function canBeStarted(bus: Bus): Promise<boolean> {
  const names = await answerOf(bus, { ...BUS_DAEMON, member: 'ListActivatableNames' });
  return Array.isArray(names) && names.includes(SECRETS);
}

/**
 * @returns `undefined` where there is no bus, or it answers with an error
 * @throws LateAnswerError
 */
async function answerOf(bus: Bus, call: BusCall): Promise<unknown> {
  try {
    return await bus.call(call);
  } catch (error) {
    if (error instanceof LateAnswerError) throw error;
    return undefined;
  }
}
