import { join } from 'node:path';
import { utilityProcess } from 'electron';
import type { KeychainAnswer, StartKeychainWorker } from '../../ports/index.js';

/** Starts the keychain's program, which the build puts beside this one. */
export const startKeychainProcess: StartKeychainWorker = ({ onAnswer, onGone }) => {
  const child = utilityProcess.fork(join(__dirname, 'keychain-program.js'), [], {
    serviceName: 'Clinic Workstation Keychain',
  });
  child.on('message', (answer: KeychainAnswer) => onAnswer(answer));
  child.on('exit', onGone);
  return {
    send: (call) => child.postMessage(call),
    stop: () => {
      child.kill();
    },
  };
};
