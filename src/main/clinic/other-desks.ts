import type {
  ClinicDesk,
  ClinicServer,
  ClinicStanding,
  MarkStore,
  MarkTotal,
} from '../ports/index.js';
import { orWarn } from '../ports/or-else.js';
import type { Link } from './link.js';
import type { Log } from './link-log.js';

/** What a person who signs in may have to wait for, in milliseconds; then it is as if alone. */
const SIGN_IN_BOUND_MS = 2_000;

export interface OtherDesksParts {
  readonly link: Pick<Link, 'server' | 'catchUp'>;
  readonly log: Pick<Log, 'fetchBox' | 'markName'>;
  readonly standing: () => ClinicStanding;
  readonly store: MarkStore;
}

/** The tries for one email in the whole clinic, since ever. */
interface Tries {
  readonly total: number;
  /** How many of them a complete sign-in has settled. */
  readonly settled: number;
}

/** Asks the clinic's other workstations, through its server, what a sign-in here must know of them. */
export class OtherDesks implements ClinicDesk {
  readonly #parts: OtherDesksParts;

  constructor(parts: OtherDesksParts) {
    this.#parts = parts;
  }

  get standing(): ClinicStanding {
    return this.#parts.standing();
  }

  catchUp(): Promise<void> {
    return this.#parts.link.catchUp(SIGN_IN_BOUND_MS);
  }

  fetchBox(hash: string): Promise<'here' | 'missing' | 'away'> {
    return this.#ask(() => this.#parts.log.fetchBox(hash, SIGN_IN_BOUND_MS));
  }

  spendStep(memberId: string, record: string, step: number): Promise<'fresh' | 'used' | 'away'> {
    return this.#ask(async (server) => {
      const name = this.#parts.log.markName('step', JSON.stringify([memberId, record]));
      const isFresh = await server.spend({ name, value: step }, SIGN_IN_BOUND_MS);
      return isFresh ? 'fresh' : 'used';
    });
  }

  countTry(email: string): Promise<number | 'away'> {
    // Kept before it is sent: while alone too, for the next time that the server answers.
    orWarn(() => this.#parts.store.save(hex(this.#namesOf(email).tries), this.#own(email) + 1));
    return this.#ask(async (server) => {
      const { total, settled } = await this.#raise(server, email, 0);
      return Math.max(0, total - settled - this.#ownSince(email, settled));
    });
  }

  settleTries(email: string): void {
    void this.#ask(async (server) => {
      const { total } = await this.#raise(server, email, 0);
      await this.#raise(server, email, total);
    });
  }

  /** @param settled how many tries are settled, as far as this desk knows; only a greater number counts */
  async #raise(server: ClinicServer, email: string, settled: number): Promise<Tries> {
    const names = this.#namesOf(email);
    const marks = [
      { name: names.tries, value: this.#own(email) },
      { name: names.settled, value: settled },
    ];
    const totals = await server.raise(marks, SIGN_IN_BOUND_MS);
    const find = (wanted: Buffer): MarkTotal | undefined =>
      totals.find(({ name }) => name.equals(wanted));
    return { total: find(names.tries)?.total ?? 0, settled: find(names.settled)?.highest ?? 0 };
  }

  /**
   * How many of the tries since the last settled one were here. A desk that sees another number of settled ones
   * than before takes all its own ones but the present for settled.
   */
  #ownSince(email: string, settled: number): number {
    const { store } = this.#parts;
    const own = this.#own(email);
    const name = hex(this.#namesOf(email).settled);
    if (store.part(name) !== settled) {
      store.save(name, settled);
      store.save(ownPartOf(name), own - 1);
    }
    return own - store.part(ownPartOf(name));
  }

  /** How often somebody tried here, since ever. */
  #own(email: string): number {
    return this.#parts.store.part(hex(this.#namesOf(email).tries));
  }

  #namesOf(email: string): { readonly tries: Buffer; readonly settled: Buffer } {
    const subject = email.trim().toLowerCase();
    const { log } = this.#parts;
    return { tries: log.markName('tries', subject), settled: log.markName('settled', subject) };
  }

  /** Whatever goes wrong, a sign-in goes on as if alone. */
  async #ask<Answer>(work: (server: ClinicServer) => Promise<Answer>): Promise<Answer | 'away'> {
    const { server } = this.#parts.link;
    if (server === null) return 'away';
    try {
      return await work(server);
    } catch {
      return 'away';
    }
  }
}

function hex(name: Buffer): string {
  return name.toString('hex');
}

/** Under which the own tries are kept that were settled. */
function ownPartOf(settled: string): string {
  return `${settled}/own`;
}
