import { X509Certificate } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemEngine } from '../../../scripts/lib/postgres-engines.mjs';
import { Postgres } from '../../../scripts/lib/postgres.mjs';
import { PostgresConnector } from '../../../src/main/server/postgres-connector.js';
import { BOUND_MS, TestClinic, whyAway } from '../../support/conformance/clinic-world.js';
import { certificateOf, postgresWorld } from '../../support/postgres.js';
import { impostor, passOn, TlsMiddle } from '../../support/tls-middle.js';

const USUAL = 'hostssl all all all scram-sha-256';

let server: Postgres;
let clinic: TestClinic;
const middles: TlsMiddle[] = [];

beforeAll(async () => {
  server = await Postgres.start(systemEngine());
  clinic = await TestClinic.found(postgresWorld(server));
});
afterAll(() => server.remove());
afterEach(() => {
  server.setAccess(USUAL);
  for (const middle of middles.splice(0)) middle.close();
});

async function middleOf(...args: Parameters<typeof TlsMiddle.start>): Promise<TlsMiddle> {
  const middle = await TlsMiddle.start(...args);
  middles.push(middle);
  return middle;
}

/** @returns `connected`, or why not */
async function connectedBy(
  { port }: { port: number },
  trusted: readonly string[] = [],
  host = '127.0.0.1',
): Promise<string> {
  const connector = new PostgresConnector(() =>
    Promise.resolve(trusted.map((pem) => new X509Certificate(pem))),
  );
  const place = { ...clinic.place, addresses: [{ host, port }] };
  const opening = connector.connect(place, clinic.first.login, BOUND_MS);
  return opening.then(
    (open) => {
      open.close();
      return 'connected';
    },
    () => whyAway(opening),
  );
}

/** The server reads its rules again in its own time. */
async function withAccess(lines: string, outcome: string): Promise<void> {
  server.setAccess(lines);
  await expect.poll(() => connectedBy(server), { timeout: BOUND_MS }).toBe(outcome);
}

describe('the clinic’s server itself', () => {
  it('needs no certificate that anybody else signed', async () => {
    expect(await connectedBy(server)).toBe('connected');
  });

  it('may have one that this computer trusts', async () => {
    expect(await connectedBy(server, [certificateOf(server)])).toBe('connected');
  });

  it('is not talked to without TLS', async () => {
    const open = await Postgres.start(systemEngine(), {
      tls: false,
      access: 'host all all all trust',
    });
    try {
      expect(await connectedBy(open)).toBe('untrusted');
    } finally {
      await open.remove();
    }
  });

  it('gets no password in the clear', () =>
    withAccess('hostssl all all all password', 'untrusted'));

  it('may not let everybody in', () => withAccess('hostssl all all all trust', 'untrusted'));

  it('that knows no rule for us refuses', () =>
    withAccess('hostssl all nobody all scram-sha-256', 'refused'));
});

describe('somebody between', () => {
  it('who passes TLS on is found out by the server', async () => {
    const middle = await middleOf(passOn(server, true));
    expect(await connectedBy(middle)).toBe('refused');
    // Also with a certificate that the computer trusts.
    expect(await connectedBy(middle, [middle.certificate])).toBe('refused');
  });

  describe('who ends TLS, as a pooler does,', () => {
    const plain = `host all all all scram-sha-256\n${USUAL}`;

    it('is trusted with a certificate of this computer’s authorities', async () => {
      server.setAccess(plain);
      const middle = await middleOf(passOn(server, false));
      await expect
        .poll(() => connectedBy(middle, [middle.certificate]), { timeout: BOUND_MS })
        .toBe('connected');
      expect(await connectedBy(middle)).toBe('untrusted');
    });

    it('needs a certificate of the right name', async () => {
      server.setAccess(plain);
      const middle = await middleOf(passOn(server, false), 'DNS:other.test');
      const { certificate } = middle;
      expect(await connectedBy(middle, [certificate])).toBe('untrusted');
    });
  });

  it.each(['cleartext', 'md5', 'trusts', 'skips', 'weakens', 'asksLater'] as const)(
    'who %s is not trusted, and learns no password',
    async (kind) => {
      const heard: Buffer[] = [];
      const middle = await middleOf(impostor(kind, heard));
      expect(await connectedBy(middle)).toBe('untrusted');
      const all = Buffer.concat(heard);
      expect(all.includes(clinic.first.login.password)).toBe(false);
      expect(all.includes('md5')).toBe(false);
      if (kind === 'weakens') expect(all.includes(',p=')).toBe(false);
    },
  );

  it('who is no PostgreSQL at all is foreign', async () => {
    const { createServer } = await import('node:http');
    const web = createServer();
    await new Promise<void>((ready) => web.listen(0, '127.0.0.1', ready));
    const address = web.address();
    try {
      if (address === null || typeof address === 'string') throw new Error('No port.');
      expect(await connectedBy(address)).toBe('foreign');
    } finally {
      web.close();
    }
  });
});
