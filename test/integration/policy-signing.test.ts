import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makePolicyKey, signPolicyFile } from '../../src/main/commands/sign-policy-command.js';
import { smallFile } from '../../src/main/host/network/small-file.js';
import { publicText } from '../../src/main/keys/detached-signature.js';
import { LONGEST_SIGNED_POLICY, signPolicy } from '../../src/main/policy/signed-policy.js';
import { atMost, PolicyWorld } from '../support/policy-world.js';

/* What a computer keeps of a signed policy, and the commands that sign. */

let world: PolicyWorld;

beforeEach(async () => {
  world = await PolicyWorld.begin();
});
afterEach(() => world.end());

describe('what the computer keeps of it', () => {
  let older: string;

  beforeEach(async () => {
    world.serve(world.signed(atMost(600)));
    await world.look();
    older = readFileSync(world.memory, 'utf8');
    world.serve(world.signed(atMost(300)));
    await world.look();
    expect(statSync(world.memory).mode & 0o777).toBe(0o600);
  });

  async function restartWithoutNetwork(): Promise<void> {
    world.answer = (_asked, response) => response.destroy();
    await world.start();
    await world.look();
    await world.look();
  }

  it('counts only as it was signed', async () => {
    writeFileSync(world.memory, readFileSync(world.memory, 'utf8').replace('300', '900'));
    await world.start();
    expect(world.timeout).toBeUndefined();
    expect(world.audit.named('managedPolicy.removed')).toHaveLength(1);
    await world.look();
    expect(world.timeout).toEqual({ max: 300 });
  });

  it.each<[string, () => void, unknown]>([
    ['an older one was put in its place', () => writeFileSync(world.memory, older), { max: 600 }],
    ['it was taken away', () => rmSync(world.memory), undefined],
  ])('is missed when %s, because the audit trail knows of it', async (_what, spoil, inForce) => {
    spoil();
    await restartWithoutNetwork();
    expect(world.timeout).toEqual(inForce);
    expect(world.place?.problem).toMatchObject({ code: 'older' });
    expect(world.audit.named('managedPolicy.refused')).toMatchObject([
      { detail: { place: 'address', problem: expect.stringMatching(/is gone/) as string } },
    ]);
    // Nor does the address get away with it.
    world.serve((JSON.parse(older) as { good: string }).good);
    await world.look();
    expect(world.place?.problem).toMatchObject({ code: 'older' });
    expect(world.timeout).toEqual(inForce);
    world.serve(world.signed(atMost(300)));
    await world.look();
    expect(world.timeout).toEqual({ max: 300 });
    expect(world.place?.problem).toBeNull();
  });

  it('is not compared with what another key signed', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    world.local({ policyKey: publicText(privateKey) });
    await world.start();
    const policy = JSON.stringify(atMost(600));
    const other = signPolicy(policy, { address: world.address, number: 1 }, privateKey);
    world.serve(other.ok ? other.text : '');
    await world.look();
    expect(world.timeout).toEqual({ max: 600 });
    expect(world.place?.problem).toBeNull();
  });
});

it('a server that gives a byte now and then has as long as any other, and no longer', async () => {
  let closed = false;
  world.answer = (_asked, response) => {
    response.writeHead(200);
    const drip = setInterval(() => response.write('x'), 20);
    response.on('close', () => {
      clearInterval(drip);
      closed = true;
    });
  };
  const bounds = { mostBytes: LONGEST_SIGNED_POLICY, timeMs: 300 };
  expect(await smallFile(world.fetch, world.address, bounds)).toEqual({ kind: 'unreachable' });
  // It does not go on behind the app's back.
  await expect.poll(() => closed).toBe(true);
});

describe('the commands', () => {
  it('make a key that only its owner may read, and never over another one', () => {
    expect(statSync(world.key).mode & 0o777).toBe(0o600);
    const before = readFileSync(world.key, 'utf8');
    expect(makePolicyKey(world.key)).toMatchObject({ exitCode: 1 });
    expect(readFileSync(world.key, 'utf8')).toBe(before);
    expect(readFileSync(`${world.key}.pub`, 'utf8').trim()).toBe(world.publicKey);
    expect(makePolicyKey(join(world.folder, 'no', 'folder'))).toMatchObject({ exitCode: 1 });
    expect(makePolicyKey('').message).toContain('--make-policy-key FILE');
  });

  it('give each policy a greater number, whatever the clock says', () => {
    const number = (text: string) => (JSON.parse(text) as { number: number }).number;
    const first = number(world.signed(atMost(600), 2_000_000_000_000));
    expect(first).toBe(2_000_000_000);
    expect(number(world.signed(atMost(600), 1_900_000_000_000))).toBe(first + 1);
    expect(number(world.signed(atMost(600), 2_100_000_000_000))).toBe(2_100_000_000);
  });

  it('say what is wrong, and never write what no computer would take', () => {
    const file = join(world.folder, 'policy.json');
    const { key, address } = world;
    const order = { file, key, address };
    const refusal = (text: string, change: Partial<typeof order> = {}): string => {
      writeFileSync(file, text);
      const { exitCode, message } = signPolicyFile({ ...order, ...change });
      expect(exitCode).toBe(1);
      return message;
    };
    const good = JSON.stringify(atMost(600));
    expect(refusal('{"version":1,}')).toMatch(/comma/);
    expect(refusal('{"version":1,"surprise":1}')).toMatch(/surprise/);
    expect(refusal('{"version":1,"proxy":{"server":"direct"}}')).toMatch(/own policy/);
    expect(refusal(good, { address: 'http://it.example/' })).toMatch(/https/);
    expect(refusal(good, { address: 'https://it.example/?a' })).toMatch(/https/);
    expect(refusal(good, { key: file })).toMatch(/no key/);
    expect(refusal(good, { key: '' })).toMatch(/--policy-key/);
    expect(refusal(good, { file: `${file}.none` })).toMatch(/could not be read/);
    expect(() => statSync(join(world.folder, 'policy.signed.json'))).toThrow();
  });
});
