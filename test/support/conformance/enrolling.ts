import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { scramVerifier } from '../../../src/main/keys/scram.js';
import type { ClinicServer } from '../../../src/main/ports/clinic-server.js';
import { newBeat } from './beating.js';
import { type Bench, BOUND_MS, fill, newBox, newPassword, whyAway } from './clinic-world.js';
import { EVERYTHING, newItem } from './trailing.js';

/** Everything that only an enrolled workstation may do. */
const ONLY_ENROLLED: readonly (readonly [string, (server: ClinicServer) => Promise<unknown>])[] = [
  ['append', async (one) => one.append(one.greeting.head, randomBytes(9), [], BOUND_MS)],
  ['bring boxes', (one) => one.bringBoxes([newBox()], BOUND_MS)],
  ['drop boxes', (one) => one.dropBoxes([randomBytes(32)], BOUND_MS)],
  ['raise a mark', (one) => one.raise([{ name: randomBytes(16), value: 1 }], BOUND_MS)],
  ['spend a number', (one) => one.spend({ name: randomBytes(16), value: 1 }, BOUND_MS)],
  ['open an enrolment', (one) => one.openEnrolment(newPlace(), BOUND_MS)],
  ['remove a workstation', (one) => one.remove(randomUUID(), BOUND_MS)],
  ['beat', (one) => one.beat(newBeat(), BOUND_MS)],
  ['hear beats', (one) => one.beats(0, null, BOUND_MS)],
  ['ask how long all trails are', (one) => one.trailTips('all', BOUND_MS)],
  [
    'read a trail',
    (one) => one.trailItems({ workstation: randomUUID(), kind: 'event', after: 0 }, 9, BOUND_MS),
  ],
  ['read events', (one) => one.trailPage(EVERYTHING, BOUND_MS)],
  ['drop events', (one) => one.dropTrail(1, 1, BOUND_MS)],
];

/** And what one that was removed may do, too. */
const NOT_WITH_A_CODE: typeof ONLY_ENROLLED = [
  ['bring a trail', (one) => one.bringTrail([newItem('event', 1)], BOUND_MS)],
  ['ask how long its trail is', (one) => one.trailTips('own', BOUND_MS)],
];

function newPlace(changed: { verifier?: string; hours?: number } = {}) {
  const verifier = scramVerifier(newPassword());
  return { workstation: randomUUID(), verifier, sealed: randomBytes(9), hours: 24, ...changed };
}

function newVerifier(): string {
  return scramVerifier(newPassword());
}

export function itEnrols(at: () => Bench): void {
  describe('an enrolment', () => {
    it('shows its package to whoever has the code, who may read', async () => {
      const { clinic, server } = at();
      const box = newBox();
      const head = await fill(server, 2);
      await server.bringBoxes([box], BOUND_MS);
      const sealed = randomBytes(5000);
      const { code } = await clinic.enrolling(server, sealed);
      const enrolling = await clinic.connect(code);
      expect(enrolling.greeting).toMatchObject({ standing: 'enrolling', head });
      expect(await enrolling.enrolmentPackage(BOUND_MS)).toEqual(sealed);
      expect(await enrolling.rowsAfter(0, 9, BOUND_MS)).toHaveLength(2);
      expect(await enrolling.boxes([box.name], BOUND_MS)).toEqual([box]);
    });

    it('lets the code do nothing else', async () => {
      const { clinic, server } = at();
      const { code } = await clinic.enrolling(server);
      for (const [what, act] of [...ONLY_ENROLLED, ...NOT_WITH_A_CODE])
        expect(await whyAway(act(await clinic.connectAgain(code))), what).toBe('refused');
    });

    it('makes a workstation, with a password of its own', async () => {
      const { clinic, server } = at();
      const { code, login } = await clinic.enrolling(server);
      const enrolling = await clinic.connect(code);
      const verifier = scramVerifier(login.password);
      const body = randomBytes(70);
      expect(await enrolling.enrol(enrolling.greeting.head, body, verifier, BOUND_MS)).toBe(
        'appended',
      );
      expect(await whyAway(clinic.connect(code))).toBe('refused');
      const enrolled = await clinic.connect(login);
      expect(enrolled.greeting.standing).toBe('enrolled');
      expect((await enrolled.rowsAfter(0, 9, BOUND_MS)).map((row) => row.body)).toEqual([body]);
      await fill(enrolled, 1, enrolled.greeting.head);
      expect(await whyAway(enrolled.enrolmentPackage(BOUND_MS))).toBe('refused');
    });

    it('says so again to the same call after a lost answer, and to no other', async () => {
      const { clinic, server } = at();
      const { code, login } = await clinic.enrolling(server);
      const enrolling = await clinic.connect(code);
      const { head } = enrolling.greeting;
      const [body, verifier] = [randomBytes(70), scramVerifier(login.password)];
      await enrolling.enrol(head, body, verifier, BOUND_MS);
      const again = await clinic.connect(login);
      expect(await again.enrol(head, body, verifier, BOUND_MS)).toBe('appended');
      expect(await whyAway(again.enrol(head, randomBytes(9), verifier, BOUND_MS))).toBe('refused');
      expect(await server.rowsAfter(0, 9, BOUND_MS)).toHaveLength(1);
    });

    it('that comes too late for its row stays open', async () => {
      const { clinic, server } = at();
      const { code } = await clinic.enrolling(server);
      const enrolling = await clinic.connect(code);
      await fill(server, 1);
      const { head } = enrolling.greeting;
      expect(await enrolling.enrol(head, randomBytes(9), newVerifier(), BOUND_MS)).toBe('moved');
      expect((await enrolling.greet(BOUND_MS)).standing).toBe('enrolling');
      expect((await clinic.connect(code)).greeting.standing).toBe('enrolling');
    });

    it('is spent by one computer, also when two are at it', async () => {
      const { clinic, server } = at();
      const { code } = await clinic.enrolling(server);
      const [one, other] = [await clinic.connect(code), await clinic.connect(code)];
      await one.enrol(one.greeting.head, randomBytes(9), newVerifier(), BOUND_MS);
      const { head } = await other.greet(BOUND_MS);
      expect(await whyAway(other.enrol(head, randomBytes(9), newVerifier(), BOUND_MS))).toBe(
        'refused',
      );
    });

    it('ends with its time', async () => {
      const { world, clinic, server } = at();
      const { code, workstation } = await clinic.enrolling(server);
      const [one, other] = [await clinic.connect(code), await clinic.connect(code)];
      await world.expire(clinic.place, workstation);
      expect(await whyAway(clinic.connect(code))).toBe('refused');
      expect(await one.enrolmentPackage(BOUND_MS)).toBeNull();
      const { head } = one.greeting;
      expect(await whyAway(one.enrol(head, randomBytes(9), newVerifier(), BOUND_MS))).toBe(
        'refused',
      );
      expect(await whyAway(other.rowsAfter(0, 9, BOUND_MS))).toBe('refused');
    });

    it('is not opened twice for one workstation', async () => {
      const { server } = at();
      const place = newPlace();
      await server.openEnrolment(place, BOUND_MS);
      expect(await whyAway(server.openEnrolment(place, BOUND_MS))).toBe('broken');
    });

    it.each([
      ['no time', { hours: 0 }],
      ['too much time', { hours: 25 }],
      ['a password where the verifier belongs', { verifier: 'password' }],
      ['a verifier that is no verifier', { verifier: 'SCRAM-SHA-256$1:YQ==$YQ==:YQ==' }],
    ])('is not opened with %s', async (_what, changed) => {
      expect(await whyAway(at().server.openEnrolment(newPlace(changed), BOUND_MS))).toBe('broken');
    });
  });

  describe('a workstation that was removed', () => {
    it('reads what was until then, and nothing later', async () => {
      const { clinic, server } = at();
      const { login, workstation } = await clinic.enrolled(server);
      const open = await clinic.connect(login);
      const head = await fill(server, 2, open.greeting.head);
      await server.remove(workstation, BOUND_MS);
      await fill(server, 2, head);
      for (const removed of [open, await clinic.connect(login)]) {
        expect(await removed.greet(BOUND_MS)).toMatchObject({ standing: 'removed', head });
        const rows = await removed.rowsAfter(0, 9, BOUND_MS);
        expect(rows.map(({ seq }) => seq)).toEqual([1, 2, 3]);
      }
    });

    it('may do nothing else any more', async () => {
      const { clinic, server } = at();
      const { login, workstation } = await clinic.enrolled(server);
      const open = await clinic.connect(login);
      await server.remove(workstation, BOUND_MS);
      const readBoxes = (one: ClinicServer) => one.boxes([randomBytes(32)], BOUND_MS);
      for (const [what, act] of [...ONLY_ENROLLED, ['read boxes', readBoxes] as const])
        expect(await whyAway(act(await clinic.connectAgain(login))), what).toBe('refused');
      // A connection from before can do no more.
      expect(await whyAway(open.bringBoxes([newBox()], BOUND_MS))).toBe('refused');
    });

    it('takes its marks with it', async () => {
      const { clinic, server } = at();
      const { login, workstation } = await clinic.enrolled(server);
      const other = await clinic.connect(login);
      const name = randomBytes(16);
      await other.raise([{ name, value: 1_000 }], BOUND_MS);
      await server.remove(workstation, BOUND_MS);
      expect(await server.spend({ name, value: 5 }, BOUND_MS)).toBe(true);
    });

    it('may be one that never enrolled: its code is taken back', async () => {
      const { clinic, server } = at();
      const { code, workstation } = await clinic.enrolling(server);
      const open = await clinic.connect(code);
      await server.remove(workstation, BOUND_MS);
      expect((await open.greet(BOUND_MS)).standing).toBe('removed');
      expect(await whyAway(open.enrolmentPackage(BOUND_MS))).toBe('refused');
      const { head } = open.greeting;
      const late = await clinic.connect(code);
      expect(await whyAway(late.enrol(head, randomBytes(9), newVerifier(), BOUND_MS))).toBe(
        'refused',
      );
    });

    it('is removed once, and one that nobody knows never', async () => {
      const { clinic, server } = at();
      const { login, workstation } = await clinic.enrolled(server);
      await server.remove(workstation, BOUND_MS);
      await fill(server, 1, (await server.greet(BOUND_MS)).head);
      await server.remove(workstation, BOUND_MS);
      await server.remove(randomUUID(), BOUND_MS);
      expect((await clinic.connect(login)).greeting.head.seq).toBe(1);
    });
  });
}
