import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { readOutput } from '../../../scripts/lib/processes.mjs';
import { systemEngine } from '../../../scripts/lib/postgres-engines.mjs';
import { Postgres } from '../../../scripts/lib/postgres.mjs';
import type { TestClinic } from '../conformance/clinic-world.js';
import { sql } from '../postgres.js';
import type { TcpTap } from '../tcp-tap.js';

/** What a nemesis works on. */
export interface Scene {
  readonly primary: Postgres;
  /** Between clients and server. */
  readonly tap: TcpTap;
  readonly clinic: TestClinic;
  readonly standby: Postgres | null;
  readonly seconds: number;
  readonly goesOn: () => boolean;
  /** The server went back to what it was, at some moment from this one on until {@link Scene.isBack}. */
  readonly goesBack: () => () => void;
}

export type Nemesis = 'kill' | 'cut' | 'promote' | 'restore';

export const NEMESES: Readonly<Record<Nemesis, (scene: Scene) => Promise<number>>> = {
  /** SIGKILL in the middle of whatever there is, again and again. */
  async kill({ primary, goesOn }) {
    let times = 0;
    while (goesOn()) {
      await sleep(700 + Math.random() * 1_500);
      await primary.kill();
      await primary.start();
      times += 1;
    }
    return times;
  },

  /** Every line is cut, wherever the answer is just then. */
  async cut({ tap, goesOn }) {
    let times = 0;
    while (goesOn()) {
      await sleep(30 + Math.random() * 500);
      tap.cut();
      times += 1;
    }
    return times;
  },

  /** The server is lost, and a copy that had fallen behind takes its place. */
  async promote({ primary, standby, clinic, seconds, goesBack }) {
    if (standby === null) throw new Error('There is no standby.');
    await sleep(seconds * 400);
    await standby.stop();
    // What is decided now, the standby never hears of.
    await sleep(Math.min(5_000, seconds * 100));
    const isBack = goesBack();
    await primary.kill();
    await standby.start();
    await sql(standby, clinic.place.database, 'SELECT pg_promote()');
    isBack();
    return 1;
  },

  /** A backup of before is restored. */
  async restore({ primary, clinic, seconds, goesBack }) {
    const { database } = clinic.place;
    const file = join(primary.folder, 'yesterday.sql');
    await sleep(seconds * 300);
    writeFileSync(file, await program(primary, 'pg_dump', [database]));
    await sleep(seconds * 300);
    const isBack = goesBack();
    await sql(primary, 'postgres', `DROP DATABASE ${database} WITH (FORCE)`);
    await sql(primary, 'postgres', `CREATE DATABASE ${database}`);
    await program(primary, 'psql', ['-q', '-v', 'ON_ERROR_STOP=1', '-f', file, database]);
    isBack();
    return 1;
  },
};

function program(server: Postgres, name: string, args: readonly string[]): Promise<string> {
  const { host, port, user, password } = server;
  const to = ['-h', host, '-p', String(port), '-U', user];
  return readOutput(join(systemEngine().folder, 'bin', name), [...to, ...args], {
    env: { ...process.env, PGPASSWORD: password, PGSSLMODE: 'require' },
  });
}
