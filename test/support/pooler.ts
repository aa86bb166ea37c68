import { chownSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Children } from '../../scripts/lib/desktop/children.mjs';
import {
  freePort,
  makeCertificate,
  type Postgres,
  serverUser,
} from '../../scripts/lib/postgres.mjs';
import { removeFolder } from '../../scripts/lib/remove-folder.mjs';
import { sql } from './postgres.js';

const HOST = '127.0.0.1';
const LOGIN = { user: 'clinic_pooler', password: 'asks for verifiers' };

/**
 * What the pooler needs in the clinic's database, as `docs/several-computers.md` says: a login of its own that
 * learns the verifiers of workstations, and of nobody else.
 */
const asking = (database: string): string => `
  CREATE ROLE ${LOGIN.user} LOGIN PASSWORD '${LOGIN.password}';
  GRANT CONNECT ON DATABASE ${database} TO ${LOGIN.user};
  CREATE SCHEMA pooler;
  GRANT USAGE ON SCHEMA pooler TO ${LOGIN.user};
  CREATE FUNCTION pooler.verifier(login text) RETURNS TABLE (name text, verifier text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT a.rolname::text, a.rolpassword FROM pg_authid a
     WHERE a.rolname = login AND a.rolname ~ '^w_[0-9a-f]{32}$'
       AND (a.rolvaliduntil IS NULL OR a.rolvaliduntil > now())
  $$;
  REVOKE ALL ON FUNCTION pooler.verifier(text) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION pooler.verifier(text) TO ${LOGIN.user};`;

/** PgBouncer in front of a server. It ends TLS with a certificate of its own. */
export class Pooler {
  readonly host = HOST;

  private constructor(
    readonly port: number,
    private readonly folder: string,
    private readonly children: Children,
  ) {}

  /**
   * @param database a clinic's
   * @param mode whether a connection is somebody's as long as they are connected, or for a transaction
   * @param size how many connections a login may have to the server, which allows five
   */
  static async start(
    server: Postgres,
    database: string,
    mode: 'session' | 'transaction',
    size = 4,
  ): Promise<Pooler> {
    await sql(server, database, asking(database));
    const owner = await serverUser();
    const folder = mkdtempSync(join(tmpdir(), 'clinic-pooler-'));
    const own = (path: string): void => {
      if (owner) chownSync(path, owner.uid, owner.gid);
    };
    const write = (name: string, text: string): void => {
      writeFileSync(join(folder, name), text, { mode: 0o600 });
      own(join(folder, name));
    };
    own(folder);
    const port = await freePort();
    const [key, certificate] = [join(folder, 'key'), join(folder, 'cert')];
    await makeCertificate(key, certificate, `IP:${HOST}`);
    own(key);
    write('users', `"${LOGIN.user}" "${LOGIN.password}"\n`);
    write(
      'pgbouncer.ini',
      [
        '[databases]',
        `${database} = host=${server.host} port=${server.port} auth_user=${LOGIN.user}`,
        '[pgbouncer]',
        `listen_addr = ${HOST}`,
        `listen_port = ${port}`,
        'unix_socket_dir =',
        `pool_mode = ${mode}`,
        'auth_type = scram-sha-256',
        `auth_file = ${join(folder, 'users')}`,
        'auth_query = SELECT name, verifier FROM pooler.verifier($1)',
        `default_pool_size = ${size}`,
        'server_login_retry = 1',
        'client_tls_sslmode = require',
        `client_tls_key_file = ${key}`,
        `client_tls_cert_file = ${certificate}`,
        'server_tls_sslmode = verify-full',
        `server_tls_ca_file = ${server.certificateFile}`,
        `logfile = ${join(folder, 'log')}`,
      ].join('\n'),
    );
    const children = new Children(owner);
    children.start('pgbouncer', [join(folder, 'pgbouncer.ini')], { cwd: folder, stdio: 'ignore' });
    const pooler = new Pooler(port, folder, children);
    await pooler.#listens();
    return pooler;
  }

  /** Its certificate, in PEM. */
  get certificate(): string {
    return readFileSync(join(this.folder, 'cert'), 'utf8');
  }

  async remove(): Promise<void> {
    await this.children.close();
    await removeFolder(this.folder);
  }

  async #listens(): Promise<void> {
    const untilMs = performance.now() + 30_000;
    for (;;) {
      const isOpen = await new Promise<boolean>((resolve) => {
        const socket = connect(this.port, HOST);
        socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
        socket.once('connect', () => socket.destroy());
      });
      if (isOpen) return;
      if (performance.now() > untilMs) throw new Error('The pooler did not start.');
      await new Promise((next) => setTimeout(next, 20));
    }
  }
}
