import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { Children, readReadyLine } from '../../scripts/lib/desktop/children.mjs';
import { openDesktop } from '../../scripts/lib/desktop.mjs';
import { watchVncViewers } from '../../src/main/host/linux/x/vnc-viewers.js';
import { freePort } from '../support/bad-network.js';
import { VncViewer } from '../support/vnc-viewer.js';

/* A real Xtigervnc, with viewers that come and go. */

let children: Children;
let server: ChildProcess;
let folder: string;
let display: string;
let port: number;
let socket: string;
let heard: string[] = [];
let watch: () => boolean;
const viewers: VncViewer[] = [];

async function view(where: number | string): Promise<VncViewer> {
  const viewer = await VncViewer.open(where);
  viewers.push(viewer);
  return viewer;
}

/** Waits longer than the app needs to notice a viewer. */
const seen = (): Promise<void> => sleep(2_500);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'clinic-vnc-'));
  socket = join(folder, 'vnc');
  port = await freePort();
  children = new Children();
  server = children.start(
    'Xtigervnc',
    [
      ...['-displayfd', '3', '-geometry', '640x480', '-depth', '24', '-SecurityTypes', 'None'],
      ...['-localhost', '-rfbport', String(port), '-rfbunixpath', socket, '-AlwaysShared'],
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  display = `:${await readReadyLine(server, 'Xtigervnc')}`;
});
beforeEach(async () => {
  const mine: string[] = (heard = []);
  watch = watchVncViewers(display, {
    onScreenLock: () => mine.push('lock'),
    onScreenUnlock: () => mine.push('unlock'),
  });
  await expect.poll(() => watch()).toBe(true);
});
afterEach(() => {
  for (const viewer of viewers.splice(0)) viewer.close();
});
afterAll(async () => {
  await children.close();
  rmSync(folder, { recursive: true });
});

test('a viewer that leaves counts as a lock, and one that comes as its end', async () => {
  const viewer = await view(port);
  await expect.poll(() => heard, { timeout: 5_000 }).toEqual(['unlock']);
  viewer.close();
  await expect.poll(() => heard, { timeout: 5_000 }).toEqual(['unlock', 'lock']);
});

test('one of two viewers that leaves does not count as a lock', async () => {
  const [one, two] = [await view(port), await view(socket)];
  await seen();
  one.close();
  await seen();
  expect(heard).toEqual(['unlock']);
  two.close();
  await expect.poll(() => heard, { timeout: 5_000 }).toEqual(['unlock', 'lock']);
});

test('another viewer that comes at once does not hide the one that left', async () => {
  const viewer = await view(port);
  await seen();
  viewer.close();
  await view(port);
  await expect.poll(() => heard, { timeout: 5_000 }).toEqual(['unlock', 'lock']);
});

test('a server that answers late is watched, too', async () => {
  server.kill('SIGSTOP');
  const late = watchVncViewers(display, {
    onScreenLock: () => undefined,
    onScreenUnlock: () => undefined,
  });
  await seen();
  expect(late()).toBe(false);
  server.kill('SIGCONT');
  await expect.poll(late).toBe(true);
});

test('another X server has no viewers', async () => {
  const desktop = await openDesktop({ keyring: false, windowManager: false });
  const before = process.env['XAUTHORITY'];
  process.env['XAUTHORITY'] = desktop.authority;
  const other = watchVncViewers(desktop.display, {
    onScreenLock: () => heard.push('lock'),
    onScreenUnlock: () => heard.push('unlock'),
  });
  await seen();
  expect(other()).toBe(false);
  if (before === undefined) delete process.env['XAUTHORITY'];
  else process.env['XAUTHORITY'] = before;
  await desktop.close();
});
