import {
  type AccountStore,
  type Author,
  type ClinicServer,
  FoundingError,
  loginOf,
  type MoveForm,
  type MoveProblem,
  type Outcome,
  type Refused,
  ServerAwayError,
  type ServerConnector,
  type ServerFounder,
} from '../ports/index.js';
import { foundFor } from './founding.js';
import { keptPlace, type OrderedDecisions } from './sharing.js';
import type { Identity, WorkstationSecret } from './workstation-secret.js';

const CONNECT_MS = 3_000;

export interface MovingParts {
  readonly account: Pick<AccountStore, 'state'>;
  readonly decisions: OrderedDecisions;
  readonly secret: Pick<WorkstationSecret, 'identity'>;
  readonly connector: ServerConnector;
  readonly founder: ServerFounder;
  /** The connection to the clinic's server. */
  readonly line: {
    /** `null` while there is none. */
    readonly server: ClinicServer | null;
    /** Goes on over this connection, and brings the server what it lacks. Rejects with {@link ServerAwayError} */
    take(server: ClinicServer): Promise<void>;
  };
}

/** The server has another address, or is another one: perhaps an empty one, because the old one is lost. */
export class Moving {
  readonly #parts: MovingParts;

  constructor(parts: MovingParts) {
    this.#parts = parts;
  }

  /** The server must answer there, as this clinic's; with an old one that is gone, it goes on there at once. */
  async move({ place, owner }: MoveForm, author: Author): Promise<Outcome<MoveProblem>> {
    const { account, decisions, line, secret } = this.#parts;
    const { identity } = secret;
    const log = account.state?.shared?.log;
    if (identity === null || log === undefined) return refused('unreachable');
    let server: ClinicServer | null = null;
    try {
      const isInUse = owner !== null && !(await this.#found(place, owner, identity));
      server = await this.#connect(place, identity, isInUse);
      if (server.greeting.log !== log) return refused('foreign');
      if (server.greeting.standing !== 'enrolled') return refused('refused');
      if (line.server === null) {
        await line.take(server);
        server = null;
      }
    } catch (error) {
      if (error instanceof ServerAwayError || error instanceof FoundingError)
        return refused(error.why);
      if (error instanceof OwnerRefusedError) return refused('ownerRefused');
      throw error;
    } finally {
      server?.close();
    }
    return decisions.commit(author, () => ({
      change: { kind: 'server.set', server: keptPlace(place) },
    }));
  }

  /** @returns whether the place was made now; something is there already otherwise */
  async #found(
    place: MoveForm['place'],
    owner: NonNullable<MoveForm['owner']>,
    identity: Identity,
  ): Promise<boolean> {
    try {
      await foundFor(identity, this.#parts.founder, place, owner);
      return true;
    } catch (error) {
      if (error instanceof FoundingError && error.why === 'inUse') return false;
      if (error instanceof ServerAwayError && error.why === 'refused')
        throw new OwnerRefusedError('Not with that login.', { cause: error });
      throw error;
    }
  }

  /** @param isInUse by whoever: also by an earlier try of this computer, of which it did not hear the end */
  async #connect(
    place: MoveForm['place'],
    { workstation, password }: Identity,
    isInUse: boolean,
  ): Promise<ClinicServer> {
    const login = { user: loginOf(workstation), password };
    try {
      return await this.#parts.connector.connect(place, login, CONNECT_MS);
    } catch (error) {
      const isOthers =
        error instanceof ServerAwayError && (error.why === 'refused' || error.why === 'foreign');
      throw isInUse && isOthers ? new FoundingError('inUse', { cause: error }) : error;
    }
  }
}

/** The database's owner is not known by that name and password. */
class OwnerRefusedError extends Error {
  override readonly name = 'OwnerRefusedError';
}

function refused<Code extends string>(code: Code): Refused<Code> {
  return { ok: false, code };
}
