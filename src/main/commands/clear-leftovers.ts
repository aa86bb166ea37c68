import { composeIdentity } from '../app/compose-identity.js';
import { composeSession } from '../app/compose-session.js';
import type { Account } from '../app/open-account.js';
import {
  type ComputerLock,
  type Guard,
  type IdleSource,
  NO_ORDERS_HERE,
  type Screens,
  type SecretStore,
  type SessionStore,
} from '../ports/index.js';
import type { TakenUpIn } from '../session/elapsed.js';
import { TrailSigning } from '../audit/trail-signer.js';
import { Vault } from '../vault/vault.js';

/** How long the end of the session may take in total, in milliseconds. */
export const LEFTOVERS_BOUND_MS = 15_000;

export interface LeftoverParts extends Account {
  readonly secrets: SecretStore;
  readonly takenUpIn: () => Promise<TakenUpIn>;
  /** Whether no other run of the app has begun since; a new run owns the session and its credential. */
  readonly stillMine: () => boolean;
}

/**
 * Ends the session that a killed app left, as the next start would, but without a window. The notice
 * for the person is kept for the next start.
 */
export async function clearLeftovers(parts: LeftoverParts): Promise<void> {
  const { clock, installation, place, store, policies, secrets, stillMine } = parts;
  const nothing = (): undefined => undefined;
  const { keys, admission } = composeIdentity({ ...parts, reseal: nothing, onChange: nothing });
  const policy = { ...policies.load(), resumeAfterRestart: false };
  const { runner, sessions } = composeSession({
    ...parts,
    keys,
    vault: new Vault(whileMine(secrets, stillMine), clock, installation, place),
    store: withoutClearingMarks(store),
    screens: NO_SCREENS,
    idle: NO_IDLE,
    guard: NO_GUARD,
    computerLock: NO_COMPUTER_LOCK,
    // The session ends in any case.
    orders: NO_ORDERS_HERE,
    policy: () => policy,
    signer: new TrailSigning({ trail: parts.audit, clock }),
    vouch: (memberId, seedKeys) => admission.vouch(memberId, seedKeys),
    recall: () => Promise.resolve(true),
    onChange: nothing,
  });
  if (!stillMine()) return;
  await sessions.resume();
  await runner.whenEndSettled(LEFTOVERS_BOUND_MS);
  await sessions.sweep();
  runner.dispose();
}

/** Keeps the mark, which tells the next start why the session ended. */
function withoutClearingMarks(store: SessionStore): SessionStore {
  return { ...store, clearWipeMark: () => undefined };
}

function whileMine(secrets: SecretStore, stillMine: () => boolean): SecretStore {
  const ask = <T>(call: () => Promise<T>): Promise<T> =>
    stillMine() ? call() : Promise.reject(new Error('The app has started again.'));
  return {
    set: () => Promise.reject(new Error('Nothing is stored here.')),
    get: (account) => ask(() => secrets.get(account)),
    delete: (account) => ask(() => secrets.delete(account)),
  };
}

const NO_SCREENS: Screens = {
  hide: () => Promise.resolve(),
  prepareWarning: () => undefined,
  showWarning: () => undefined,
  dismissWarning: () => undefined,
};

const NO_IDLE: IdleSource = {
  resolutionMs: 1_000,
  idleMs: () => {
    throw new Error('Nobody is watched here.');
  },
  screenLocked: () => false,
  doubt: () => undefined,
};

/** Nothing is locked here: nobody knows who is at the computer by now. */
const NO_COMPUTER_LOCK: ComputerLock = {
  lock: () => Promise.resolve({ outcome: 'failed', problem: 'nothingToAsk' }),
};

const NO_GUARD: Guard = { expect: () => undefined };
