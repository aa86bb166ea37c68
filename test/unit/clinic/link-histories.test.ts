import fc from 'fast-check';
import { expect, it } from 'vitest';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';
import { foundClinic, LinkedDesk, settled } from './link-world.js';

const ms = fc.oneof(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 0, max: 70_000 }));
const deed = fc.oneof(
  fc.record({ do: fc.constantFrom('run', 'run', 'sleep'), ms }),
  fc.record({
    do: fc.constantFrom(
      ...[
        'append',
        'look',
        'beat',
        'in',
        'out',
        'signIn',
        'moved',
        'restart',
        'backup',
        'restore',
        'noBell',
        'bell',
      ],
    ),
  }),
  fc.record({ do: fc.constant('line'), mood: fc.constantFrom('works', 'cut', 'hangs') }),
  fc.record({ do: fc.constant('delay'), ms: fc.integer({ min: 0, max: 6_000 }) }),
  fc.record({ do: fc.constant('keychain'), opens: fc.boolean() }),
);

/*
 * Whatever happens between a workstation and its server: it has one connection at the most, always something
 * that goes on by itself, and all that was decided soon after all is well.
 */
it('comes back from whatever happens', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(deed, { maxLength: 30 }),
      fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 7, maxLength: 7 }),
      live,
    ),
    { seed: 20_261_129, numRuns: 1_000 },
  );
}, 120_000);

type Deed = Readonly<{ do: string; ms?: number; mood?: string; opens?: boolean }>;

async function live(deeds: readonly Deed[], chances: readonly number[]): Promise<void> {
  const clock = new VirtualClock();
  const world = await foundClinic(clock);
  const { server, workstation } = world;
  let drawn = 0;
  const random = (): number => (chances[(drawn += 1) % chances.length] ?? 1) / 100;
  const desk = new LinkedDesk(clock, server, workstation, { random });
  let restore = (): void => undefined;
  await desk.start();
  for (const one of deeds) {
    const doing: Readonly<Record<string, () => unknown>> = {
      run: () => desk.pass(one.ms ?? 0),
      sleep: () => clock.sleep(one.ms ?? 0),
      append: () => world.append(Buffer.from(`row ${server.rows.length}`)),
      look: () => desk.link.look(),
      beat: () => desk.link.beat(),
      in: () => (desk.beats.isFree = false),
      out: () => (desk.beats.isFree = true),
      signIn: () => void desk.link.catchUp(2_000),
      moved: () => desk.link.moved(),
      restart: () => server.cutOff(),
      backup: () => (restore = server.snapshot()),
      restore: () => restore(),
      noBell: () => (server.hasBell = false),
      bell: () => (server.hasBell = true),
      line: () => (desk.line.mood = one.mood as 'works'),
      delay: () => (desk.line.delayMs = one.ms ?? 0),
      keychain: () => (desk.hasLogin = one.opens === true),
    };
    await doing[one.do]?.();
    await settled();
    const { kind } = desk.link.state;
    if (kind === 'waiting' || kind === 'connected') expect(clock.armed).toBeGreaterThan(0);
    expect(desk.line.open).toBeLessThanOrEqual(1);
    // Before the logs meet, it is said who this workstation is.
    if (kind !== 'meeting') expect(desk.log.isOnline).toBe(kind === 'connected');
  }
  desk.line.mood = 'works';
  desk.line.delayMs = 0;
  desk.hasLogin = true;
  await desk.pass(120_000);
  const last = server.rows.at(-1);
  if (desk.why === 'contradicted') return;
  expect(desk.link.state.kind).toBe('connected');
  expect(desk.log.head.link.toString('hex')).toBe(last?.link.toString('hex'));
  desk.link.stop();
  await settled();
  expect(clock.armed).toBe(0);
}
