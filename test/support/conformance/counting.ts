import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { MOST_AT_ONCE } from '../../../src/main/ports/clinic-server.js';
import { type Bench, BOUND_MS, whyAway } from './clinic-world.js';

const MOST = Number.MAX_SAFE_INTEGER;

export function itCounts(at: () => Bench): void {
  describe('marks', () => {
    it('have a part of each workstation, which is never lowered', async () => {
      const { clinic, server } = at();
      const other = await clinic.connect((await clinic.enrolled(server)).login);
      const name = randomBytes(16);
      expect(await server.raise([{ name, value: 5 }], BOUND_MS)).toEqual([
        { name, total: 5, highest: 5 },
      ]);
      expect(await other.raise([{ name, value: 7 }], BOUND_MS)).toEqual([
        { name, total: 12, highest: 7 },
      ]);
      expect(await server.raise([{ name, value: 2 }], BOUND_MS)).toEqual([
        { name, total: 12, highest: 7 },
      ]);
    });

    it('of one name twice count as the greater', async () => {
      const { server } = at();
      const [name, second] = [randomBytes(16), randomBytes(16)];
      const totals = await server.raise(
        [
          { name, value: 3 },
          { name: second, value: 1 },
          { name, value: 2 },
        ],
        BOUND_MS,
      );
      expect(totals).toHaveLength(2);
      expect(totals).toEqual(
        expect.arrayContaining([
          { name, total: 3, highest: 3 },
          { name: second, total: 1, highest: 1 },
        ]),
      );
    });

    it('stay countable, however far somebody raises them', async () => {
      const { clinic, server } = at();
      const other = await clinic.connect((await clinic.enrolled(server)).login);
      const name = randomBytes(16);
      await server.raise([{ name, value: MOST }], BOUND_MS);
      expect(await other.raise([{ name, value: MOST }], BOUND_MS)).toEqual([
        { name, total: MOST, highest: MOST },
      ]);
    });

    it.each([
      ['below zero', [{ name: randomBytes(16), value: -1 }]],
      ['above what is counted exactly', [{ name: randomBytes(16), value: MOST + 1 }]],
      ['under a long name', [{ name: randomBytes(32), value: 1 }]],
      [
        'too many',
        Array.from({ length: MOST_AT_ONCE + 1 }, () => ({ name: randomBytes(16), value: 1 })),
      ],
    ])('are refused when they are %s', async (_what, marks) => {
      expect(await whyAway(at().server.raise(marks, BOUND_MS))).toBe('broken');
    });

    it('are spent by exactly one of many that try at once', async () => {
      const { clinic, server } = at();
      const desk = await clinic.enrolled(server);
      const all = [
        ...[server, await clinic.connect(), await clinic.connect()],
        ...[await clinic.connect(desk.login), await clinic.connect(desk.login)],
      ];
      for (const value of [100, 101, 102]) {
        const name = Buffer.alloc(16, 7);
        const spent = await Promise.all(all.map((one) => one.spend({ name, value }, BOUND_MS)));
        expect(spent.filter(Boolean)).toHaveLength(1);
      }
    });

    it('are not spent again, nor is a lesser number', async () => {
      const { server } = at();
      const name = randomBytes(16);
      const spend = (value: number) => server.spend({ name, value }, BOUND_MS);
      expect(await spend(9)).toBe(true);
      expect(await spend(9)).toBe(false);
      expect(await spend(8)).toBe(false);
      expect(await spend(10)).toBe(true);
      expect(await server.spend({ name: randomBytes(16), value: 0 }, BOUND_MS)).toBe(true);
    });

    it('that were raised are spent', async () => {
      const { clinic, server } = at();
      const other = await clinic.connect((await clinic.enrolled(server)).login);
      const name = randomBytes(16);
      await other.raise([{ name, value: 50 }], BOUND_MS);
      expect(await server.spend({ name, value: 50 }, BOUND_MS)).toBe(false);
      expect(await server.spend({ name, value: 51 }, BOUND_MS)).toBe(true);
    });
  });
}
