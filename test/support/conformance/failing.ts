import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { START } from '../../../src/main/account/entry.js';
import { ServerAwayError } from '../../../src/main/ports/clinic-server.js';
import {
  type Bench,
  BOUND_MS,
  fill,
  newDesk,
  newPassword,
  SHORT_MS,
  whyAway,
} from './clinic-world.js';

export function itFails(at: () => Bench): void {
  describe('a login', () => {
    it('takes its own password', async () => {
      const { clinic } = at();
      const { user } = clinic.first.login;
      expect(await whyAway(clinic.connect({ user, password: newPassword() }))).toBe('refused');
    });

    it('that nobody knows is refused in the same way', async () => {
      expect(await whyAway(at().clinic.connect(newDesk().login))).toBe('refused');
    });

    it('has a few connections at once', async () => {
      const { clinic } = at();
      const more = [];
      for (let count = 1; count < 5; count += 1) more.push(await clinic.connect());
      expect(await whyAway(clinic.connect())).toBe('full');
      more[0]?.close();
      await expect
        .poll(
          () =>
            clinic.connect().then(
              () => 'connected',
              () => 'full',
            ),
          { timeout: BOUND_MS },
        )
        .toBe('connected');
    });
  });

  describe('the bell', () => {
    it('is heard by every connection when a row comes', async () => {
      const { clinic, server } = at();
      const other = await clinic.connect();
      expect([server.hasBell, other.hasBell]).toEqual([true, true]);
      const rung: string[] = [];
      server.onBell(() => rung.push('writer'));
      other.onBell(() => rung.push('other'));
      await fill(server, 1);
      await expect.poll(() => [...rung].sort(), { timeout: BOUND_MS }).toEqual(['other', 'writer']);
    });

    it('that rings before anybody listens is heard then', async () => {
      const { clinic, server } = at();
      const other = await clinic.connect();
      await fill(server, 1);
      await other.greet(BOUND_MS);
      let rung = 0;
      other.onBell(() => (rung += 1));
      await expect.poll(() => rung, { timeout: BOUND_MS }).toBe(1);
    });

    it('does not ring for whoever connects', async () => {
      const { clinic, server } = at();
      let rung = 0;
      server.onBell(() => (rung += 1));
      await clinic.connect();
      await server.greet(BOUND_MS);
      expect(rung).toBe(0);
    });
  });

  describe('a server that does not answer', () => {
    it('is given up within the bound, with all that waits', async () => {
      const { world, server } = at();
      const gone: ServerAwayError[] = [];
      server.onGone((why) => gone.push(why));
      world.freeze();
      const long = server.append(START, randomBytes(9), [], BOUND_MS);
      const short = server.greet(SHORT_MS);
      expect(await Promise.all([whyAway(short), whyAway(long)])).toEqual(['silent', 'silent']);
      expect(gone.map(({ why }) => why)).toEqual(['silent']);
      expect(await whyAway(server.greet(BOUND_MS))).toBe('silent');
      expect(gone).toHaveLength(1);
    });

    it('is not connected to', async () => {
      const { world, clinic } = at();
      world.freeze();
      expect(await whyAway(clinic.connect(clinic.first.login, SHORT_MS))).toBe('silent');
      world.thaw();
      await clinic.connect();
    });
  });

  describe('a connection', () => {
    it('that the server ends is told once, and all is there on the next', async () => {
      const { world, clinic, server } = at();
      await fill(server, 3);
      const gone: ServerAwayError[] = [];
      server.onGone((why) => gone.push(why));
      await world.restart();
      await expect
        .poll(() => gone.map(({ why }) => why), { timeout: BOUND_MS })
        .toEqual(['unreachable']);
      expect(await whyAway(server.greet(BOUND_MS))).toBe('unreachable');
      const next = await clinic.connect();
      expect(next.greeting.head.seq).toBe(3);
      expect(await next.rowsAfter(0, 9, BOUND_MS)).toHaveLength(3);
    });

    it('that is closed rejects whoever waits, and tells nobody', async () => {
      const { world, server } = at();
      let gone = 0;
      server.onGone(() => (gone += 1));
      world.freeze();
      const waiting = server.greet(BOUND_MS);
      server.close();
      expect(await whyAway(waiting)).toBe('unreachable');
      expect(await whyAway(server.greet(BOUND_MS))).toBe('unreachable');
      expect(gone).toBe(0);
    });

    it('ends with an error of the server', async () => {
      const { server } = at();
      const gone: string[] = [];
      server.onGone(({ why }) => gone.push(why));
      const error: unknown = await server
        .append(START, Buffer.alloc(0), [], BOUND_MS)
        .catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(ServerAwayError);
      expect(gone).toEqual(['broken']);
      expect(await whyAway(server.greet(BOUND_MS))).toBe('broken');
    });
  });
}
