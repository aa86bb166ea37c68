import type { Policy } from '../../../src/shared/policy/policy.js';
import { composeIdentity, type Identity } from '../../../src/main/app/compose-identity.js';
import { composeSession, type Sessions } from '../../../src/main/app/compose-session.js';
import { OrdersHere } from '../../../src/main/clinic/orders-here.js';
import {
  type AuditSink,
  type ClinicDesk,
  type Clock,
  type ComputerLock,
  type Guard,
  type IdleSource,
  type Member,
  type PauseStore,
  type Screens,
  type SessionStore,
  SINGLE_DESK,
} from '../../../src/main/ports/index.js';
import { Vault } from '../../../src/main/vault/vault.js';
import { NO_SIGNER } from './no-signer.js';
import type { FakeKeychain } from './fake-keychain.js';
import type { VirtualClinic } from './virtual-clinic.js';
import type { VirtualClock } from './virtual-clock.js';

/** This installation's id, with which its keychain entries begin. */
export const INSTALLATION = '11111111-2222-4333-8444-555555555555';

/** The account name of this installation's one keychain entry. */
export const KEYCHAIN_ENTRY = `${INSTALLATION}/session`;

/** What an app finds on the computer that it runs on. */
export interface AppSurroundings {
  readonly clock: VirtualClock;
  readonly idle: IdleSource;
  readonly keychain: FakeKeychain;
  readonly store: SessionStore;
  readonly pauseStore: PauseStore;
  readonly audit: AuditSink;
  readonly screens: Screens & { changed(): void };
  readonly clinic: VirtualClinic;
  readonly guard: Guard;
  readonly computerLock: ComputerLock;
  /** Whether the account vouches for whoever's session may go on. */
  readonly vouches: () => boolean;
  /** Whether this computer remembers the account as it is. */
  readonly recall: () => Promise<boolean>;
  /** The computer's id as a workstation of a clinic; `null` while it is none. */
  readonly workstation: string | null;
  /** Of a clinic with several computers: what joins this one to the others, on the clock of this run. */
  readonly join?: (clock: Clock) => ClinicDesk;
}

function activeOf(member: Member | null): Member | null {
  return member?.active === true ? member : null;
}

/** The app while it runs: what the composition root builds, without the windows. */
export class VirtualApp implements Sessions {
  readonly runner: Sessions['runner'];
  readonly sessions: Sessions['sessions'];
  readonly pauses: Sessions['pauses'];
  readonly identity: Identity;
  /** Whether it has taken up what an earlier run left; windows are shown from then on. */
  ready = false;
  #alive = true;

  constructor(surroundings: AppSurroundings, policy: () => Policy) {
    const { keychain, clinic } = surroundings;
    const { identityStore } = clinic;
    // A new run reads the account from the database again.
    const account = clinic.account;
    const clock = this.#clockWhileAlive(surroundings.clock);
    const common = { ...surroundings, account, clock };
    this.identity = composeIdentity({
      ...common,
      chain: account.chain,
      reseal: () => undefined,
      identityStore,
      installation: INSTALLATION,
      onChange: () => undefined,
      desk: surroundings.join?.(clock) ?? SINGLE_DESK,
    });
    const { bootId, loginId } = surroundings.clock;
    const { runner, sessions, pauses } = composeSession({
      ...common,
      policy,
      onChange: () => surroundings.screens.changed(),
      orders: new OrdersHere({
        ...{ account, chain: account.chain, self: () => surroundings.workstation },
      }),
      vault: new Vault(keychain, clock, INSTALLATION, 'folder'),
      keys: this.identity.keys,
      signer: NO_SIGNER,
      // Signatures are checked in threads, which virtual time does not wait for; other tests check them.
      vouch: (memberId, seedKeys) =>
        surroundings.join === undefined
          ? Promise.resolve(memberId).then(() =>
              surroundings.vouches() ? activeOf(account.memberById(memberId)) : null,
            )
          : this.identity.admission.vouch(memberId, seedKeys),
      recall: () => surroundings.recall(),
      takenUpIn: () => Promise.resolve({ bootId, loginId }),
    });
    this.runner = runner;
    this.sessions = sessions;
    this.pauses = pauses;
  }

  /** What it would do later never happens. */
  die(): void {
    this.#alive = false;
  }

  #clockWhileAlive(clock: VirtualClock): Clock {
    return {
      now: () => clock.now(),
      after: (ms, callback) => (this.#alive ? clock.after(ms, callback) : () => undefined),
    };
  }
}
