import {
  type ClinicServer,
  ServerAwayError,
  type ServerConnector,
  type ServerLogin,
  type ServerPlace,
} from '../ports/clinic-server.js';
import type { Clock } from '../ports/index.js';
import { NODE_TIMERS } from '../ports/within.js';
import { awayBy } from './away-reason.js';
import { PostgresServer } from './postgres-server.js';
import { type Authorities, logIn } from './trusted-login.js';

/** Connects to PostgreSQL. pg takes one address, so they are tried here. */
export class PostgresConnector implements ServerConnector {
  constructor(
    private readonly authorities: Authorities = () => Promise.resolve([]),
    private readonly clock: Pick<Clock, 'after'> = NODE_TIMERS,
  ) {}

  connect(place: ServerPlace, login: ServerLogin, boundMs: number): Promise<ClinicServer> {
    const { clock, authorities } = this;
    return firstOf(place, async (address) => {
      const startMs = performance.now();
      const client = await logIn(address, login, boundMs, { authorities, clock });
      return PostgresServer.open(client, boundMs - (performance.now() - startMs), clock);
    });
  }
}

/**
 * Tries each address in turn.
 * @returns rejects with what says most: that somebody answered, and how
 */
export async function firstOf<T>(
  { addresses, database }: ServerPlace,
  attempt: (address: { host: string; port: number; database: string }) => Promise<T>,
): Promise<T> {
  let why = new ServerAwayError('unreachable');
  for (const { host, port } of addresses)
    try {
      return await attempt({ host, port, database });
    } catch (error) {
      const next = awayBy(error, 'broken');
      if (weight(next) > weight(why)) why = next;
    }
  throw why;
}

/** A standby is no surprise where several addresses are. */
function weight({ why }: ServerAwayError): number {
  if (why === 'unreachable') return 0;
  return why === 'standby' ? 1 : 2;
}
