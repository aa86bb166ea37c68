import type { Chain } from '../../account/chain.js';
import type { SeedKeys } from '../../keys/seed-keys.js';
import type { AccountStore, ClinicDesk, Clock, Member } from '../../ports/index.js';
import type { IdentityJournal } from '../journal.js';
import { type MemberMemories, positionIn } from '../member-memory.js';
import type { SecondFactor } from '../second-factor/second-factor.js';
import { SHUT_SESSION_SECONDS } from './shut.js';
import type { Throttle } from './throttle.js';
import { seenAt } from './two-factor-due.js';

export interface CompletionParts {
  readonly account: AccountStore;
  readonly memories: MemberMemories;
  readonly chain: Pick<Chain, 'head'>;
  readonly secondFactor: Pick<SecondFactor, 'isOn'>;
  readonly throttle: Throttle;
  readonly journal: IdentityJournal;
  readonly clock: Clock;
  readonly desk: Pick<ClinicDesk, 'standing' | 'settleTries'>;
}

/**
 * How somebody signed in: by password, with a second factor where it is on; or by badge and PIN, within a shift
 * after such a sign-in.
 */
export type SignInWay = 'password' | 'secondFactor' | 'badge';

/** A member who may now have a session. The keys belong to the receiver. */
export interface CompleteSignIn {
  readonly member: Member;
  readonly keys: SeedKeys;
  /** The longest that this session may last, whatever the policy says. */
  readonly longestSeconds?: number;
  readonly how: SignInWay;
}

/** What every sign-in that is complete leaves behind: no failed tries, and what its member remembers. */
export class Completion {
  readonly #parts: CompletionParts;

  constructor(parts: CompletionParts) {
    this.#parts = parts;
  }

  /** @throws when that cannot be written; the keys are forgotten then */
  complete(member: Member, keys: SeedKeys, how?: SignInWay): CompleteSignIn {
    const { account, memories, throttle, clock, chain, desk, journal } = this.#parts;
    const { wallMs } = clock.now();
    const facts = this.factsOf(member, how);
    try {
      account.together(() => {
        if (facts.longestSeconds !== undefined) journal.record('workstation.shutSignIn', member.id);
        const failed = throttle.settle(member.email);
        if (failed > 0) account.addNotice('failedSignIns', wallMs, member.id, failed);
        const memory = memories.read(member.id, keys);
        if (memory === null) return;
        const { seq, link, accepted } =
          account.standing.kind === 'sound' ? chain.head : positionIn(memory);
        const confirmed = { ...memory, seq, link: link.toString('base64'), accepted };
        memories.write(member.id, keys, seenAt(confirmed, account.state, wallMs));
      });
    } catch (error) {
      keys.forget();
      throw error;
    }
    desk.settleTries(member.email);
    return { member, keys, ...facts };
  }

  /** @param how without it, a full sign-in: where a second factor is on, nobody gets in so without it */
  factsOf({ id }: Member, how?: SignInWay): Pick<CompleteSignIn, 'how' | 'longestSeconds'> {
    const { desk, secondFactor } = this.#parts;
    const full = secondFactor.isOn({ memberId: id }) ? 'secondFactor' : 'password';
    const isShut = desk.standing.kind === 'shut';
    return { how: how ?? full, ...(isShut ? { longestSeconds: SHUT_SESSION_SECONDS } : {}) };
  }
}
