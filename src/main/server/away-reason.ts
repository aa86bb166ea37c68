import { DatabaseError } from 'pg';
import { type AwayReason, ServerAwayError } from '../ports/clinic-server.js';

/** What the server's own errors mean (PostgreSQL's SQLSTATE). */
const BY_STATE: Readonly<Record<string, AwayReason>> = {
  '28P01': 'refused',
  '28000': 'refused',
  // No right to connect to this database, or to call this function.
  '42501': 'refused',
  // No such database, schema, function or table.
  '3D000': 'foreign',
  '3F000': 'foreign',
  '42883': 'foreign',
  '42P01': 'foreign',
  '53300': 'full',
  '25006': 'standby',
  '57014': 'silent',
  // It stops, crashed, or is still starting.
  '57P01': 'unreachable',
  '57P02': 'unreachable',
  '57P03': 'unreachable',
};

/** PgBouncer has one state for everything that goes wrong, and says this when it accepts no login. */
const OF_A_POOLER = '08P01';
const POOLER_REFUSES = 'authentication failed';

const NETWORK: ReadonlySet<string> = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND'],
  ...['EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH'],
  ...['ENETDOWN', 'EADDRNOTAVAIL', 'EACCES', 'EPERM'],
]);

/** What pg says of a socket that was closed, and of an answer that is none of PostgreSQL's. */
const CLOSED = 'Connection terminated';
const NO_POSTGRES = 'error establishing an SSL connection';

/**
 * Why the server is away, after an error of pg or of the network.
 * @param unknown what another error means: while TLS and login are settled, that they cannot be
 */
export function awayBy(error: unknown, unknown: 'untrusted' | 'broken'): ServerAwayError {
  if (error instanceof ServerAwayError) return error;
  return new ServerAwayError(reasonOf(error) ?? unknown, { cause: error });
}

function reasonOf(error: unknown): AwayReason | null {
  if (error instanceof DatabaseError) return reasonOfState(error);
  // Node joins the errors of all of a name's addresses.
  if (error instanceof AggregateError) return reasonOf(error.errors[0]);
  if (!(error instanceof Error)) return null;
  if ('code' in error && typeof error.code === 'string' && NETWORK.has(error.code))
    return 'unreachable';
  if (error.message.startsWith(CLOSED)) return 'unreachable';
  return error.message.includes(NO_POSTGRES) ? 'foreign' : null;
}

function reasonOfState({ code = '', message }: DatabaseError): AwayReason {
  if (code === OF_A_POOLER && message.includes(POOLER_REFUSES)) return 'refused';
  return BY_STATE[code] ?? 'broken';
}

/** The state in which the server refused what it was asked; `null` for any other error. */
export function stateOf(error: unknown): string | null {
  const cause = error instanceof ServerAwayError ? error.cause : error;
  return cause instanceof DatabaseError ? (cause.code ?? null) : null;
}
