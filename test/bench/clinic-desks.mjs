// @ts-check
// A clinic on a real PostgreSQL server, with many workstations in a few processes.

import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Stop, say } from '../../scripts/lib/cli.mjs';
import { clinic } from '../../scripts/lib/demo/driven-app.mjs';
import { Postgres } from '../../scripts/lib/postgres.mjs';
import { systemEngine } from '../../scripts/lib/postgres-engines.mjs';
import { run } from '../../scripts/lib/processes.mjs';
import { bundle } from '../../scripts/lib/program.mjs';
import { queryAs } from './postgres-query.mjs';
import { processorMilliseconds } from './postgres-usage.mjs';

/** @typedef {import('../support/clinic-desks/messages.js').Ask} Ask */
/** @typedef {import('../support/clinic-desks/messages.js').Answer} Answer */
/** @typedef {import('../support/clinic-desks/messages.js').Decided} Decided */
/** @typedef {import('../support/clinic-desks/messages.js').EndedAt} EndedAt */
/** @typedef {import('../support/clinic-desks/messages.js').Usage} Usage */
/** @typedef {import('../support/clinic-desks/messages.js').Person} Person */

const baselineSeconds = 5;
const baselineLogins = 100;
/** A server's process is counted once it has ended. */
const endMilliseconds = 500;
/** More would not be faster on two processors; fewer would share one event loop among too many. */
const deskProcesses = 4;
const invitedAtOnce = 20;

/** @param {number} index @returns {Person} */
function personOf(index) {
  const name = `Colleague ${index + 1}`;
  return {
    name,
    email: `colleague.${index + 1}@harbour.example`,
    password: 'seven-green-umbrellas',
  };
}

/** One process full of workstations. Answers in the order in which it is asked, one question at a time. */
class DeskProcess {
  #child;
  /** Settles the question that is open. @type {(answer: Answer) => void} */
  #settle = () => undefined;

  /** @param {string} file */
  constructor(file) {
    this.#child = fork(file, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.#child.on('message', (answer) => this.#settle(/** @type {Answer} */ (answer)));
    this.#child.on('exit', () => this.#settle({ ok: false, error: 'its process ended' }));
  }

  /** @param {Ask} ask @returns {Promise<any>} what `messages.ts` says of this question */
  async ask(ask) {
    /** @type {Promise<Answer>} */
    const answered = new Promise((resolve) => {
      this.#settle = resolve;
    });
    this.#child.send(ask);
    const answer = await answered;
    if (!answer.ok) throw new Stop(`${ask.do}: ${answer.error}`);
    return answer.value;
  }

  async close() {
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.send({ do: 'close' });
    await ended;
  }

  end() {
    this.#child.kill('SIGKILL');
  }
}

export class ClinicOfDesks {
  /** @type {DeskProcess[]} */
  #processes = [];
  #program;
  #size;
  /** How long each took to join, in milliseconds. */
  joinedMs = /** @type {number[]} */ ([]);

  /**
   * @param {Postgres} server
   * @param {string} database
   * @param {{ file: string, remove: () => void }} program
   * @param {number} size
   */
  constructor(server, database, program, size) {
    this.server = server;
    this.database = database;
    this.#program = program;
    this.#size = size;
  }

  /**
   * @param {number} size how many workstations join, beside the one at which the clinic is founded
   * @param {boolean} areSignedIn whether somebody of their own is signed in at each of them
   */
  static async open(size, areSignedIn) {
    const settings = { max_connections: String(size + 100) };
    const server = await Postgres.start(systemEngine(), { settings });
    const program = await bundle('test/support/clinic-desks/program.ts');
    const database = `clinic_${randomBytes(4).toString('hex')}`;
    const clinicOfDesks = new ClinicOfDesks(server, database, program, size);
    try {
      await queryAs(server, 'postgres', `CREATE DATABASE ${database}`);
      await clinicOfDesks.#fill(areSignedIn);
      return clinicOfDesks;
    } catch (error) {
      await clinicOfDesks.remove();
      throw error;
    }
  }

  get address() {
    return `${this.server.host}:${this.server.port}/${this.database}`;
  }

  /** @param {boolean} areSignedIn */
  async #fill(areSignedIn) {
    const { host, port, user, password } = this.server;
    const place = { addresses: [{ host, port }], database: this.database };
    const person = { name: clinic.member, email: clinic.email, password: clinic.password };
    for (let index = 0; index < deskProcesses; index += 1)
      this.#processes.push(new DeskProcess(this.#program.file));
    const people = Array.from({ length: areSignedIn ? this.#size : 0 }, (_, index) =>
      personOf(index),
    );
    say(`${this.#size} workstations join…`);
    await this.first({ do: 'found', place, owner: { user, password }, person, people });
    const names = Array.from({ length: this.#size }, (_, index) => `Desk ${index + 2}`);
    /** @type {string[]} */
    const codes = [];
    while (names.length > 0)
      codes.push(...(await this.first({ do: 'invite', names: names.splice(0, invitedAtOnce) })));
    const joined = await this.#shared(codes, (part) => ({ do: 'join', place, codes: part }));
    this.joinedMs = joined.flat();
    await this.all({ do: 'start' });
    await this.all({ do: 'connected', since: 0 });
    if (areSignedIn) await this.signInAll();
  }

  /** @param {Ask} ask of the process where the clinic was founded @returns {Promise<any>} */
  async first(ask) {
    return this.#processes[0]?.ask(ask);
  }

  /** @param {Ask} ask @returns {Promise<any[]>} what each process says */
  all(ask) {
    return Promise.all(this.#processes.map((one) => one.ask(ask)));
  }

  /** A decision in force everywhere. @param {number} minutes @returns how long it took, here and elsewhere */
  async decide(minutes) {
    /** @type {Decided} */
    const decided = await this.first({ do: 'decide', minutes });
    const { seq, startedAt, decidedAt } = decided;
    /** @type {number[]} */
    const felt = (await this.all({ do: 'felt', seq })).flat();
    return { decidedMs: decidedAt - startedAt, feltMs: felt.map((at) => at - startedAt) };
  }

  /** Everybody at the desks that joined is signed out. */
  async signOutAll() {
    /** @type {Decided} */
    const { startedAt } = await this.first({ do: 'signOut', workstation: null });
    /** @type {EndedAt[]} */
    const ended = (await this.all({ do: 'ended' })).flat();
    return {
      hidingMs: ended.map(({ hidingAt }) => hidingAt - startedAt),
      endedMs: ended.map(({ endedAt }) => endedAt - startedAt),
    };
  }

  async signInAll() {
    say(`${this.#size} people sign in…`);
    const people = Array.from({ length: this.#size }, (_, index) => personOf(index));
    await this.#shared(people, (part) => ({ do: 'signIn', people: part }));
  }

  /** @returns {Promise<Usage>} of all processes together */
  async usage() {
    /** @type {Usage[]} */
    const all = await this.all({ do: 'usage' });
    /** @param {keyof Usage} what */
    const sum = (what) => all.reduce((total, one) => total + one[what], 0);
    return {
      desks: sum('desks'),
      processorMs: sum('processorMs'),
      looks: sum('looks'),
      timers: sum('timers'),
    };
  }

  async remove() {
    const closed = Promise.all(this.#processes.map((one) => one.close()));
    await closed.catch(() => this.#processes.forEach((one) => one.end()));
    this.#program.remove();
    await this.server.remove();
  }

  /**
   * Each process gets its part, which is the same at each call.
   *
   * @template T
   * @param {readonly T[]} all
   * @param {(part: T[]) => Ask} askFor
   * @returns {Promise<any[]>}
   */
  #shared(all, askFor) {
    const most = Math.ceil(all.length / deskProcesses);
    return Promise.all(
      this.#processes.map((one, index) =>
        one.ask(askFor(all.slice(index * most, (index + 1) * most))),
      ),
    );
  }
}

/**
 * What a server does at all.
 *
 * @param {Postgres} server
 * @returns what `pgbench -S` counts in a second, and the milliseconds of its processor for a login with TLS and one read
 */
export async function abilityOf(server) {
  const { host, port, user, password } = server;
  const login = ['-h', host, '-p', String(port), '-U', user];
  const env = { ...process.env, PGPASSWORD: password };
  const pgbench = join(systemEngine().folder, 'bin/pgbench');
  await run(pgbench, ['-i', '-q', ...login, 'postgres'], { env });
  const reads = ['-S', '-c', '4', '-T', String(baselineSeconds), ...login, 'postgres'];
  const { stdout } = await run(pgbench, reads, { env });
  const found = /tps = ([\d.]+)/.exec(stdout);
  if (found === null) throw new Stop(`pgbench counted nothing:\n${stdout}`);
  const before = processorMilliseconds(server);
  const logins = ['-C', '-S', '-t', String(baselineLogins), ...login, 'postgres'];
  const { code, stderr } = await run(pgbench, logins, { env });
  if (code !== 0) throw new Stop(`pgbench could not log in:\n${stderr}`);
  await sleep(endMilliseconds);
  const loginMs = (processorMilliseconds(server) - before) / baselineLogins;
  return { readsPerSecond: Number(found[1]), loginMs };
}

/** @param {Awaited<ReturnType<typeof abilityOf>>} ability @returns lines for the notes of a table */
export function tellAbility({ readsPerSecond, loginMs }) {
  return [
    `The same server answers ${readsPerSecond.toFixed(0)} reads a second (pgbench -S, 4 clients). A bare login with TLS and one read`,
    `takes ${loginMs.toFixed(1)} ms of its processor (pgbench -S -C): ${(loginMs * 300).toFixed(0)} ms for 300.`,
  ];
}
