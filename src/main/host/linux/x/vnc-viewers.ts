import { readFile } from 'node:fs/promises';
import type { LockListener } from '../../lock/computer-listener.js';
import { withXDisplay } from './with-x-display.js';
import type { XDisplay } from './x-display.js';

/** How long the X server may take to answer, in milliseconds. Nobody waits: a server that is only late is watched, too. */
const ASK_BOUND_MS = 60_000;

/** Between two looks at who is connected, in milliseconds. */
const LOOK_MS = 2_000;

/** The X extension by which TigerVNC's own `vncconfig` speaks to its server. */
const EXTENSION = 'VNC-EXTENSION';
const GET_PARAM = 1;

/** States of a socket, as the kernel writes them in `/proc/net`. */
const TCP_ESTABLISHED = '01';
const UNIX_CONNECTED = '03';

/** Where a VNC server waits for viewers. */
interface VncServer {
  readonly port: number | null;
  readonly socket: string | null;
}

/**
 * A display that lives in a VNC server of its own (Xtigervnc, Xvnc) has no screen that locks: the person
 * leaves by closing the viewer, and the session stays. The server tells nobody of that. So the app reads
 * the server's connections, which the kernel lists for everybody. When no connection of the last look is
 * left, that counts as a lock. A new viewer at the same time does not hide it.
 *
 * @param display as in `DISPLAY`
 * @returns whether this display is seen by VNC alone, and its viewers are watched
 */
export function watchVncViewers(
  display: string,
  { onScreenLock, onScreenUnlock }: Pick<LockListener, 'onScreenLock' | 'onScreenUnlock'>,
): () => boolean {
  let timer: NodeJS.Timeout | undefined;
  let before: ReadonlySet<string> = new Set();

  const look = async (server: VncServer): Promise<void> => {
    const now = await viewersOf(server);
    const stayed = [...before].some((viewer) => now.has(viewer));
    if (before.size > 0 && !stayed) onScreenLock();
    if (before.size === 0 && now.size > 0) onScreenUnlock();
    before = now;
  };
  void withXDisplay(display, ASK_BOUND_MS, serverOf).then((server) => {
    if (server === null) return;
    void look(server);
    timer = setInterval(() => void look(server), LOOK_MS).unref();
  });
  return () => timer !== undefined;
}

/** @returns `null` where the display does not belong to a VNC server, or the server takes no viewers */
async function serverOf(display: XDisplay): Promise<VncServer | null> {
  const port = Number(await parameter(display, 'rfbport'));
  const socket = await parameter(display, 'rfbunixpath');
  const server = {
    port: Number.isSafeInteger(port) && port > 0 ? port : null,
    socket: socket === '' ? null : socket,
  };
  return server.port === null && server.socket === null ? null : server;
}

async function parameter(display: XDisplay, name: string): Promise<string | null> {
  const request = Buffer.concat([Buffer.from([name.length, 0, 0, 0]), Buffer.from(name)]);
  const reply = await display.askExtension(EXTENSION, GET_PARAM, request);
  if (reply === null || reply.length < 24) return null;
  return reply.toString('latin1', 24, 24 + reply.readUInt16LE(0));
}

async function viewersOf({ port, socket }: VncServer): Promise<ReadonlySet<string>> {
  return new Set([
    ...(port === null ? [] : tcpViewers(await linesOf('tcp'), port)),
    ...(port === null ? [] : tcpViewers(await linesOf('tcp6'), port)),
    ...(socket === null ? [] : unixViewers(await linesOf('unix'), socket)),
  ]);
}

/** The other ends of the connections to a port, as `/proc/net/tcp` has them. */
export function tcpViewers(lines: readonly string[], port: number): readonly string[] {
  const end = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = '', , state]) => local.endsWith(end) && state === TCP_ESTABLISHED)
    .map(([, , remote = '']) => remote);
}

/** The connections to a socket in the file system, by their numbers, as `/proc/net/unix` has them. */
export function unixViewers(lines: readonly string[], path: string): readonly string[] {
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , , , state, , ...name]) => state === UNIX_CONNECTED && name.join(' ') === path)
    .map(([, , , , , , inode = '']) => inode);
}

async function linesOf(table: 'tcp' | 'tcp6' | 'unix'): Promise<readonly string[]> {
  // A kernel without IPv6 has no such table.
  const text = await readFile(`/proc/net/${table}`, 'latin1').catch(() => '');
  return text.split('\n').slice(1);
}
