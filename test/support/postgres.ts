import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Client, DatabaseError, type QueryResultRow } from 'pg';
import {
  newerEngine,
  newerEngineSupported,
  systemEngine,
} from '../../scripts/lib/postgres-engines.mjs';
import { Postgres } from '../../scripts/lib/postgres.mjs';
import { loginOf, type ServerLogin, type ServerPlace } from '../../src/main/ports/clinic-server.js';
import { PostgresConnector } from '../../src/main/server/postgres-connector.js';
import { PostgresFounder } from '../../src/main/server/postgres-founder.js';
import type { ServerWorld } from './conformance/clinic-world.js';

/** The versions that tests run on, each with what starts it. */
export const ENGINES = [
  ['PostgreSQL of this system', () => Promise.resolve(systemEngine())],
  ...(newerEngineSupported() ? [['PostgreSQL 18', newerEngine] as const] : []),
] as const;

/** Logs in, with nothing of ours in between. */
export async function withClient<T>(
  { host, port }: Pick<Postgres, 'host' | 'port'>,
  database: string,
  { user, password }: ServerLogin,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const ssl = { rejectUnauthorized: false };
  const client = new Client({ host, port, database, user, password, ssl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Runs a statement, by default as the superuser. */
export function sql<Row extends QueryResultRow>(
  server: Pick<Postgres, 'host' | 'port'> & Partial<ServerLogin>,
  database: string,
  text: string,
  login: ServerLogin = { user: server.user ?? '', password: server.password ?? '' },
  values: readonly unknown[] = [],
): Promise<Row[]> {
  return withClient(server, database, login, async (client) => {
    const { rows } = await client.query<Row, unknown[]>(text, [...values]);
    return rows;
  });
}

/** @returns PostgreSQL's state of refusal for each statement, or `done` */
export function outcomes(
  server: Postgres,
  database: string,
  texts: readonly string[],
  login: ServerLogin,
): Promise<[text: string, outcome: string][]> {
  return withClient(server, database, login, async (client) => {
    const all: [string, string][] = [];
    for (const text of texts) {
      const outcome = await client.query(text).then(
        () => 'done',
        (error: unknown) => (error instanceof DatabaseError ? (error.code ?? '') : String(error)),
      );
      all.push([text, outcome]);
    }
    return all;
  });
}

/** A new database. @param owner the superuser, unless it is named */
export async function newDatabase(server: Postgres, owner?: string): Promise<ServerPlace> {
  const database = `clinic_${randomBytes(6).toString('hex')}`;
  const by = owner === undefined ? '' : ` OWNER ${owner}`;
  await sql(server, 'postgres', `CREATE DATABASE ${database}${by}`);
  return { addresses: [{ host: server.host, port: server.port }], database };
}

/** A login that may make roles, as managed services give it: no superuser. */
export async function newAdministrator(server: Postgres, can = 'CREATEROLE'): Promise<ServerLogin> {
  const login = { user: `admin_${randomUUID().slice(0, 8)}`, password: randomUUID() };
  const { user, password } = login;
  await sql(server, 'postgres', `CREATE ROLE ${user} LOGIN ${can} PASSWORD '${password}'`);
  return login;
}

/** The conformance suite's view of it. */
export function postgresWorld(server: Postgres): ServerWorld {
  return {
    connector: new PostgresConnector(),
    founder: new PostgresFounder(),
    emptyPlace: async () => ({ place: await newDatabase(server), owner: server }),
    freeze: () => server.freeze(),
    thaw: () => server.thaw(),
    restart: async () => {
      await server.stop();
      await server.start();
    },
    expire: async ({ database }, workstation) => {
      const late =
        "UPDATE clinic.workstation SET expires_at = now() - interval '1 s' WHERE id = $1";
      await sql(server, database, late, server, [workstation]);
      const login = `ALTER ROLE ${loginOf(workstation)} VALID UNTIL '2020-01-01'`;
      await sql(server, database, login);
    },
  };
}

export function certificateOf(server: Postgres): string {
  return readFileSync(server.certificateFile, 'utf8');
}
