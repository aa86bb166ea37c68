// @ts-check
// What a bench asks a server as its superuser.

import pg from 'pg';

/**
 * @param {import('../../scripts/lib/postgres.mjs').Postgres} server
 * @param {string} database
 * @param {string} text
 */
export async function queryAs({ host, port, user, password }, database, text) {
  const ssl = { rejectUnauthorized: false };
  const client = new pg.Client({ host, port, database, user, password, ssl });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}
