import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  type ClinicServer,
  LONGEST_BEAT,
  type OwnBeat,
} from '../../../src/main/ports/clinic-server.js';
import { type Bench, BOUND_MS, fill, whyAway } from './clinic-world.js';

/** What a run of the app says. */
export function newBeat(changed: Partial<OwnBeat> = {}): OwnBeat {
  return {
    run: randomBytes(16),
    runBefore: null,
    whose: null,
    body: randomBytes(300),
    ...changed,
  };
}

async function said(server: ClinicServer, after = 0, whose: Buffer | null = null) {
  const beats = await server.beats(after, whose, BOUND_MS);
  return beats.map(({ workstation, body }) => ({ workstation, body }));
}

export function itBeats(at: () => Bench): void {
  async function second(): Promise<{ workstation: string; other: ClinicServer }> {
    const { clinic, server } = at();
    const { workstation, login } = await clinic.enrolled(server);
    return { workstation, other: await clinic.connect(login) };
  }

  describe('a beat', () => {
    it('says what a greeting says', async () => {
      const { clinic, server } = at();
      const head = await fill(server, 2);
      const { greeting, ...rest } = await server.beat(newBeat(), BOUND_MS);
      expect(greeting).toMatchObject({ log: clinic.log, head, standing: 'enrolled' });
      expect(greeting.mostConnections).toBe(server.greeting.mostConnections);
      expect(rest).toEqual({ isCopy: false, copiedAtMs: null, elsewhere: 0, other: null });
    });

    it('is heard by all until the next, also by who said it', async () => {
      const { clinic, server } = at();
      const { other } = await second();
      const beat = newBeat();
      const { greeting } = await server.beat(beat, BOUND_MS);
      const workstation = clinic.first.workstation;
      for (const one of [server, other])
        expect(await said(one)).toEqual([{ workstation, body: beat.body }]);
      const [heard] = await other.beats(0, null, BOUND_MS);
      expect(Math.abs((heard?.heardMs ?? 0) - greeting.nowMs)).toBeLessThan(BOUND_MS);
      const next = newBeat({ run: beat.run });
      await server.beat(next, BOUND_MS);
      expect(await said(other)).toEqual([{ workstation, body: next.body }]);
    });

    it('brings what another said', async () => {
      const { server } = at();
      const { workstation, other } = await second();
      const beat = newBeat();
      await other.beat(beat, BOUND_MS);
      const [heard] = await server.beats(0, null, BOUND_MS);
      const answer = await server.beat(newBeat(), BOUND_MS);
      expect(answer.other).toEqual(heard);
      expect(answer.other).toMatchObject({ workstation, body: beat.body });
    });

    it('of another form is refused', async () => {
      const { clinic } = at();
      for (const changed of [
        { run: randomBytes(17) },
        { runBefore: randomBytes(3) },
        { whose: randomBytes(8) },
        { body: Buffer.alloc(0) },
        { body: randomBytes(LONGEST_BEAT + 1) },
      ]) {
        const server = await clinic.connectAgain();
        expect(await whyAway(server.beat(newBeat(changed), BOUND_MS))).toBe('broken');
      }
      expect(await said(await clinic.connectAgain())).toEqual([]);
    });

    it('may be as long as agreed', async () => {
      const { server } = at();
      const beat = newBeat({ body: randomBytes(LONGEST_BEAT), whose: randomBytes(16) });
      await server.beat(beat, BOUND_MS);
      expect((await said(server))[0]?.body.equals(beat.body)).toBe(true);
    });
  });

  describe('a copy', () => {
    it('is not heard, and both learn of it', async () => {
      const { clinic, server } = at();
      const copy = await clinic.connect();
      const beat = newBeat();
      expect(await server.beat(beat, BOUND_MS)).toMatchObject({ isCopy: false, copiedAtMs: null });
      const away = await copy.beat(newBeat({ runBefore: randomBytes(16) }), BOUND_MS);
      expect(away.isCopy).toBe(true);
      expect(away.copiedAtMs).toBeGreaterThan(Date.UTC(2020));
      expect((await said(server)).map(({ body }) => body)).toEqual([beat.body]);
      const again = await server.beat(beat, BOUND_MS);
      expect(again).toMatchObject({ isCopy: false, copiedAtMs: away.copiedAtMs });
      const later = await copy.beat(newBeat(), BOUND_MS);
      expect(later).toMatchObject({ isCopy: true });
      expect(later.copiedAtMs).toBeGreaterThanOrEqual(away.copiedAtMs ?? Number.MAX_VALUE);
    });

    it('is none that goes on after the run before', async () => {
      const { server } = at();
      const [one, next, third] = [randomBytes(16), randomBytes(16), randomBytes(16)];
      const isCopy = async (run: Buffer, runBefore: Buffer | null): Promise<boolean> =>
        (await server.beat(newBeat({ run, runBefore }), BOUND_MS)).isCopy;
      expect(await isCopy(one, null)).toBe(false);
      expect(await isCopy(next, one)).toBe(false);
      expect(await isCopy(next, one)).toBe(false);
      // A restart of which nobody heard: it says so to nobody, and is not believed.
      expect(await isCopy(randomBytes(16), randomBytes(16))).toBe(true);
      // The run that was replaced is one of an older computer.
      expect(await isCopy(one, null)).toBe(true);
      expect(await isCopy(third, next)).toBe(false);
    });

    it('does nothing to other workstations', async () => {
      const { server } = at();
      const { other } = await second();
      const run = randomBytes(16);
      await server.beat(newBeat({ run }), BOUND_MS);
      // It may know the other's run: that is another workstation's.
      expect(await other.beat(newBeat({ run }), BOUND_MS)).toMatchObject({ isCopy: false });
      expect(await said(server)).toHaveLength(2);
    });

    it('is one of two that come at once', async () => {
      const { clinic, server } = at();
      const copy = await clinic.connect();
      const answers = await Promise.all([
        server.beat(newBeat(), BOUND_MS),
        copy.beat(newBeat(), BOUND_MS),
      ]);
      expect(answers.map(({ isCopy }) => isCopy).sort()).toEqual([false, true]);
    });
  });

  describe('somebody who is signed in', () => {
    it('is counted at other workstations alone', async () => {
      const { server } = at();
      const { other } = await second();
      const [mine, hers] = [newBeat(), newBeat()];
      const whose = randomBytes(16);
      const elsewhere = async (one: ClinicServer, beat: OwnBeat): Promise<number> =>
        (await one.beat(beat, BOUND_MS)).elsewhere;
      expect(await elsewhere(server, { ...mine, whose })).toBe(0);
      expect(await elsewhere(server, { ...mine, whose })).toBe(0);
      expect(await elsewhere(other, { ...hers, whose: randomBytes(16) })).toBe(0);
      expect(await elsewhere(other, { ...hers, whose })).toBe(1);
      expect(await elsewhere(server, { ...mine, whose })).toBe(1);
      expect(await elsewhere(other, hers)).toBe(0);
      expect(await elsewhere(server, { ...mine, whose })).toBe(0);
    });

    it('is found by name', async () => {
      const { clinic, server } = at();
      const { workstation, other } = await second();
      const whose = randomBytes(16);
      const [mine, hers] = [newBeat(), newBeat({ whose })];
      await server.beat(mine, BOUND_MS);
      await other.beat(hers, BOUND_MS);
      expect(await said(server, 0, whose)).toEqual([{ workstation, body: hers.body }]);
      expect(await said(server, 0, randomBytes(16))).toEqual([]);
      await other.beat({ ...hers, whose: null }, BOUND_MS);
      expect(await said(server, 0, whose)).toEqual([]);
      await server.beat({ ...mine, whose }, BOUND_MS);
      expect(await said(other, 0, whose)).toEqual([
        { workstation: clinic.first.workstation, body: mine.body },
      ]);
    });
  });

  describe('beats', () => {
    it('are asked for from the last change on, in their order', async () => {
      const { clinic, server } = at();
      const { workstation, other } = await second();
      const mine = newBeat();
      await server.beat(mine, BOUND_MS);
      await other.beat(newBeat(), BOUND_MS);
      const [one, two] = await server.beats(0, null, BOUND_MS);
      expect([one?.workstation, two?.workstation]).toEqual([clinic.first.workstation, workstation]);
      expect(await server.beats(one?.change ?? 0, null, BOUND_MS)).toEqual([two]);
      const last = two?.change ?? 0;
      expect(await server.beats(last, null, BOUND_MS)).toEqual([]);
      await server.beat(mine, BOUND_MS);
      const later = await server.beats(last, null, BOUND_MS);
      expect(later.map((beat) => beat.workstation)).toEqual([clinic.first.workstation]);
      expect(later[0]?.change).toBeGreaterThan(last);
      const all = await server.beats(0, null, BOUND_MS);
      expect(all.map((beat) => beat.workstation)).toEqual([workstation, clinic.first.workstation]);
    });

    it('of a number that never was are all of them', async () => {
      const { server } = at();
      await server.beat(newBeat(), BOUND_MS);
      expect(await server.beats(1_000_000, null, BOUND_MS)).toHaveLength(1);
    });

    it('of a workstation that was removed are gone', async () => {
      const { server } = at();
      const { workstation, other } = await second();
      const whose = randomBytes(16);
      await other.beat(newBeat({ whose }), BOUND_MS);
      await server.remove(workstation, BOUND_MS);
      expect(await said(server)).toEqual([]);
      const answer = await server.beat(newBeat({ whose }), BOUND_MS);
      expect(answer).toMatchObject({ elsewhere: 0, other: null });
    });
  });
}
