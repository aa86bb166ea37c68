// @ts-check
// A real PostgreSQL server for tests, benches and the demo: its own data folder, a random port of
// this computer alone, TLS with a certificate of its own, and SCRAM. It ends with this process.

import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { appendFileSync, chownSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Stop } from './cli.mjs';
import { Children } from './desktop/children.mjs';
import { readOutput, run } from './processes.mjs';
import { removeFolder } from './remove-folder.mjs';

const HOST = '127.0.0.1';
const SUPERUSER = 'postgres';
const WAIT_MS = 30_000;
const LOOK_MS = 20;

/**
 * @typedef {object} PostgresOptions
 * @property {Record<string, string>} [settings] of `postgresql.conf`
 * @property {boolean} [tls] true by default
 * @property {string} [access] lines of `pg_hba.conf`, in place of TLS with SCRAM for everybody
 */

/**
 * A server that runs, or was stopped. Only root can run one as another user; PostgreSQL refuses to
 * run as root, so the system's user `postgres` runs it then.
 */
export class Postgres {
  host = HOST;
  user = SUPERUSER;
  /** Of the superuser. */
  password = randomBytes(16).toString('hex');
  /** @type {Children} */
  #children;
  /** @type {import('node:child_process').ChildProcess | null} */
  #server = null;
  #engine;
  #options;
  #owner;

  /**
   * @param {import('./postgres-engines.mjs').Engine} engine
   * @param {string} folder
   * @param {number} port
   * @param {{ uid: number, gid: number } | undefined} owner
   * @param {PostgresOptions} options
   */
  constructor(engine, folder, port, owner, options) {
    this.#engine = engine;
    this.#options = options;
    this.#owner = owner;
    this.#children = new Children(owner);
    this.folder = folder;
    this.port = port;
  }

  /**
   * @param {import('./postgres-engines.mjs').Engine} engine
   * @param {PostgresOptions} [options]
   * @returns {Promise<Postgres>} a running server
   * @throws {Stop}
   */
  static start(engine, options = {}) {
    return Postgres.#begin(engine, options, (server) => server.#make());
  }

  /**
   * Starts a server that copies another one, and goes on copying.
   *
   * @param {import('./postgres-engines.mjs').Engine} engine a complete one, of the same version
   * @param {Postgres} primary with a line for `replication` in its `access`
   */
  static standbyOf(engine, primary) {
    return Postgres.#begin(engine, {}, (server) => server.#copy(primary));
  }

  /**
   * @param {import('./postgres-engines.mjs').Engine} engine
   * @param {PostgresOptions} options
   * @param {(server: Postgres) => Promise<void>} make
   */
  static async #begin(engine, options, make) {
    const owner = await serverUser();
    const folder = mkdtempSync(join(tmpdir(), 'clinic-postgres-'));
    if (owner) chownSync(folder, owner.uid, owner.gid);
    const own = await reachable(engine, folder, owner);
    const server = new Postgres(own, folder, await freePort(), owner, options);
    try {
      await make(server);
      await server.start();
    } catch (error) {
      await server.remove();
      throw error;
    }
    return server;
  }

  /** Everything that it keeps. */
  get dataFolder() {
    return join(this.folder, 'data');
  }

  /** The file of its certificate, in PEM, which signs itself. */
  get certificateFile() {
    return join(this.folder, 'server.crt');
  }

  get logFile() {
    return join(this.folder, 'server.log');
  }

  get isRunning() {
    const server = this.#server;
    return server !== null && server.exitCode === null && server.signalCode === null;
  }

  /** Starts it again, on the same port. */
  async start() {
    this.#server = this.#children.start(this.#program('postgres'), ['-D', this.dataFolder], {
      stdio: ['ignore', 'ignore', 'ignore'],
      cwd: this.folder,
      env: this.#env(),
    });
    const untilMs = performance.now() + WAIT_MS;
    while (!this.#isReady()) {
      if (!this.isRunning || performance.now() > untilMs) {
        throw new Stop(`${this.#engine.name} did not start:\n${textOf(this.logFile)}`);
      }
      await sleep(LOOK_MS);
    }
  }

  /** Ends it in order; whoever is connected is cut off. */
  async stop() {
    await this.#end('SIGINT');
  }

  /** Ends it as a power cut does. */
  async kill() {
    const children = this.#processes();
    await this.#end('SIGKILL');
    for (const pid of children) signal(pid, 'SIGKILL');
    // Another server would wait for those that still have the shared memory.
    while (children.some((pid) => signal(pid, 0))) await sleep(LOOK_MS);
  }

  /** Nothing answers any more, and every connection stays open. */
  freeze() {
    for (const pid of this.#processes()) signal(pid, 'SIGSTOP');
  }

  thaw() {
    for (const pid of this.#processes()) signal(pid, 'SIGCONT');
  }

  /** Ends it, and deletes its folder. */
  async remove() {
    this.thaw();
    if (this.isRunning) await this.kill();
    await this.#children.close();
    await removeFolder(this.folder);
  }

  /** @param {NodeJS.Signals} how */
  async #end(how) {
    const server = this.#server;
    if (server === null || !this.isRunning) return;
    const ended = once(server, 'exit');
    server.kill(how);
    await ended;
  }

  /** Its own file says so in the last line; one of a killed server is not its own. */
  #isReady() {
    const lines = textOf(join(this.dataFolder, 'postmaster.pid')).trim().split('\n');
    return lines[0] === String(this.#server?.pid) && lines.at(-1)?.trim() === 'ready';
  }

  /** The server and its processes, each of which leads a group of its own. */
  #processes() {
    const pid = this.#server?.pid;
    if (pid === undefined || !this.isRunning) return [];
    const children = textOf(`/proc/${pid}/task/${pid}/children`);
    return [pid, ...children.split(' ').filter(Boolean).map(Number)];
  }

  /** @param {string} name */
  #program(name) {
    return join(this.#engine.folder, 'bin', name);
  }

  #env() {
    return { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8', TZ: 'UTC' };
  }

  async #make() {
    const { tls = true, settings = {}, access } = this.#options;
    const passwordFile = join(this.folder, 'password');
    this.#write(passwordFile, this.password);
    const options = { ...this.#owner, cwd: this.folder, env: this.#env() };
    const auth = ['-U', SUPERUSER, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
    const make = ['-D', this.dataFolder, '-E', 'UTF8', '--no-sync', ...auth];
    await readOutput(this.#program('initdb'), make, options);
    if (tls) await this.#makeCertificate();
    this.#configure({
      ssl: tls ? 'on' : 'off',
      password_encryption: 'scram-sha-256',
      // A process that is killed loses nothing; only a computer would.
      fsync: 'off',
      logging_collector: 'on',
      log_filename: 'server.log',
      log_timezone: 'UTC',
      unix_socket_directories: '',
      listen_addresses: HOST,
      ...(tls && this.#places()),
      ...settings,
    });
    this.setAccess(access ?? 'hostssl all all all scram-sha-256');
  }

  /** @param {Postgres} primary */
  async #copy(primary) {
    this.password = primary.password;
    const from = ['-h', primary.host, '-p', String(primary.port), '-U', SUPERUSER];
    const options = {
      ...this.#owner,
      cwd: this.folder,
      env: { ...this.#env(), PGPASSWORD: primary.password, PGSSLMODE: 'require' },
    };
    const copy = [...from, '-D', this.dataFolder, '-R', '-X', 'stream', '-c', 'fast'];
    await readOutput(this.#program('pg_basebackup'), copy, options);
    await this.#makeCertificate();
    this.#configure(this.#places());
  }

  #places() {
    return { ssl_cert_file: this.certificateFile, ssl_key_file: join(this.folder, 'key') };
  }

  /** @param {Record<string, string>} settings those that come later hold */
  #configure(settings) {
    const all = { ...settings, port: String(this.port), log_directory: this.folder };
    const lines = Object.entries(all).map(([name, value]) => `${name} = '${value}'\n`);
    appendFileSync(join(this.dataFolder, 'postgresql.conf'), lines.join(''));
  }

  /** Who may connect, and how. @param {string} lines of `pg_hba.conf`; for connections from now on */
  setAccess(lines) {
    this.#write(join(this.dataFolder, 'pg_hba.conf'), `${lines}\n`);
    if (this.isRunning) this.#server?.kill('SIGHUP');
  }

  async #makeCertificate() {
    const key = join(this.folder, 'key');
    await makeCertificate(key, this.certificateFile, `DNS:localhost,IP:${HOST}`);
    if (this.#owner) chownSync(key, this.#owner.uid, this.#owner.gid);
  }

  /** @param {string} path @param {string} text readable for the server alone */
  #write(path, text) {
    writeFileSync(path, text, { mode: 0o600 });
    if (this.#owner) chownSync(path, this.#owner.uid, this.#owner.gid);
  }
}

/**
 * Makes a certificate that signs itself.
 *
 * @param {string} keyFile
 * @param {string} certificateFile
 * @param {string} names such as `DNS:localhost`
 */
export async function makeCertificate(keyFile, certificateFile, names) {
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const whose = ['-subj', '/CN=localhost', '-addext', `subjectAltName=${names}`];
  const files = ['-keyout', keyFile, '-out', certificateFile];
  const made = await run('openssl', ['req', '-x509', ...curve, '-days', '30', ...whose, ...files]);
  if (made.code !== 0) throw new Stop(`openssl made no certificate: ${made.stderr.trim()}`);
}

/** @returns the user that runs the server, if this process is root's */
export async function serverUser() {
  if (process.getuid?.() !== 0) return undefined;
  const ids = await Promise.all(
    ['-u', '-g'].map((what) => readOutput('id', [what, SUPERUSER], {})),
  );
  return { uid: Number(ids[0]), gid: Number(ids[1]) };
}

/**
 * The person's cache may be closed to the server's user.
 *
 * @param {import('./postgres-engines.mjs').Engine} engine
 * @param {string} folder
 * @param {{ uid: number } | undefined} owner
 */
async function reachable(engine, folder, owner) {
  if (!owner || !engine.movable) return engine;
  const copy = join(folder, 'engine');
  await readOutput('cp', ['-r', '--reflink=auto', engine.folder, copy], {});
  return { ...engine, folder: copy };
}

/** @returns {Promise<number>} */
export async function freePort() {
  const server = createServer();
  await new Promise((ready) => server.listen(0, HOST, () => ready(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  await new Promise((done) => server.close(done));
  return port;
}

/** @param {string} file @returns its text; empty where there is none */
function textOf(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** @param {number} pid @param {NodeJS.Signals | 0} what @returns whether the process was there */
function signal(pid, what) {
  try {
    return process.kill(pid, what);
  } catch {
    return false;
  }
}
