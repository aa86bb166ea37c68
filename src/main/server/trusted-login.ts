import type { X509Certificate } from 'node:crypto';
import { rootCertificates, TLSSocket } from 'node:tls';
import { Client } from 'pg';
import { type ServerLogin, ServerAwayError } from '../ports/clinic-server.js';
import type { Clock } from '../ports/index.js';
import { within } from '../ports/within.js';
import { awayBy } from './away-reason.js';

/** Authorities that this computer trusts beside those that the runtime knows. */
export type Authorities = () => Promise<readonly X509Certificate[]>;

export interface ServerAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
}

/** With fewer rounds, whoever only listens could guess at a weak password (RFC 7677, section 4). */
const FEWEST_ITERATIONS = 4096;
const none = (): readonly X509Certificate[] => [];
/** Finds out that the other end is gone, where nobody asks anything. In milliseconds. */
const KEEP_ALIVE_MS = 30_000;

/**
 * Connects and logs in. Nothing but TLS with SCRAM is accepted; and either the certificate holds, or SCRAM
 * was bound to this very TLS channel. Then whoever ends the channel knows the verifier of the login, and a
 * certificate that signs itself is enough.
 * @returns rejects with {@link ServerAwayError} within `boundMs`
 */
export async function logIn(
  { host, port, database }: ServerAddress,
  { user, password }: ServerLogin,
  boundMs: number,
  { authorities, clock }: { authorities: Authorities; clock: Pick<Clock, 'after'> },
): Promise<Client> {
  const own = await within(authorities(), boundMs, none, clock).catch(none);
  const ca = own.length === 0 ? {} : { ca: [...rootCertificates, ...own.map(String)] };
  const client = new Client({
    ...{ host, port, database, user, password },
    // Judged below, when it is known what else the server can prove.
    ssl: { ...ca, rejectUnauthorized: false, minVersion: 'TLSv1.2' },
    enableChannelBinding: true,
    // Nobody who asks waits for the answer to somebody else, which is far away.
    pipeline: true,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
  });
  // Without a listener an error would end the app.
  client.on('error', () => undefined);
  const stop = (): unknown => client.connection.stream.destroy();
  const proof = watchProof(client);
  let cancel = (): void => undefined;
  const late = new Promise<never>((_resolve, reject) => {
    let reached = false;
    client.connection.once('connect', () => (reached = true));
    cancel = clock.after(boundMs, () =>
      reject(new ServerAwayError(reached ? 'silent' : 'unreachable')),
    );
  });
  try {
    await Promise.race([client.connect(), late, proof.refused]);
    if (!proof.holds()) throw new ServerAwayError('untrusted');
    return client;
  } catch (error) {
    stop();
    throw awayBy(error, 'untrusted');
  } finally {
    cancel();
  }
}

/**
 * Watches what the server proves. The listeners come before pg's own, which answer; an answer is not sent on
 * a destroyed stream.
 */
function watchProof({ connection }: Client): { refused: Promise<never>; holds: () => boolean } {
  const isCertified = (): boolean => {
    const { stream } = connection;
    return stream instanceof TLSSocket && stream.authorized;
  };
  let proved = false;
  let refuse = (): void => undefined;
  const refused = new Promise<never>((_resolve, reject) => {
    refuse = () => {
      connection.stream.destroy();
      reject(new ServerAwayError('untrusted'));
    };
  });
  // Whoever asks for one of these learns the password, or can try passwords.
  connection.on('authenticationCleartextPassword', refuse);
  connection.on('authenticationMD5Password', refuse);
  connection.on('authenticationSASL', ({ mechanisms }: { mechanisms: readonly string[] }) => {
    proved = false;
    // Bound to this channel: pg chooses it whenever it is offered.
    if (!mechanisms.includes('SCRAM-SHA-256-PLUS') && !isCertified()) refuse();
  });
  connection.on('authenticationSASLContinue', ({ data }: { data: string }) => {
    const iterations = Number(/(?:^|,)i=([0-9]+)/.exec(data)?.[1]);
    if (!(iterations >= FEWEST_ITERATIONS)) refuse();
  });
  // pg ends the login if the server's signature is not right, but not if there is none.
  connection.on('authenticationSASLFinal', () => (proved = true));
  return { refused, holds: () => proved };
}
