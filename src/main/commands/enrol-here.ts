import { readManagedPolicy } from '../../shared/policy/managed-policy.js';
import { clinicServers } from '../app/compose-clinic.js';
import { systemClock } from '../host/clock.js';
import { startKeychainProcess } from '../host/keychain/keychain-process.js';
import { managedPlaces } from '../host/managed/managed-places.js';
import { IsolatedKeychain } from '../vault/isolated-keychain.js';
import type { EnrolParts } from './enrol-command.js';

/** On this computer, with its real keychain and network. */
export function enrolHere(folder: string, open: EnrolParts['open']): EnrolParts {
  const clock = systemClock();
  return {
    ...{ folder, open },
    connector: clinicServers(clock).connector,
    managedServer: async () => {
      for (const place of managedPlaces(process.platform, clock)) {
        const reading = await place.read();
        const policy = reading.found && 'text' in reading ? readManagedPolicy(reading.text) : null;
        if (policy?.ok === true && policy.policy.clinicServer !== null)
          return policy.policy.clinicServer;
      }
      return null;
    },
    keychain: new IsolatedKeychain(startKeychainProcess, clock).computer,
  };
}
