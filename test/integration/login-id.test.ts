import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Desktop, openDesktop } from '../../scripts/lib/desktop.mjs';
import { run } from '../../scripts/lib/processes.mjs';
import { loginId } from '../../src/main/host/log-in/login-id.js';

/* How one log-in differs from the next, on a real X server and a real session bus. */

let desktop: Desktop;

beforeAll(async () => {
  desktop = await openDesktop({ keyring: false, windowManager: false });
  // The app's X client reads the file from this variable.
  process.env['XAUTHORITY'] = desktop.authority;
});
afterAll(async () => {
  delete process.env['XAUTHORITY'];
  await desktop.close();
});

const ofX = (env: Record<string, string> = desktop.env): Promise<string | null> =>
  loginId(env, 'linux');

function without(name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(desktop.env).filter(([other]) => other !== name));
}

test('under X the id stays the same as long as the server lives, and changes after its reset', async () => {
  const [first, second] = await Promise.all([ofX(), ofX()]);
  expect(first).not.toBeNull();
  expect([second, await ofX()]).toEqual([first, first]);
  // A server that was reset, like another server, does not have the property.
  await run('xprop', ['-root', '-remove', 'CLINIC_WORKSTATION_LOGIN'], { env: desktop.env });
  const afterwards = await ofX();
  expect(afterwards).not.toBeNull();
  expect(afterwards).not.toBe(first);
});

test('another session bus, or another session of logind, has another id', async () => {
  const other = await openDesktop({ keyring: false, windowManager: false });
  const { DBUS_SESSION_BUS_ADDRESS = '' } = other.env;
  expect(await ofX({ ...desktop.env, DBUS_SESSION_BUS_ADDRESS })).not.toBe(await ofX());
  await other.close();
  expect(await ofX({ ...desktop.env, XDG_SESSION_ID: 'c7' })).not.toBe(await ofX());
});

test('without a display, or without a bus, there is no id', async () => {
  expect(await ofX({ ...desktop.env, DISPLAY: ':4711' })).toBeNull();
  expect(await ofX(without('DISPLAY'))).toBeNull();
  const nowhere = { ...without('DBUS_SESSION_BUS_ADDRESS'), XDG_RUNTIME_DIR: '/nowhere' };
  expect(await ofX(nowhere)).toBeNull();
});

test('under Wayland the id changes when the compositor has made its socket again', async () => {
  const folder = mkdtempSync(join(desktop.env['XDG_RUNTIME_DIR'] ?? '', 'wayland-'));
  const path = join(folder, 'wayland-0');
  const compositor = async (): Promise<() => Promise<void>> => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(path, resolve));
    return () => new Promise((resolve) => server.close(() => resolve()));
  };
  const ask = (): Promise<string | null> =>
    loginId({ ...without('DISPLAY'), WAYLAND_DISPLAY: path }, 'linux');
  const end = await compositor();
  const first = await ask();
  expect([first === null, await ask()]).toEqual([false, first]);
  await end();
  expect(await ask()).toBeNull();
  const endAgain = await compositor();
  expect(await ask()).not.toBe(first);
  await endAgain();
  rmSync(folder, { recursive: true });
});

describe('on other systems, by the output of their own programs', () => {
  test('macOS: the environment of the log-in', async () => {
    let kept = '';
    const launchctl = (_program: string, args: readonly string[]): Promise<string> => {
      if (args[0] === 'setenv') kept = args[2] ?? '';
      return Promise.resolve(args[0] === 'getenv' ? `${kept}\n` : '');
    };
    const ask = (): Promise<string | null> => loginId({}, 'darwin', launchctl);
    const first = await ask();
    expect(first).toMatch(/^[\da-f-]{36}$/);
    expect(await ask()).toBe(first);
    kept = '';
    expect(await ask()).not.toBe(first);
  });

  test('Windows: a value that disappears at the log-out', async () => {
    let kept: string | null = null;
    const reg = (program: string, args: readonly string[]): Promise<string> => {
      expect(program).toBe('D:\\Windows\\System32\\reg.exe');
      expect(args[1]).toBe('HKCU\\Volatile Environment');
      if (args[0] === 'add') kept = args[args.indexOf('/d') + 1] ?? null;
      else if (kept === null) return Promise.reject(new Error('exit code 1'));
      return Promise.resolve(
        `\r\nHKEY_CURRENT_USER\\Volatile Environment\r\n    CLINIC_WORKSTATION_LOGIN    REG_SZ    ${kept}\r\n\r\n`,
      );
    };
    vi.stubEnv('SystemRoot', 'D:\\Windows');
    const first = await loginId({}, 'win32', reg);
    expect(first).toMatch(/^[\da-f-]{36}$/);
    expect(await loginId({}, 'win32', reg)).toBe(first);
    kept = null;
    expect(await loginId({}, 'win32', reg)).not.toBe(first);
    vi.unstubAllEnvs();
  });

  test('a program that fails gives no id', async () => {
    const fails = (): Promise<string> => Promise.reject(new Error('no'));
    for (const platform of ['darwin', 'win32', 'freebsd'] as const)
      expect(await loginId({}, platform, fails)).toBeNull();
  });
});
