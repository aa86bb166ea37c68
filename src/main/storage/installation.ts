import { randomUUID } from 'node:crypto';
import type { AccountDatabase } from './database.js';

/**
 * This installation's id, made at the first run. It begins the account name of every keychain entry.
 * @param nowMs milliseconds since 1970
 */
export function installationId(database: AccountDatabase, nowMs: number): string {
  const { build } = database;
  const stored = database.one(build.selectFrom('installation').select('id'));
  if (stored !== undefined) return stored.id;
  const id = randomUUID();
  database.run(build.insertInto('installation').values({ only_row: 1, id, created_at: nowMs }));
  return id;
}
