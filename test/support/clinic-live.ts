import { PostgresConnector } from '../../src/main/server/postgres-connector.js';
import { DEFAULT_POLICY } from '../../src/shared/policy/policy.js';
import { SimulatedDesk } from './simulated-desk.js';

/*
 * How long a decision takes until every desk of a clinic has it. Runs in a process of its own; the arguments are
 * the server's host, port and database, its owner's name and password, and how many desks and decisions.
 */

export interface LiveFigures {
  readonly desks: number;
  /** For each decision: until it was in force where it was made, in milliseconds. */
  readonly decidedMs: readonly number[];
  /** For each decision and each other desk: until it was in force there. */
  readonly feltMs: readonly number[];
  /** Processor time of all desks for one decision, in milliseconds. */
  readonly processorMs: number;
  readonly joinedMs: readonly number[];
}

const [host = '', port = '', database = '', user = '', password = '', desks = '', decisions = ''] =
  process.argv.slice(2);
const place = { addresses: [{ host, port: Number(port) }], database };
const connector = new PostgresConnector();

const first = await SimulatedDesk.open(connector);
await first.share(place, { user, password });
const names = Array.from({ length: Number(desks) - 1 }, (_, index) => `Desk ${index + 2}`);
const others: SimulatedDesk[] = [];
const joinedMs: number[] = [];
for (const name of names) {
  const made = await first.office.invite([name], first.author);
  if (!made.ok) throw new Error(made.code);
  const desk = await SimulatedDesk.open(connector);
  const startedAt = performance.now();
  await desk.join(place, made.codes[0] ?? '');
  joinedMs.push(performance.now() - startedAt);
  others.push(desk);
}

const decidedMs: number[] = [];
const feltMs: number[] = [];
const before = process.cpuUsage();
for (let index = 0; index < Number(decisions); index += 1) {
  // Administrators decide a policy or add a clinic app's record; which, makes no difference on the way.
  const policy = { ...DEFAULT_POLICY, sessionTimeoutSeconds: 60 + index };
  const seq = first.state.seq + 1;
  const startedAt = performance.now();
  const felt = others.map(
    (desk) =>
      new Promise<void>((resolve) => {
        desk.onAccount = () => {
          if (desk.state.seq < seq) return;
          feltMs.push(performance.now() - startedAt);
          desk.onAccount = () => undefined;
          resolve();
        };
      }),
  );
  await first.account.chain.commit(first.author, () => ({
    change: { kind: 'policy.set', policy },
  }));
  decidedMs.push(performance.now() - startedAt);
  await Promise.all(felt);
}
const { user: userTime, system } = process.cpuUsage(before);
const figures: LiveFigures = {
  desks: others.length + 1,
  ...{ decidedMs, feltMs, joinedMs },
  processorMs: (userTime + system) / 1e3 / Math.max(1, Number(decisions)),
};
for (const desk of [first, ...others]) await desk.close();
console.log(JSON.stringify(figures));
process.exit(0);
