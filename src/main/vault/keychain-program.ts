import type { KeychainAnswer, KeychainCall } from '../ports/index.js';
import { openKeychain } from './keychain.js';

/*
 * The program of the keychain's own process: answers calls until it is stopped.
 */
const keychains = { session: openKeychain('session'), computer: openKeychain('computer') };
const { parentPort } = process;

async function answer(call: KeychainCall): Promise<KeychainAnswer> {
  const keychain = keychains[call.of];
  try {
    switch (call.do) {
      case 'set':
        await keychain.set(call.account, call.secret);
        return { id: call.id, ok: true, value: null };
      case 'get':
        return { id: call.id, ok: true, value: await keychain.get(call.account) };
      case 'delete':
        await keychain.delete(call.account);
        return { id: call.id, ok: true, value: null };
    }
  } catch (error) {
    return { id: call.id, ok: false, why: error instanceof Error ? error.message : String(error) };
  }
}

parentPort.on('message', ({ data }) => {
  void answer(data as KeychainCall).then((sent) => parentPort.postMessage(sent));
});
