import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls, TLSSocket } from 'node:tls';
import { makeCertificate } from '../../scripts/lib/postgres.mjs';

/** What a client sends to ask PostgreSQL for TLS. */
const TLS_REQUEST = Buffer.from('0000000804d2162f', 'hex');

/** Whoever took over a client's end of TLS. */
type Behind = (client: TLSSocket) => void;

/** Somebody between workstation and server, with a certificate of its own. */
export class TlsMiddle {
  readonly #sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly folder: string,
    /** Its certificate, in PEM. */
    readonly certificate: string,
  ) {}

  /** @param names of its certificate, such as `IP:127.0.0.1` */
  static async start(behind: Behind, names = 'IP:127.0.0.1'): Promise<TlsMiddle> {
    const folder = mkdtempSync(join(tmpdir(), 'clinic-middle-'));
    const [key, cert] = [join(folder, 'key'), join(folder, 'cert')];
    await makeCertificate(key, cert, names);
    const server = createServer();
    const middle = new TlsMiddle(server, folder, readFileSync(cert, 'utf8'));
    const secrets = { key: readFileSync(key), cert: middle.certificate };
    server.on('connection', (socket) => {
      middle.#keep(socket);
      socket.once('data', () => {
        socket.write('S');
        const client = new TLSSocket(socket, { isServer: true, ...secrets });
        middle.#keep(client);
        behind(client);
      });
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    return middle;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.server.close();
    rmSync(this.folder, { recursive: true });
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
  }
}

/** Passes everything on. @param tls whether the server gets TLS, too */
export function passOn(to: { host: string; port: number }, tls: boolean): Behind {
  return (client) => {
    const plain = connect(to.port, to.host);
    const join = (server: Socket): void => {
      server.on('error', () => undefined);
      client.pipe(server).pipe(client);
      client.on('close', () => plain.destroy());
    };
    plain.on('error', () => undefined);
    if (!tls) {
      join(plain);
      return;
    }
    plain.write(TLS_REQUEST);
    plain.once('data', () => join(connectTls({ socket: plain, rejectUnauthorized: false })));
  };
}

/** The kinds of `AuthenticationRequest` (PostgreSQL's protocol, section "Message Formats"). */
const AUTH = { ok: 0, cleartext: 3, md5: 5, sasl: 10, saslContinue: 11 } as const;

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5, type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

function asks(kind: keyof typeof AUTH, body: string | Buffer = ''): Buffer {
  const code = Buffer.alloc(4);
  code.writeInt32BE(AUTH[kind]);
  return message('R', Buffer.concat([code, Buffer.from(body)]));
}

const OPEN = Buffer.concat([asks('ok'), message('Z', Buffer.from('I'))]);

/**
 * Somebody who does not know the login, and still would have it.
 * @param kind what is asked for; `skips` lets everybody in, without a proof of its own
 * @param heard gets what the client says after its name
 */
export function impostor(
  kind: 'cleartext' | 'md5' | 'skips' | 'weakens' | 'trusts' | 'asksLater',
  heard: Buffer[],
): Behind {
  return (client) => {
    let turn = 0;
    client.on('data', (said: Buffer) => {
      turn += 1;
      if (turn > 1) heard.push(said);
      client.write(reply(kind, turn, said.toString('latin1')));
    });
  };
}

function reply(kind: Parameters<typeof impostor>[0], turn: number, said: string): Buffer {
  switch (kind) {
    case 'cleartext':
      return asks('cleartext');
    case 'md5':
      return asks('md5', 'salt');
    case 'trusts':
      return OPEN;
    case 'skips':
    case 'weakens':
    case 'asksLater': {
      if (turn === 1) return asks('sasl', 'SCRAM-SHA-256-PLUS\0\0');
      if (turn > 2) return kind === 'asksLater' ? asks('cleartext') : OPEN;
      const nonce = /r=(.+)$/.exec(said)?.[1] ?? '';
      const iterations = kind === 'weakens' ? 1 : 4096;
      return asks('saslContinue', `r=${nonce}more,s=c2FsdHNhbHRzYWx0c2FsdA==,i=${iterations}`);
    }
  }
}
