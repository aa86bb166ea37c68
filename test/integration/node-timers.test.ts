import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { NODE_TIMERS, within } from '../../src/main/ports/within.js';

/* Time limits of a process that is held up itself, with real sockets and Node's own event loop. */

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clinic-timers-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Does nothing else for so long, as a process that gets no processor. */
function holdUp(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

test('an answer that came while the process was held up is heard, though its time is over', async () => {
  const path = join(folder, 'socket');
  const server = createServer();
  const accepted = new Promise<Socket>((resolve) => void server.once('connection', resolve));
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const client = connect(path);
  await once(client, 'connect');
  const other = await accepted;
  const heard = once(client, 'data').then(([bytes]) => String(bytes));
  other.write('the answer');
  const answer = within(heard, 20, () => 'nothing');
  holdUp(60);
  expect(await answer).toBe('the answer');
  client.destroy();
  other.destroy();
  server.close();
});

test('a timer that is cancelled at the last moment does not call', async () => {
  let called = false;
  const cancel = NODE_TIMERS.after(1, () => (called = true));
  // This one is called right after it, in the same turn of the loop.
  const last = new Promise<void>((resolve) => {
    setTimeout(() => {
      cancel();
      resolve();
    }, 1);
  });
  holdUp(10);
  await last;
  await new Promise(setImmediate);
  expect(called).toBe(false);
});
