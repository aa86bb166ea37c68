import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { START } from '../../../src/main/account/entry.js';
import {
  FoundingError,
  LONGEST_BOX,
  LONGEST_ROW,
  MOST_AT_ONCE,
} from '../../../src/main/ports/clinic-server.js';
import {
  type Bench,
  BOUND_MS,
  fill,
  linkAfter,
  newBox,
  positionAfter,
  whyAway,
} from './clinic-world.js';

export function itKeepsTheLog(at: () => Bench): void {
  describe('founding', () => {
    it('makes an empty log, with one workstation', async () => {
      const { clinic, server } = at();
      const { log, head, standing, nowMs, mostConnections } = server.greeting;
      expect({ log, head, standing }).toEqual({
        log: clinic.log,
        head: START,
        standing: 'enrolled',
      });
      expect(nowMs).toBeGreaterThan(Date.UTC(2020));
      expect(mostConnections).toBeGreaterThan(10);
      expect(await server.rowsAfter(0, 10, BOUND_MS)).toEqual([]);
    });

    it('is refused where a clinic is already', async () => {
      const error: unknown = await at()
        .clinic.found()
        .catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(FoundingError);
      expect(error).toMatchObject({ why: 'inUse' });
    });

    it('is a script, too, with no password in it', () => {
      const { world, clinic } = at();
      const { workstation, login } = clinic.first;
      const verifier =
        'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=';
      const script = world.founder.script({ log: clinic.log, workstation, verifier });
      expect(script).toContain(clinic.log);
      expect(script).not.toContain(login.password);
    });
  });

  describe('the log', () => {
    it('takes a row after its end', async () => {
      const { server } = at();
      const body = randomBytes(100);
      expect(await server.append(START, body, [], BOUND_MS)).toBe('appended');
      const link = linkAfter(START, body);
      expect((await server.greet(BOUND_MS)).head).toEqual({ seq: 1, link });
      expect(await server.rowsAfter(0, 10, BOUND_MS)).toEqual([{ seq: 1, link, body }]);
    });

    it('says so again to the same call after a lost answer, and has the row once', async () => {
      const { server } = at();
      const body = randomBytes(100);
      await server.append(START, body, [], BOUND_MS);
      await fill(server, 2, positionAfter(START, body));
      expect(await server.append(START, body, [], BOUND_MS)).toBe('appended');
      expect(await server.rowsAfter(0, 10, BOUND_MS)).toHaveLength(3);
    });

    it.each([
      ['another row is there already', { ...START }],
      ['it never had such an end', { seq: 1, link: randomBytes(32) }],
      ['it is not as long', { seq: 7, link: randomBytes(32) }],
    ])('takes no row where %s', async (_why, after) => {
      const { server } = at();
      await fill(server, 1);
      const box = newBox();
      expect(await server.append(after, randomBytes(9), [box], BOUND_MS)).toBe('moved');
      expect(await server.rowsAfter(0, 10, BOUND_MS)).toHaveLength(1);
      expect(await server.boxes([box.name], BOUND_MS)).toEqual([]);
    });

    it('gives rows in order, from any place, as many as asked for', async () => {
      const { server } = at();
      await fill(server, 7);
      const seqs = async (seq: number, most: number) =>
        (await server.rowsAfter(seq, most, BOUND_MS)).map((row) => row.seq);
      expect(await seqs(0, 100)).toEqual([1, 2, 3, 4, 5, 6, 7]);
      expect(await seqs(2, 3)).toEqual([3, 4, 5]);
      expect(await seqs(7, 3)).toEqual([]);
    });

    it('gives a place to one of many that write at once', async () => {
      const { clinic, server } = at();
      const others = [await clinic.connect(), await clinic.connect(), await clinic.connect()];
      const all = [server, ...others];
      const outcomes = await Promise.all(
        all.map((one) => one.append(START, randomBytes(20), [], BOUND_MS)),
      );
      expect([...outcomes].sort()).toEqual(['appended', 'moved', 'moved', 'moved']);
    });

    it('has each row once, and every link, when all try until they get through', async () => {
      const { clinic, server } = at();
      const all = [server, await clinic.connect(), await clinic.connect(), await clinic.connect()];
      const written: string[] = [];
      await Promise.all(
        all.map(async (one) => {
          for (let count = 0; count < 5; count += 1) {
            const body = randomBytes(20);
            for (let done = false; !done;) {
              const { head } = await one.greet(BOUND_MS);
              done = (await one.append(head, body, [], BOUND_MS)) === 'appended';
            }
            written.push(body.toString('hex'));
          }
        }),
      );
      const rows = await server.rowsAfter(0, 100, BOUND_MS);
      expect(rows.map(({ body }) => body.toString('hex')).sort()).toEqual([...written].sort());
      let end = START;
      for (const { seq, link, body } of rows) {
        end = positionAfter(end, body);
        expect({ seq, link }).toEqual(end);
      }
    });

    it.each([
      ['an empty row', 0],
      ['a row that is too long', LONGEST_ROW + 1],
    ])('refuses %s', async (_what, bytes) => {
      const { server } = at();
      expect(await whyAway(server.append(START, Buffer.alloc(bytes), [], BOUND_MS))).toBe('broken');
    });

    it('takes the longest row', async () => {
      const { server } = at();
      const body = randomBytes(LONGEST_ROW);
      await server.append(START, body, [], BOUND_MS);
      expect((await server.rowsAfter(0, 1, BOUND_MS))[0]?.body.equals(body)).toBe(true);
    });
  });

  describe('boxes', () => {
    it('come with a row, or by themselves', async () => {
      const { server } = at();
      const [one, other] = [newBox(), newBox(0)];
      await server.append(START, randomBytes(9), [one], BOUND_MS);
      await server.bringBoxes([other], BOUND_MS);
      const asked = [other.name, one.name, randomBytes(32)];
      const found = await server.boxes(asked, BOUND_MS);
      expect(found).toHaveLength(2);
      expect(found).toEqual(expect.arrayContaining([one, other]));
    });

    it('are never replaced', async () => {
      const { server } = at();
      const box = newBox();
      await server.bringBoxes([box], BOUND_MS);
      const forged = { name: box.name, box: randomBytes(5) };
      await server.bringBoxes([forged, forged], BOUND_MS);
      await server.append(START, randomBytes(9), [forged], BOUND_MS);
      expect(await server.boxes([box.name], BOUND_MS)).toEqual([box]);
    });

    it('are dropped by name', async () => {
      const { server } = at();
      const [kept, dropped] = [newBox(), newBox()];
      await server.bringBoxes([kept, dropped], BOUND_MS);
      await server.dropBoxes([dropped.name, randomBytes(32)], BOUND_MS);
      expect(await server.boxes([kept.name, dropped.name], BOUND_MS)).toEqual([kept]);
    });

    it('may be as long as agreed', async () => {
      const { server } = at();
      const box = newBox(LONGEST_BOX);
      await server.bringBoxes([box], BOUND_MS);
      expect((await server.boxes([box.name], BOUND_MS))[0]?.box.equals(box.box)).toBe(true);
    });

    it.each([
      ['too long', [newBox(LONGEST_BOX + 1)]],
      ['under a short name', [{ name: randomBytes(16), box: randomBytes(9) }]],
      ['too many', Array.from({ length: MOST_AT_ONCE + 1 }, () => newBox(1))],
    ])('are refused when they are %s', async (_what, boxes) => {
      expect(await whyAway(at().server.bringBoxes(boxes, BOUND_MS))).toBe('broken');
    });
  });
}
