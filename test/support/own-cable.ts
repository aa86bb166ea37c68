import { execFileSync, spawn } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Server, type Socket } from 'node:net';
import { run } from '../../scripts/lib/processes.mjs';

/** Runs behind the cable: takes an address there, and gives the listening socket away. */
const LISTEN = `
  const server = require('node:net').createServer();
  server.listen(+process.argv[2], process.argv[1], () => process.send('listens', server));
  process.on('message', () => process.exit());
`;

/**
 * A network cable of one computer to a server, which can be pulled: a pair of network devices, whose far end is in
 * a network namespace of its own. What is sent while it is out is lost, and neither end hears of it. Only root may.
 */
export class OwnCable {
  /** The server's address at the far end. */
  readonly host: string;
  readonly #name: string;
  readonly #listener: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(
    { name, host }: { readonly name: string; readonly host: string },
    listener: Server,
    to: Place,
  ) {
    this.#name = name;
    this.host = host;
    this.#listener = listener;
    listener.on('connection', (near) => this.#join(near, connect(to.port, to.host)));
  }

  /** @returns why there can be none here, or `null` */
  static async missing(): Promise<string | null> {
    if (process.platform !== 'linux' || process.getuid?.() !== 0)
      return 'Only root on Linux may lay a cable of its own.';
    const name = nameOfCable();
    const made = await run('ip', ['netns', 'add', name]);
    if (made.code !== 0) return `There are no network namespaces here: ${made.stderr.trim()}`;
    const paired = await run('ip', devices(name));
    await run('ip', ['netns', 'delete', name]);
    return paired.code === 0 ? null : `No cable can be laid here: ${paired.stderr.trim()}`;
  }

  /** @param to where it leads; the computer finds it at {@link host}, on the same port */
  static async lay(to: Place): Promise<OwnCable> {
    const name = nameOfCable();
    const [near, host] = newAddresses();
    ip('netns', 'add', name);
    try {
      ip(...devices(name));
      ip('address', 'add', `${near}/30`, 'dev', name);
      ip('link', 'set', name, 'up');
      ip('-n', name, 'address', 'add', `${host}/30`, 'dev', 'far');
      ip('-n', name, 'link', 'set', 'far', 'up');
      return new OwnCable({ name, host }, await listenBehind(name, { host, port: to.port }), to);
    } catch (error) {
      ip('netns', 'delete', name);
      throw error;
    }
  }

  pull(): void {
    ip('-n', this.#name, 'link', 'set', 'far', 'down');
  }

  plugIn(): void {
    ip('-n', this.#name, 'link', 'set', 'far', 'up');
  }

  remove(): void {
    this.#listener.close();
    for (const socket of this.#sockets) socket.destroy();
    // The namespace lives on as long as a socket in it waits for an answer.
    ip('link', 'delete', this.#name);
    ip('netns', 'delete', this.#name);
  }

  #join(near: Socket, server: Socket): void {
    for (const [from, to] of [
      [near, server],
      [server, near],
    ] as const) {
      this.#sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
      from.pipe(to);
    }
  }
}

interface Place {
  readonly host: string;
  readonly port: number;
}

/** Of a network for tests (RFC 2544), which is no real one's: the near address and the far one. */
function newAddresses(): readonly [string, string] {
  const network = `198.18.${randomInt(256)}`;
  const first = 4 * randomInt(64);
  return [`${network}.${first + 1}`, `${network}.${first + 2}`];
}

function nameOfCable(): string {
  return `cw-${randomBytes(4).toString('hex')}`;
}

function devices(name: string): readonly string[] {
  return ['link', 'add', name, 'type', 'veth', 'peer', 'name', 'far', 'netns', name];
}

function ip(...args: readonly string[]): void {
  execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** A listening socket stays in the namespace in which it was made, whoever has it. */
async function listenBehind(name: string, { host, port }: Place): Promise<Server> {
  const inside = ['netns', 'exec', name, process.execPath, '-e', LISTEN, host, String(port)];
  const child = spawn('ip', inside, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const [, listener] = (await once(child, 'message')) as [unknown, Server];
  child.send('thanks');
  return listener;
}
