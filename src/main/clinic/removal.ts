import { shownName } from '../../shared/people/name.js';
import type {
  AccountStore,
  AuditSink,
  ClinicStore,
  ClinicWipe,
  Clock,
  Removal,
} from '../ports/index.js';
import type { WorkstationSecret } from './workstation-secret.js';

export interface RemovedHereParts {
  readonly account: Pick<AccountStore, 'state'>;
  readonly store: Pick<ClinicStore, 'removal' | 'workstation'>;
  readonly audit: AuditSink;
  readonly clock: Clock;
  /** The removal, where this version of the app cannot say what the clinic decided before it. */
  readonly beyond: () => { readonly by: string; readonly at: number } | null;
  readonly wipe: ClinicWipe;
  readonly secret: WorkstationSecret;
  /** Deletes what the keychain remembers of the account. @returns whether nothing is left */
  readonly forgetMemory: () => Promise<boolean>;
  /** Ends the session, and settles when all of it is gone. */
  readonly endSession: () => Promise<void>;
  /** Brings what was recorded until then to the server, within a bound; never rejects. */
  readonly sendLast: () => Promise<void>;
}

/**
 * What this computer does when an administrator has removed it: nothing of the clinic stays here but the line
 * that says who decided it. It runs on a signed decision alone, never because the server says so.
 */
export class RemovedHere {
  readonly #parts: RemovedHereParts;

  constructor(parts: RemovedHereParts) {
    this.#parts = parts;
  }

  /**
   * Wipes this computer, if it was removed. Call it at a start too: it may have been interrupted.
   * @returns whether the account's file and the keychain prove that nothing is left; `null` when this computer
   *   was not removed
   */
  async carryOut(): Promise<boolean | null> {
    const { store, wipe, secret, forgetMemory, endSession, sendLast } = this.#parts;
    const decided = this.#decided();
    // Beside an account the line was written by somebody else.
    const wasWiped = decided === null && store.removal() !== null && wipe.isWiped();
    if (decided === null && !wasWiped) return null;
    await endSession();
    if (decided !== null) await sendLast();
    if (decided !== null) wipe.wipe(decided.facts, decided.record);
    const isForgotten = [await secret.forget(), await forgetMemory()];
    return wipe.isWiped() && isForgotten.every((one) => one);
  }

  /** As the account's own decisions say. */
  #decided(): { readonly facts: Removal; readonly record: () => void } | null {
    const { account, store, audit, clock, beyond } = this.#parts;
    const { state } = account;
    const id = store.workstation()?.id ?? '';
    const known = state?.shared?.removed[id];
    const removed = known ?? (state?.shared?.workstations[id] && beyond());
    if (state === null || removed === undefined || removed === null) return null;
    const { by: memberId, at: atMs } = removed;
    const name = known?.name ?? state.shared?.workstations[id]?.name ?? '';
    const by = shownName(state.members[memberId]?.name ?? '');
    const detail = { workstation: name };
    return {
      facts: { clinicName: shownName(state.name), by, atMs },
      record: () =>
        audit.append({ event: 'workstation.removed', at: clock.now(), memberId, detail }),
    };
  }
}
