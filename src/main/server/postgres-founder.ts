import {
  FoundingError,
  type FoundingProblem,
  type ServerFounder,
  type ServerLogin,
  type ServerPlace,
} from '../ports/clinic-server.js';
import type { Clock } from '../ports/index.js';
import { NODE_TIMERS } from '../ports/within.js';
import { stateOf } from './away-reason.js';
import { BoundedSession } from './bounded-session.js';
import CLINIC from './clinic.sql?raw';
import { firstOf } from './postgres-connector.js';
import { type Authorities, logIn } from './trusted-login.js';

/**
 * The states that the script itself names, and PostgreSQL's of a right that is missing, a name that is taken, and
 * a role that is still needed.
 */
const PROBLEMS: Readonly<Record<string, FoundingProblem>> = {
  CW001: 'notAllowed',
  CW002: 'tooOld',
  CW003: 'inUse',
  CW004: 'sharedServer',
  '42501': 'notAllowed',
  '42710': 'inUse',
  '2BP01': 'inUse',
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const VERIFIER = /^SCRAM-SHA-256\$4096:[A-Za-z0-9+/]{22}==\$[A-Za-z0-9+/]{43}=:[A-Za-z0-9+/]{43}=$/;
/** How much of the log's name stands in the names of roles, in hexadecimal digits. */
const SUFFIX = 12;

type First = Parameters<ServerFounder['script']>[0];

/** Makes the clinic's part of a PostgreSQL database. */
export class PostgresFounder implements ServerFounder {
  constructor(
    private readonly authorities: Authorities = () => Promise.resolve([]),
    private readonly clock: Pick<Clock, 'after'> = NODE_TIMERS,
  ) {}

  async found(
    place: ServerPlace,
    owner: ServerLogin,
    first: First,
    boundMs: number,
  ): Promise<void> {
    const { authorities, clock } = this;
    const script = this.script(first);
    await firstOf(place, async (address) => {
      const client = await logIn(address, owner, boundMs, { authorities, clock });
      const session = new BoundedSession(client, clock);
      try {
        await session.run(script, boundMs);
      } finally {
        session.close();
      }
    }).catch((error: unknown) => {
      const problem = PROBLEMS[stateOf(error) ?? ''];
      throw problem === undefined ? error : new FoundingError(problem, { cause: error });
    });
  }

  script({ log, workstation, verifier }: First): string {
    // They stand in the text as they are.
    if (!UUID.test(log) || !UUID.test(workstation) || !VERIFIER.test(verifier))
      throw new RangeError('Not a first workstation.');
    return CLINIC.replaceAll('@SUFFIX@', log.replaceAll('-', '').slice(0, SUFFIX))
      .replaceAll('@LOG@', log)
      .replaceAll('@WORKSTATION@', workstation)
      .replaceAll('@VERIFIER@', () => verifier);
  }
}
