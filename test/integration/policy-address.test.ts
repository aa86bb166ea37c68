import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { createServer as createPlainServer } from 'node:http';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PrivateAuthority } from '../../scripts/lib/desktop/authority.mjs';
import { publicText } from '../../src/main/keys/detached-signature.js';
import { signPolicy } from '../../src/main/policy/signed-policy.js';
import { atMost, listen, PolicyWorld, portOf } from '../support/policy-world.js';

/*
 * A signed policy at an address, with a real web server over TLS. Electron's way to ask for it is in the
 * end-to-end tests.
 */

let world: PolicyWorld;

beforeEach(async () => {
  world = await PolicyWorld.begin();
});
afterEach(() => world.end());

describe('a policy that is signed for this address, with this key', () => {
  it('is in force, is audited with its number, and is kept over a restart without the network', async () => {
    world.serve(world.signed(atMost(600)));
    expect(world.timeout).toBeUndefined();
    await world.look();
    expect(world.timeout).toEqual({ max: 600 });
    expect(world.place).toMatchObject({ holds: true, problem: null });
    const { number } = JSON.parse(
      readFileSync(join(world.folder, 'policy.signed.json'), 'utf8'),
    ) as {
      number: number;
    };
    expect(world.audit.named('managedPolicy.changed').at(-1)).toMatchObject({
      detail: { place: 'address', number, rules: { sessionTimeoutSeconds: { max: 600 } } },
    });

    world.answer = (_asked, response) => response.destroy();
    for (const restart of [1, 2]) {
      await world.start();
      // At once, before anything was asked.
      expect(world.timeout, `restart ${restart}`).toEqual({ max: 600 });
      await world.look();
      expect(world.timeout).toEqual({ max: 600 });
      expect(world.place?.problem?.code).toBe('unreadable');
    }
    expect(world.audit.named('managedPolicy.refused')).toMatchObject([
      { detail: { place: 'address', holds: 'lastGood' } },
    ]);
  });

  it('is replaced by a newer one, and its file at home too', async () => {
    world.serve(world.signed(atMost(600)));
    await world.look();
    world.serve(world.signed(atMost(300)));
    await world.look();
    expect(world.timeout).toEqual({ max: 300 });
    await world.start();
    expect(world.timeout).toEqual({ max: 300 });
  });

  it('never lengthens what the computer’s own policy says, nor decides what that decides', async () => {
    world.local({ clinicName: 'Here', policy: { sessionTimeoutSeconds: 120, lockOnSleep: true } });
    await world.start();
    world.serve(
      world.signed({
        version: 1,
        clinicName: 'Elsewhere',
        policy: { sessionTimeoutSeconds: 600, lockOnSleep: false, lockOnScreenLock: true },
      }),
    );
    await world.look();
    expect(world.opened.managed.policy).toMatchObject({
      clinicName: 'Here',
      rules: { sessionTimeoutSeconds: 120, lockOnSleep: true, lockOnScreenLock: true },
      policySource: { address: world.address, key: world.publicKey },
    });
  });

  it('counts no more when the computer’s own policy names another key, another address, or none', async () => {
    const other = publicText(generateKeyPairSync('ed25519').privateKey);
    for (const change of [
      { policyKey: other },
      { policyAddress: `${world.address}.other` },
      { policyKey: undefined, policyAddress: undefined },
    ]) {
      world.local({});
      await world.start();
      world.serve(world.signed(atMost(600)));
      await world.look();
      expect(world.timeout).toEqual({ max: 600 });
      world.local(change);
      // The address is not asked for that.
      const before = world.asked;
      await world.opened.managed.refresh(world.own);
      expect(world.timeout).toBeUndefined();
      expect(world.audit.names.slice(-2)).toContain('managedPolicy.changed');
      expect(world.audit.named('managedPolicy.removed').at(-1)).toMatchObject({
        detail: { place: 'address' },
      });
      await world.start();
      expect(world.timeout).toBeUndefined();
      expect(world.asked).toBe(before);
    }
  });
});

describe('the last good policy stays in force, and Settings say why, when the address gives', () => {
  let good: string;

  beforeEach(async () => {
    good = world.signed(atMost(600));
    world.serve(good);
    await world.look();
    expect(world.timeout).toEqual({ max: 600 });
  });

  async function refused(code: string, words: RegExp): Promise<void> {
    await world.look();
    await world.look();
    expect(world.timeout).toEqual({ max: 600 });
    expect(world.place).toMatchObject({
      holds: true,
      problem: { code, sentence: expect.stringMatching(words) as string },
    });
    expect(world.audit.named('managedPolicy.refused')).toHaveLength(1);
    await world.start();
    expect(world.timeout).toEqual({ max: 600 });
    await world.look();
    expect(world.audit.named('managedPolicy.refused')).toHaveLength(1);
    // And it goes on when the address is good again.
    world.serve(world.signed(atMost(300)));
    await world.look();
    expect(world.timeout).toEqual({ max: 300 });
    expect(world.place?.problem).toBeNull();
  }

  it('an older one', async () => {
    const newer = world.signed({ ...atMost(600), clinicName: 'Newer' });
    world.serve(newer);
    await world.look();
    world.serve(good);
    await refused('older', /older/);
  });

  it('another one with the same number', async () => {
    const { number } = JSON.parse(good) as { number: number };
    rmSync(join(world.folder, 'policy.signed.json'));
    world.serve(world.signed(atMost(300), number * 1_000));
    await refused('older', /number/);
  });

  it('one that another key signed', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const other = signPolicy(
      JSON.stringify(atMost(300)),
      { address: world.address, number: 9e15 },
      privateKey,
    );
    world.serve(other.ok ? other.text : '');
    await refused('untrusted', /policy key/);
  });

  it('one whose number was raised, whose text was changed, or that this key signed as something else', async () => {
    const document = JSON.parse(good) as Record<string, unknown>;
    const { address: where, policy } = document;
    const bare = Buffer.from(JSON.stringify([where, 9e15, policy]));
    const forged = [
      { ...document, number: 9e15 },
      { ...document, policy: JSON.stringify(atMost(300)) },
      { ...document, signature: 'A'.repeat(86) + '==' },
      {
        ...document,
        number: 9e15,
        signature: sign(null, bare, readFileSync(world.key)).toString('base64'),
      },
    ];
    for (const one of forged) {
      world.serve(JSON.stringify(one));
      await world.look();
      expect(world.place?.problem?.code).toBe('untrusted');
    }
    await refused('untrusted', /policy key/);
  });

  it('one that was signed for another address', async () => {
    world.serve(world.signed(atMost(300), undefined, 'https://other.example/policy.signed.json'));
    await refused('untrusted', /another address/);
  });

  it('one that would change the address, the key or the proxy', async () => {
    const pem = createPrivateKey(readFileSync(world.key));
    for (const more of [
      { policyAddress: 'https://other.example/', policyKey: world.publicKey },
      { proxy: { server: 'direct' } },
    ]) {
      const text = JSON.stringify({ ...atMost(300), ...more });
      expect(signPolicy(text, { address: world.address, number: 9e15 }, pem)).toMatchObject({
        ok: false,
      });
      const message = `clinic-workstation managed policy 1\0${JSON.stringify([world.address, 9e15, text])}`;
      const signature = sign(null, Buffer.from(message), pem).toString('base64');
      const document = {
        version: 1,
        address: world.address,
        number: 9e15,
        policy: text,
        signature,
      };
      world.serve(JSON.stringify(document));
      await world.look();
      expect(world.place?.problem?.sentence).toMatch(/own policy/);
    }
    await refused('invalid', /own policy/);
  });

  it.each([
    ['a page of the network’s, with a good certificate', '<!doctype html><title>Sign in</title>'],
    ['nothing', ''],
    ['a plain policy', JSON.stringify(atMost(300))],
    ['a number twice', '{"version":1,"number":1,"number":2}'],
    [
      'more than it should',
      '{"version":1,"address":"a","number":1,"policy":"{}","signature":"","more":1}',
    ],
  ])('%s', async (_what, text) => {
    world.serve(text);
    await refused('invalid', /not a signed policy/);
  });

  it('a huge body, of which it takes no more than it needs', async () => {
    let sent = 0;
    world.answer = (_asked, response) => {
      const chunk = Buffer.alloc(16_384, 'x');
      const more = (): void => {
        sent += chunk.length;
        if (!response.destroyed) response.write(chunk, () => setImmediate(more));
      };
      more();
    };
    await refused('invalid', /too large/);
    // What lies in the buffers of two sockets besides.
    expect(sent).toBeLessThan(40_000_000);
  });

  it('half of it', async () => {
    world.answer = (_asked, response) => {
      response.writeHead(200, { 'content-length': good.length });
      response.write(good.slice(0, 50), () => response.destroy());
    };
    await refused('unreadable', /reached/);
  });

  it.each([304, 404, 500, 206])('status %d', async (status) => {
    world.answer = (_asked, response) => {
      response.writeHead(status, { etag: '"1"' }).end();
    };
    await refused('unreadable', new RegExp(`status ${status}`));
  });

  it('a redirect, which is not followed, whatever is there', async () => {
    const better = world.signed(atMost(300));
    let strayed = 0;
    const plain = createPlainServer((_asked, response) => {
      strayed += 1;
      response.end(better);
    });
    await listen(plain);
    try {
      const to = `http://127.0.0.1:${portOf(plain)}/`;
      world.answer = (_asked, response) => void response.writeHead(302, { location: to }).end();
      await refused('unreadable', /reached/);
      expect(strayed).toBe(0);
    } finally {
      plain.close();
    }
  });

  it('what a server without the right certificate says', async () => {
    world.serve(world.signed(atMost(300)));
    const stranger = new PrivateAuthority('Strangers').issue(['localhost']);
    const captive = createServer(stranger, world.answer);
    await listen(captive);
    try {
      const fetch = vi.fn((to: string, init: RequestInit) =>
        world.fetch(to.replace(/:\d+/, `:${portOf(captive)}`), init),
      );
      await world.start(fetch);
      await world.look();
      expect(world.timeout).toEqual({ max: 600 });
      expect(world.place?.problem?.code).toBe('unreadable');
      // Once, and again after each pause.
      expect(fetch).toHaveBeenCalledTimes(4);
    } finally {
      captive.close();
    }
  });
});
