import { systemEngine } from '../../../scripts/lib/postgres-engines.mjs';
import { Postgres } from '../../../scripts/lib/postgres.mjs';
import { PostgresConnector } from '../../../src/main/server/postgres-connector.js';
import type { LogRow } from '../../../src/main/ports/clinic-server.js';
import { BOUND_MS, TestClinic } from '../conformance/clinic-world.js';
import { postgresWorld } from '../postgres.js';
import { TcpTap } from '../tcp-tap.js';
import { contradictions } from './calls.js';
import { HistoryClient } from './client.js';
import { NEMESES, type Nemesis } from './nemeses.js';

const CLIENTS = 8;
const MOST_ROWS = 500;
const PATIENCE_MS = 60_000;

/** What came of it. */
export interface HistoryReport {
  readonly nemesis: Nemesis;
  readonly seconds: number;
  /** How often the nemesis struck. */
  readonly strikes: number;
  readonly calls: number;
  readonly acknowledged: number;
  readonly moved: number;
  readonly unknown: number;
  readonly spent: number;
  readonly rows: number;
  readonly putBack: number;
  readonly lost: number;
  readonly contradictions: readonly string[];
}

/** Clients use a real PostgreSQL while a nemesis is at work, and what they were told is held against its log. */
export async function runHistory(nemesis: Nemesis, seconds: number): Promise<HistoryReport> {
  const method = 'all scram-sha-256';
  const access = `hostssl all all ${method}\nhostssl replication all ${method}`;
  const primary = await Postgres.start(systemEngine(), { access });
  let standby: Postgres | null = null;
  const taps: TcpTap[] = [];
  try {
    const clinic = await TestClinic.found(postgresWorld(primary));
    if (nemesis === 'promote') standby = await Postgres.standbyOf(systemEngine(), primary);
    for (const server of standby === null ? [primary] : [primary, standby])
      taps.push(await TcpTap.open(server));
    const addresses = taps.map(({ port }) => ({ host: '127.0.0.1', port }));
    const place = { ...clinic.place, addresses };
    const first = await clinic.connect();
    const logins = [clinic.first.login];
    while (logins.length < CLIENTS) logins.push((await clinic.enrolled(first)).login);
    first.close();
    const connector = new PostgresConnector();
    const clients = logins.map((login, index) => new HistoryClient(index, connector, place, login));
    const untilMs = performance.now() + seconds * 1_000;
    // On a busy computer a short time may not be enough for anything.
    const isEnough = (): boolean =>
      performance.now() > untilMs + PATIENCE_MS ||
      clients.some(({ calls }) => calls.some(({ answer }) => answer === 'appended'));
    const goesOn = (): boolean => performance.now() < untilMs || !isEnough();
    const wentBack: [number, number][] = [];
    const goesBack = (): (() => void) => {
      const span: [number, number] = [performance.now(), Number.POSITIVE_INFINITY];
      wentBack.push(span);
      return () => (span[1] = performance.now());
    };
    const [tap] = taps;
    if (tap === undefined) throw new Error('There is no line.');
    const scene = { primary, standby, tap, clinic, seconds, goesOn, goesBack };
    const [strikes] = await Promise.all([
      NEMESES[nemesis](scene),
      ...clients.map((client) => client.live(goesOn)),
    ]);
    // Twice: what one gives back, another one may have to take.
    for (const client of [...clients, ...clients]) await client.settle();
    const rows = await allRows(connector, place, clinic);
    const calls = clients.flatMap((client) => client.calls);
    const lost = new Set(clients.flatMap((client) => [...client.lost]));
    const count = (answer: unknown): number =>
      calls.filter((call) => call.kind === 'append' && call.answer === answer).length;
    return {
      ...{ nemesis, seconds, strikes, calls: calls.length, rows: rows.length, lost: lost.size },
      ...{ acknowledged: count('appended'), moved: count('moved') },
      unknown: calls.filter(({ answer }) => answer === 'unknown').length,
      spent: calls.filter(({ kind, answer }) => kind === 'spend' && answer === true).length,
      putBack: clients.reduce((sum, client) => sum + client.putBack, 0),
      contradictions: contradictions({ calls, rows, lost, wentBack }),
    };
  } finally {
    for (const tap of taps) tap.close();
    await standby?.remove();
    await primary.remove();
  }
}

async function allRows(
  connector: PostgresConnector,
  place: TestClinic['place'],
  { first }: TestClinic,
): Promise<readonly LogRow[]> {
  const server = await connector.connect(place, first.login, BOUND_MS);
  const rows: LogRow[] = [];
  for (;;) {
    const some = await server.rowsAfter(rows.length, MOST_ROWS, BOUND_MS);
    rows.push(...some);
    if (some.length === MOST_ROWS) continue;
    server.close();
    return rows;
  }
}
