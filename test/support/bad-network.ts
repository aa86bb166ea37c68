import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PrivateAuthority } from '../../scripts/lib/desktop/authority.mjs';

type Identity = ReturnType<PrivateAuthority['issue']>;

/** How a file server treats one request; what is left out is as it should be. */
export interface Manners {
  readonly status?: number;
  readonly page?: string;
  /** Bytes a second. */
  readonly speed?: number;
  /** After how many bytes of the answer the connection breaks. */
  readonly cutAfter?: number;
  /** After how many bytes nothing comes any more. */
  readonly standAfter?: number;
  readonly ranges?: boolean;
}

interface Asked {
  readonly path: string;
  readonly range: string | undefined;
  readonly authorization: string | undefined;
}

const CHUNK = 16_384;

/** A server of files, http or https, that can be slow, stand still, cut off, refuse and lie. */
export class FileServer {
  /** By path, such as `/v1/file.zip`. */
  readonly files = new Map<string, Buffer>();
  readonly asked: Asked[] = [];
  /** For the next requests, one after the other; the last one for all that follow. */
  manners: Manners[] = [{}];
  /** Without it, everybody may read. */
  credential: string | undefined;
  readonly #server;
  readonly #identity: Identity | null;

  /** @param identity for https; http without it */
  constructor(identity: Identity | null = null) {
    this.#identity = identity;
    const answer = (asked: IncomingMessage, response: ServerResponse): void => {
      void this.#answer(asked, response).catch(() => response.destroy());
    };
    this.#server =
      identity === null ? createServer(answer) : createSecureServer({ ...identity }, answer);
  }

  async start(): Promise<void> {
    await listen(this.#server);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((settle) => this.#server.close(settle));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get address(): string {
    return `${this.#identity === null ? 'http' : 'https'}://localhost:${this.port}/`;
  }

  async #answer(asked: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(asked.url ?? '', 'http://localhost').pathname;
    const { range, authorization } = asked.headers;
    this.asked.push({ path, range, authorization });
    const file = this.files.get(path);
    if (this.credential !== undefined && authorization !== this.credential)
      return void response.writeHead(401).end();
    if (file === undefined) return void response.writeHead(404).end();
    const manners = (this.manners.length > 1 ? this.manners.shift() : this.manners[0]) ?? {};
    if (manners.status !== undefined) return void response.writeHead(manners.status).end();
    if (manners.page !== undefined)
      return void response.writeHead(200, { 'content-type': 'text/html' }).end(manners.page);
    const begin = manners.ranges === false ? 0 : Number(/bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0);
    if (begin >= file.length) return void response.writeHead(416).end();
    const headers = { 'content-length': file.length - begin };
    if (begin === 0) response.writeHead(200, headers);
    else {
      const place = `bytes ${begin}-${file.length - 1}/${file.length}`;
      response.writeHead(206, { ...headers, 'content-range': place });
    }
    await send(response, file.subarray(begin), manners);
  }
}

async function send(
  response: ServerResponse,
  body: Buffer,
  { speed, cutAfter = Infinity, standAfter = Infinity }: Manners,
): Promise<void> {
  const end = Math.min(body.length, cutAfter, standAfter);
  for (let place = 0; place < end; place += CHUNK) {
    await new Promise((settle) => {
      response.write(body.subarray(place, Math.min(place + CHUNK, end)), settle);
    });
    if (speed !== undefined) await sleep((CHUNK * 1_000) / speed);
  }
  if (cutAfter < body.length) response.destroy();
  else if (standAfter >= body.length) response.end();
}

/** A proxy as clinics have them: tunnels by CONNECT, plain requests as they are. */
export class Proxy {
  /** What it was asked for, such as `electron.test:443`. */
  readonly asked: string[] = [];
  /** With another answer than 200, it says no. */
  status = 200;
  /** The only user, as `name:password`. */
  user: string | undefined;
  /** Where all names are. */
  port: number;
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((asked, response) => {
    this.asked.push(asked.url ?? '');
    const { pathname } = new URL(asked.url ?? '');
    const { method, headers } = asked;
    const onward = { port: this.port, host: '127.0.0.1', path: pathname, method, headers };
    const forwarded = request(onward, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    forwarded.on('error', () => response.destroy()).end();
  });

  constructor(port = 0) {
    this.port = port;
    this.#server.on('connection', (socket) => this.#keep(socket));
    this.#server.on('connect', (asked, client: Socket) => {
      this.asked.push(asked.url ?? '');
      const expected = this.user && `Basic ${Buffer.from(this.user).toString('base64')}`;
      const known = asked.headers['proxy-authorization'] === expected;
      const status = this.status === 200 && !known ? 407 : this.status;
      if (status !== 200) return void client.end(`HTTP/1.1 ${status} No\r\n\r\n`);
      const upstream = this.#keep(connect(this.port, '127.0.0.1'));
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(upstream).pipe(client);
      client.on('error', () => upstream.destroy());
      upstream.on('error', () => client.destroy());
    });
  }

  async start(): Promise<void> {
    await listen(this.#server);
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((settle) => this.#server.close(settle));
  }

  get address(): string {
    const user = this.user === undefined ? '' : `${this.user}@`;
    return `http://${user}localhost:${(this.#server.address() as AddressInfo).port}/`;
  }

  #keep(socket: Socket): Socket {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    return socket;
  }
}

/** A port of this computer that nobody has just now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await listen(server);
  const { port } = server.address() as AddressInfo;
  await new Promise((settle) => server.close(settle));
  return port;
}

async function listen(server: Server): Promise<void> {
  await new Promise<void>((settle) => server.listen(0, settle));
}
