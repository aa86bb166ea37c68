import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Between two tries, in milliseconds. */
const RETRY_MS = 50;

/**
 * Locks an installation for this process: a copy of its folder has the same id, and must not run beside it.
 * The system releases the lock however the process ends.
 *
 * @param waitMs how long to wait for another holder that may be about to end, in milliseconds
 * @returns a function that releases the lock, or `null` while another process holds it
 */
export async function holdInstallation(
  id: string,
  waitMs: number,
  platform: NodeJS.Platform = process.platform,
): Promise<(() => void) | null> {
  const address = addressOf(id, platform);
  for (let leftMs = waitMs; ; leftMs -= RETRY_MS) {
    const server = await listen(address);
    if (server !== null) {
      server.unref();
      return () => server.close();
    }
    if (address.startsWith('/') && !(await answers(address))) rmSync(address, { force: true });
    else if (leftMs <= 0) return null;
    await pause(RETRY_MS);
  }
}

/** Sockets and pipes without a file end with their process; macOS has none. */
function addressOf(id: string, platform: NodeJS.Platform): string {
  const name = `clinic-workstation-${id}`;
  if (platform === 'linux') return `\0${name}`;
  return platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.lock`);
}

function listen(address: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((connection) => connection.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen(address, () => resolve(server));
  });
}

/** Whether a process still listens at a socket's file. */
function answers(address: string): Promise<boolean> {
  const socket = connect(address);
  const connected = once(socket, 'connect').then(
    () => true,
    () => false,
  );
  return connected.finally(() => socket.destroy());
}
