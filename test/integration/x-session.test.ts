import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Desktop, openDesktop } from '../../scripts/lib/desktop.mjs';
import { run } from '../../scripts/lib/processes.mjs';
import { readXSelection } from '../../src/main/host/linux/x/x-clipboard.js';
import { closeXDialogs } from '../../src/main/host/linux/x/x-dialogs.js';
import { withXDisplay } from '../../src/main/host/linux/x/with-x-display.js';
import { XProgram } from '../support/x-program.js';

/** Long enough for every answer, and short for a program that never answers, in milliseconds. */
const BOUND_MS = 2_000;
const HANGING_BOUND_MS = 500;

/** Ids of processes that do not exist. */
const OURS = 4_000_001;
const THEIRS = 4_000_002;

const NOBODY = ':4711';
const HANGING = '4712';

let desktop: Desktop;
let authority: string | undefined;
const programs: XProgram[] = [];

async function program(): Promise<XProgram> {
  const one = await XProgram.open(desktop.display);
  programs.push(one);
  return one;
}

/** The titles of the windows that the window manager knows. */
async function titles(): Promise<readonly string[]> {
  const list = await run('xprop', ['-root', '_NET_CLIENT_LIST'], { env: desktop.env });
  const ids = list.stdout.match(/0x[0-9a-f]+/g) ?? [];
  const names = ids.map(async (id) => {
    const { stdout } = await run('xprop', ['-id', id, 'WM_NAME'], { env: desktop.env });
    return /= "(.*)"/.exec(stdout)?.[1] ?? '';
  });
  return (await Promise.all(names)).filter((name) => name !== '').sort();
}

beforeAll(async () => {
  desktop = await openDesktop({ keyring: false });
  authority = process.env['XAUTHORITY'];
  process.env['XAUTHORITY'] = desktop.authority;
});
afterEach(async () => {
  for (const one of programs.splice(0)) one.close();
  await expect.poll(titles).toEqual([]);
});
afterAll(async () => {
  if (authority === undefined) delete process.env['XAUTHORITY'];
  else process.env['XAUTHORITY'] = authority;
  await desktop.close();
});

describe('dialogs that X shows for the app', () => {
  test('close; the app’s windows stay, and so do those of other programs', async () => {
    const app = await program();
    const other = await program();
    const main = await app.show({ title: 'Main', pid: OURS });
    await app.show({ title: 'Chooser', pid: OURS, owner: main });
    await app.show({ title: 'No owner', pid: OURS });
    await other.show({ title: 'Editor', pid: THEIRS });
    await app.show({ title: 'Tray', pid: OURS, embedded: true });
    await expect.poll(titles).toEqual(['Chooser', 'Editor', 'Main', 'No owner', 'Tray']);

    const ours = { pid: OURS, windows: () => [main] };
    expect(await closeXDialogs(desktop.display, ours, BOUND_MS)).toBe(true);
    await expect.poll(titles).toEqual(['Editor', 'Main', 'Tray']);
    expect(other.asked.size).toBe(0);
  });

  test('close when another process of the desktop shows them, and what is in front of them', async () => {
    const app = await program();
    const portal = await program();
    const main = await app.show({ title: 'Main', pid: OURS });
    const chooser = await portal.show({ title: 'Chooser', pid: THEIRS, owner: main });
    await portal.show({ title: 'Question', pid: THEIRS, owner: chooser });
    await expect.poll(titles).toEqual(['Chooser', 'Main', 'Question']);
    const ours = { pid: OURS, windows: () => [main] };
    expect(await closeXDialogs(desktop.display, ours, BOUND_MS)).toBe(true);
    await expect.poll(titles).toEqual(['Main']);
  });

  test('are hidden when they do not close', async () => {
    const app = await program();
    const stuck = await app.show({ title: 'Stuck', pid: OURS, closes: false });
    await expect.poll(titles).toEqual(['Stuck']);
    const ours = { pid: OURS, windows: () => [] };
    await closeXDialogs(desktop.display, ours, BOUND_MS);
    await expect.poll(titles).toEqual([]);
    expect(app.asked.get(stuck)).toBeGreaterThan(1);
  });

  test('are not searched without an X server', async () => {
    const ours = { pid: OURS, windows: () => [] };
    expect(await closeXDialogs(NOBODY, ours, BOUND_MS)).toBe(false);
  });

  test('are not waited for if the X server hangs', async () => {
    const silent = createServer((socket) => void socket.resume());
    await new Promise<void>((resolve) => silent.listen(`/tmp/.X11-unix/X${HANGING}`, resolve));
    const ours = { pid: OURS, windows: () => [] };
    expect(await closeXDialogs(`:${HANGING}`, ours, HANGING_BOUND_MS)).toBe(false);
    await new Promise((resolve) => silent.close(resolve));
  });
});

test('an errand that fails gives nothing, and throws no error', async () => {
  const fails = () => Promise.reject(new Error('The connection is being closed.'));
  expect(await withXDisplay(desktop.display, BOUND_MS, fails)).toBeNull();
});

describe('what other programs have copied', () => {
  test.each(['CLIPBOARD', 'PRIMARY'] as const)('is read (%s)', async (selection) => {
    const app = await program();
    const other = await program();
    const main = await app.show({ title: 'Main', pid: OURS });
    await other.has(selection, 'Grüße');
    const content = await readXSelection(desktop.display, selection, main, BOUND_MS);
    expect(content).toEqual({ kinds: [expect.any(String), expect.any(String)], text: 'Grüße' });
  });

  test('is nothing when nobody has copied anything', async () => {
    const main = await (await program()).show({ title: 'Main', pid: OURS });
    const content = await readXSelection(desktop.display, 'CLIPBOARD', main, BOUND_MS);
    expect(content).toEqual({ kinds: [], text: '' });
  });

  test('stays unknown when the program that owns it hangs, and nobody waits for it', async () => {
    const app = await program();
    const main = await app.show({ title: 'Main', pid: OURS });
    await (await program()).has('CLIPBOARD', null);
    const content = await readXSelection(desktop.display, 'CLIPBOARD', main, HANGING_BOUND_MS);
    expect(content).toBe('silent');
  });

  test('is left to Electron when the app owns it, or there is no X server', async () => {
    const app = await program();
    const main = await app.show({ title: 'Main', pid: OURS });
    await app.has('CLIPBOARD', 'our own');
    expect(await readXSelection(desktop.display, 'CLIPBOARD', main, BOUND_MS)).toBeNull();
    expect(await readXSelection(NOBODY, 'CLIPBOARD', main, BOUND_MS)).toBeNull();
  });
});
