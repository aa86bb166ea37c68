import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/lib/paths.mjs';
import {
  combineManaged,
  managedPolicyJsonSchema,
  NOTHING_MANAGED,
  readManagedPolicy,
} from '../../../src/shared/policy/managed-policy.js';

function published(name: string): string {
  return readFileSync(join(projectRoot, 'assets/policy', name), 'utf8');
}

const KEY = 'MCowBQYDK2VwAyEAPUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=';

function read(document: unknown): ReturnType<typeof readManagedPolicy> {
  return readManagedPolicy(JSON.stringify(document));
}

describe('a managed policy file', () => {
  it('may manage nothing', () => {
    expect(read({ version: 1 })).toEqual({ ok: true, policy: NOTHING_MANAGED });
  });

  it('may manage everything, as the published example does', () => {
    expect(readManagedPolicy(published('policy.example.json'))).toEqual({
      ok: true,
      policy: {
        rules: {
          sessionTimeoutSeconds: { max: 900 },
          longestSessionSeconds: 43_200,
          activitySource: 'computer',
          lockOnSleep: true,
          lockOnScreenLock: true,
          resumeAfterRestart: false,
          roleTimeoutSeconds: { receptionist: { max: 300 } },
          offlineLimitSeconds: { max: 86_400 },
        },
        clinicName: 'Harbour Street Clinic',
        clinicServer: 'db.clinic.example',
        startAtSignIn: true,
        updateChannel: 'stable',
        updateAddress: 'https://releases.example/clinic-workstation/',
        proxy: { server: 'proxy.example:3128', exceptions: '*.clinic.example' },
        policySource: {
          address: 'https://it.clinic.example/workstations/policy.signed.json',
          key: KEY,
        },
      },
    });
  });

  it.each([{ policyAddress: 'https://it.example/p.json' }, { policyKey: KEY }])(
    'has a policy address and a key for it, or neither: not %j alone',
    (one) => {
      expect(read({ version: 1, ...one })).toMatchObject({
        ok: false,
        problem: expect.stringMatching(/belong together: policy(Key|Address) is missing/) as string,
      });
    },
  );

  it('asks one address, of the stronger place, with the key of that place', () => {
    const at = (address: string, key: string) => ({
      ...NOTHING_MANAGED,
      policySource: { address, key },
    });
    const [one, other] = [at('https://a.example/', 'a'), at('https://b.example/', 'b')];
    expect(combineManaged(one, other).policySource).toEqual(one.policySource);
    expect(combineManaged(NOTHING_MANAGED, other).policySource).toEqual(other.policySource);
  });

  it.each([
    { server: 'direct' },
    { server: 'https://proxy.example:443', exceptions: '*.clinic.example, 10.0.0.0/8;<local>' },
    { server: '[2001:db8::1]:3128' },
    { script: 'http://wpad.example/wpad.dat' },
  ])('may send requests by %j', (proxy) => {
    expect(read({ version: 1, proxy })).toMatchObject({ ok: true, policy: { proxy } });
  });

  it('has one proxy, of the stronger place', () => {
    const server = {
      ...NOTHING_MANAGED,
      proxy: { server: 'a.example:1', exceptions: 'b.example' },
    };
    const script = { ...NOTHING_MANAGED, proxy: { script: 'https://c.example/' } };
    expect(combineManaged(server, script).proxy).toEqual(server.proxy);
    expect(combineManaged(NOTHING_MANAGED, script).proxy).toEqual(script.proxy);
  });

  it('may lock the whole computer too', () => {
    const policy = { lockComputer: true };
    expect(read({ version: 1, policy })).toMatchObject({ ok: true, policy: { rules: policy } });
  });

  it('may begin with a byte order mark', () => {
    expect(readManagedPolicy('\uFEFF{"version":1}')).toMatchObject({ ok: true });
  });

  it.each<[string, unknown, string]>([
    ['no version', {}, 'version'],
    ['a newer version', { version: 2 }, 'version'],
    ['an unknown setting', { version: 1, surprise: 1 }, 'surprise'],
    ['an unknown rule', { version: 1, policy: { lockOnSleeep: true } }, 'lockOnSleeep'],
    [
      '“never”',
      { version: 1, policy: { sessionTimeoutSeconds: 'never' } },
      'sessionTimeoutSeconds',
    ],
    ['zero', { version: 1, policy: { sessionTimeoutSeconds: 0 } }, 'sessionTimeoutSeconds'],
    ['over 7 days', { version: 1, policy: { longestSessionSeconds: 604_801 } }, 'longestSession'],
    ['under an hour', { version: 1, policy: { offlineLimitSeconds: 3_599 } }, 'offlineLimit'],
    [
      'over 14 days',
      { version: 1, policy: { offlineLimitSeconds: { max: 1_209_601 } } },
      'offlineLimit',
    ],
    ['a server with a login', { version: 1, clinicServer: 'w:x@db.example' }, 'clinicServer'],
    ['a fraction', { version: 1, policy: { sessionTimeoutSeconds: 90.5 } }, 'sessionTimeout'],
    ['a cap of nothing', { version: 1, policy: { sessionTimeoutSeconds: {} } }, 'sessionTimeout'],
    [
      'a cap beside more',
      { version: 1, policy: { sessionTimeoutSeconds: { max: 60, min: 60 } } },
      'sessionTimeoutSeconds',
    ],
    ['a capped switch', { version: 1, policy: { lockOnSleep: { max: 60 } } }, 'lockOnSleep'],
    ['an unknown role', { version: 1, policy: { roleTimeoutSeconds: { cleaner: 60 } } }, 'cleaner'],
    ['an empty name', { version: 1, clinicName: ' ' }, 'clinicName'],
    ['an unknown channel', { version: 1, updateChannel: 'nightly' }, 'updateChannel'],
    ...[
      'http://releases.example/',
      'file:///srv/releases/',
      'releases.example',
      'https://releases.example/?channel=beta',
      'https://user@releases.example/',
    ].map((updateAddress): [string, unknown, string] => [
      `releases at ${updateAddress}`,
      { version: 1, updateAddress },
      'updateAddress',
    ]),
    ...[
      'http://it.example/policy.json',
      'https://it.example/policy.json?a',
      'https://it.example/policy.json#a',
      'https://user@it.example/policy.json',
      'it.example/policy.json',
    ].map((policyAddress): [string, unknown, string] => [
      `a policy at ${policyAddress}`,
      { version: 1, policyAddress, policyKey: KEY },
      'policyAddress',
    ]),
    ...[
      '',
      KEY.slice(1),
      `${KEY}=`,
      KEY.replace('Zgw=', 'Zgx='),
      KEY.replace('MCowBQYDK2Vw', 'MCowBQYDK2Vu'),
    ].map((policyKey): [string, unknown, string] => [
      `a key “${policyKey}”`,
      { version: 1, policyAddress: 'https://it.example/p.json', policyKey },
      'policyKey',
    ]),
    ...[
      { server: 'proxy.example' },
      { server: 'http://user:secret@proxy.example:3128' },
      { server: 'proxy.example:3128;https=evil.example:1' },
      { script: 'file:///home/staff/proxy.pac' },
      { script: 'data:text/plain,x' },
      { server: 'proxy.example:3128', script: 'https://proxy.example/proxy.pac' },
    ].map((proxy): [string, unknown, string] => [
      `the proxy ${JSON.stringify(proxy)}`,
      { version: 1, proxy },
      'proxy',
    ]),
    ['a list', [], 'not a JSON object'],
  ])('with %s is refused whole, and the sentence names it', (_what, document, named) => {
    const reading = read(document);
    expect(reading.ok).toBe(false);
    if (!reading.ok) expect(reading.problem).toContain(named);
  });

  it('that is not JSON, empty or too large is refused', () => {
    expect(readManagedPolicy('version: 1')).toMatchObject({ ok: false });
    expect(readManagedPolicy('')).toMatchObject({ ok: false });
    const large = JSON.stringify({ version: 1, clinicName: 'x'.repeat(70_000) });
    expect(readManagedPolicy(large)).toMatchObject({ ok: false });
  });

  it('is refused without repeating its content', () => {
    const reading = read({ version: 1, clinicName: 7, policy: { lockOnSleep: 'Dana Whitlock' } });
    expect(JSON.stringify(reading)).not.toContain('Dana');
  });
});

it('the published schema is the one that the app checks with (npm run policy-schema)', () => {
  expect(JSON.parse(published('policy.schema.json'))).toEqual(managedPolicyJsonSchema());
});
