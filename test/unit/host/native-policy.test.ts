import { describe, expect, it, vi } from 'vitest';
import { readManagedPolicy } from '../../../src/shared/policy/managed-policy.js';
import { nativeReading } from '../../../src/main/host/managed/native-document.js';
import { polledPlace } from '../../../src/main/host/managed/polled-place.js';
import { POLICY_KEY, readRegistryPolicy } from '../../../src/main/host/windows/registry-policy.js';
import type { ManagedReading } from '../../../src/main/ports/index.js';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';

/*
 * The output of the registry script, written by hand after the documentation of the cmdlets. None of it was
 * recorded on a Windows computer.
 */

type Row = readonly [key: string, name: string, value: unknown];

/** As PowerShell writes it, with a Windows line end. */
function written(json: string): string {
  return `${Array.from({ length: json.length }, (_, at) => json.charCodeAt(at)).join(',')}\r\n`;
}

function reading(...rows: readonly Row[]): Promise<ManagedReading> {
  const values = rows.map(([key, name, value]) => ({ key: `${POLICY_KEY}${key}`, name, value }));
  return readRegistryPolicy(() => Promise.resolve(written(JSON.stringify({ values }))));
}

async function document(...rows: readonly Row[]): Promise<unknown> {
  const read = await reading(...rows);
  return 'text' in read ? JSON.parse(read.text) : read;
}

async function judged(...rows: readonly Row[]): Promise<ReturnType<typeof readManagedPolicy>> {
  const read = await reading(...rows);
  if (!('text' in read)) throw new Error(JSON.stringify(read));
  return readManagedPolicy(read.text);
}

describe('what Group Policy wrote into the registry', () => {
  it('is a policy as in a file', async () => {
    expect(
      await judged(
        ['', 'clinicName', 'Praxis  Müller & Łęcki, 東京'],
        ['', 'startAtSignIn', 1],
        ['', 'updateChannel', 'beta'],
        ['\\policy', 'longestSessionSeconds', 43_200],
        ['\\policy', 'lockOnSleep', 0],
        ['\\policy\\sessionTimeoutSeconds', 'max', 900],
        ['\\policy\\roleTimeoutSeconds', 'bookkeeper', 600],
        ['\\policy\\roleTimeoutSeconds\\receptionist', 'max', 300],
      ),
    ).toEqual({
      ok: true,
      policy: {
        clinicName: 'Praxis  Müller & Łęcki, 東京',
        clinicServer: null,
        startAtSignIn: true,
        updateChannel: 'beta',
        updateAddress: null,
        policySource: null,
        proxy: null,
        rules: {
          longestSessionSeconds: 43_200,
          lockOnSleep: false,
          sessionTimeoutSeconds: { max: 900 },
          roleTimeoutSeconds: { bookkeeper: 600, receptionist: { max: 300 } },
        },
      },
    });
  });

  it('is nothing without the key, and with empty keys, which Group Policy leaves behind', async () => {
    expect(await reading()).toEqual({ found: false });
  });

  it('is the same text in whatever order Windows lists it', async () => {
    const rows: readonly Row[] = [
      ['', 'startAtSignIn', 1],
      ['\\policy', 'lockOnSleep', 1],
      ['\\policy', 'activitySource', 'app'],
    ];
    expect(await reading(...rows)).toEqual(await reading(...[...rows].reverse()));
  });

  it.each<[string, Row, string]>([
    ['a switch of 2', ['', 'startAtSignIn', 2], 'startAtSignIn'],
    ['a switch in words', ['\\policy', 'lockOnSleep', 'true'], 'policy.lockOnSleep'],
    ['a number in words', ['\\policy', 'longestSessionSeconds', '600'], 'longestSession'],
    ['a number below zero', ['\\policy\\sessionTimeoutSeconds', 'max', -1], 'sessionTimeout'],
    ['several texts', ['', 'clinicName', ['one', 'two']], 'clinicName'],
    ['bytes', ['\\policy', 'lockOnSleep', [1, 0]], 'lockOnSleep'],
    ['an unknown value', ['\\policy', 'lockOnSleeep', 1], 'lockOnSleeep'],
    ['an unknown key', ['\\surprise', 'value', 1], 'surprise'],
    ['a default value', ['', '(default)', 'x'], '(default)'],
    ['names of JavaScript', ['\\__proto__', 'policy', 1], '__proto__'],
  ])('with %s is refused, and named', async (_what, row, named) => {
    const read = await judged(row);
    expect(read.ok).toBe(false);
    if (!read.ok) expect(read.problem).toContain(named);
  });

  it.each<[string, readonly Row[]]>([
    [
      'fixed and capped',
      [
        ['\\policy', 'sessionTimeoutSeconds', 600],
        ['\\policy\\sessionTimeoutSeconds', 'max', 900],
      ],
    ],
    [
      'capped and fixed',
      [
        ['\\policy\\sessionTimeoutSeconds', 'max', 900],
        ['\\policy', 'sessionTimeoutSeconds', 600],
      ],
    ],
  ])('with a limit that is %s is refused', async (_what, rows) => {
    const read = await document(...rows);
    expect(read).toMatchObject({ found: true, problem: { code: 'invalid' } });
    expect(JSON.stringify(read)).toContain('policy.sessionTimeoutSeconds');
  });

  it('that is too large is refused', async () => {
    expect(await reading(['', 'clinicName', 'x'.repeat(70_000)])).toMatchObject({
      problem: { code: 'invalid' },
    });
  });

  it.each<[string, () => Promise<string>]>([
    ['PowerShell fails', () => Promise.reject(new Error('exit 1'))],
    ['it writes nothing', () => Promise.resolve('')],
    ['it writes an error', () => Promise.resolve('Zugriff verweigert')],
    ['it writes something else', () => Promise.resolve(written('{"values":7}'))],
    ['it is cut off', () => Promise.resolve(written('{"values":[{"key":'))],
  ])('is reported as unreadable when %s', async (_what, run) => {
    expect(await readRegistryPolicy(run)).toMatchObject({
      found: true,
      problem: { code: 'unreadable' },
    });
  });

  it('is read by a script from this key of the computer, not of the user', async () => {
    const run = vi.fn(() => Promise.resolve(written('{"values":[]}')));
    await readRegistryPolicy(run);
    expect(run.mock.calls[0]).toEqual([
      expect.stringContaining(
        `'Registry::HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Clinic Workstation'`,
      ),
    ]);
  });
});

describe('a native policy', () => {
  it('may name a version, which has to be this one', () => {
    const read = nativeReading({ version: 2 });
    expect('text' in read && readManagedPolicy(read.text).ok).toBe(false);
  });
});

describe('a place that cannot be watched', () => {
  it('is read again at a look, once a reading is a quarter of an hour old', async () => {
    const clock = new VirtualClock();
    const read = vi.fn(() => Promise.resolve<ManagedReading>({ found: false }));
    const place = polledPlace({ kind: 'groupPolicy', path: POLICY_KEY, read }, clock);
    const told = vi.fn(() => void place.read());
    await place.read();
    place.watch(told);
    await clock.run(14 * 60_000);
    place.look();
    expect(told).not.toHaveBeenCalled();
    await clock.run(60_000);
    place.look();
    place.look();
    expect(told).toHaveBeenCalledTimes(1);
    expect(read).toHaveBeenCalledTimes(2);
  });
});
