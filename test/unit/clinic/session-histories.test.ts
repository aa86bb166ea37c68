import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Standing } from '../../../src/main/clinic/standing.js';
import { anyHistory } from '../../support/fakes/arbitrary-deeds.js';
import { perform } from '../../support/fakes/deeds.js';
import type { History } from '../../support/fakes/history.js';
import { PromiseKeeper, type TrueEnd } from '../../support/fakes/promise-keeper.js';
import type { VirtualApp } from '../../support/fakes/virtual-app.js';
import { VirtualComputer } from '../../support/fakes/virtual-computer.js';
import { foundClinic, LinkedDesk, type LinkWorld } from './link-world.js';

/** What happens to the server or on the way to it, so long after what happened before. */
interface NetworkEvent {
  readonly afterMs: number;
  readonly what: 'works' | 'cut' | 'hangs' | 'restart' | 'append' | 'signIn' | 'moved';
}

const network = fc.array(
  fc.record({
    afterMs: fc.oneof(fc.integer({ min: 1, max: 2_000 }), fc.integer({ min: 1, max: 120_000 })),
    what: fc.constantFrom('works', 'works', 'cut', 'hangs', 'restart', 'append', 'signIn', 'moved'),
  }),
  { minLength: 1, maxLength: 8 },
) as fc.Arbitrary<readonly NetworkEvent[]>;

const RUNS = 500;
/** The events come again and again, but not for ever. */
const MOST_EVENTS = 60;

/*
 * A session ends at the same instant and for the same reason whatever the clinic's server does, as long as the
 * offline limit is not reached: what the link does beyond that has no way to the session.
 */
it('the same history ends the same, with a server and without one', async () => {
  let connections = 0;
  await fc.assert(
    fc.asyncProperty(anyHistory, network, async (history, events) => {
      const alone = await live(history, null);
      const linked = new LinkedRuns(events);
      expect(await live(history, linked)).toEqual(alone);
      connections += linked.connections;
    }),
    { seed: 20_261_129, numRuns: RUNS },
  );
  // Else nothing was compared.
  expect(connections).toBeGreaterThan(RUNS);
}, 600_000);

/** The link of a virtual computer: a new one with each run of its app. */
class LinkedRuns {
  connections = 0;
  readonly #events: readonly NetworkEvent[];
  #world: LinkWorld | null = null;
  #app: VirtualApp | null = null;
  #next = 0;

  constructor(events: readonly NetworkEvent[]) {
    this.#events = events;
  }

  /** Begins anew with an app that has just started. */
  async follow(computer: VirtualComputer): Promise<void> {
    if (computer.app === this.#app || computer.app === null) return;
    this.#app = computer.app;
    const { clock, screens } = computer;
    this.#world ??= await foundClinic(clock);
    const { server, workstation } = this.#world;
    const desk: LinkedDesk = new LinkedDesk(clock, server, workstation, {
      random: () => 0.5,
      onChange: () => standing.review(),
    });
    const standing = new Standing({
      clock,
      link: () => desk.link.state,
      contact: { withoutServerMs: 0, lastWallMs: null },
      limitSeconds: () => 1_209_600,
      removal: () => null,
      onChange: () => undefined,
      onShut: () => undefined,
    });
    screens.onChange = () => {
      desk.link.look();
      standing.review();
    };
    desk.line.delayMs = 20;
    desk.link.start();
    this.#disturb(computer, desk);
  }

  #disturb(computer: VirtualComputer, desk: LinkedDesk): void {
    const event = this.#events[this.#next % this.#events.length];
    if (event === undefined || this.#next >= MOST_EVENTS) return;
    this.#next += 1;
    computer.clock.after(event.afterMs, () => {
      if (desk.link.state.kind === 'connected') this.connections += 1;
      const { what } = event;
      if (what === 'restart') desk.line.server.cutOff();
      else if (what === 'append') this.#world?.append(Buffer.from(`row ${this.#next}`));
      else if (what === 'signIn') void desk.link.catchUp(2_000);
      else if (what === 'moved') desk.link.moved();
      else desk.line.mood = what;
      this.#disturb(computer, desk);
    });
  }
}

type End = Pick<TrueEnd, 'cause' | 'limitMs' | 'inactiveMs' | 'ageMs'> & {
  /** Since the history began. */
  readonly atMs: number;
};

/** Lives through a history. @returns how each session ended, and when */
async function live(history: History, linked: LinkedRuns | null): Promise<readonly End[]> {
  const computer = new VirtualComputer(history.policy);
  computer.clinic.signs = false;
  computer.clock.namesBoots = history.namesBoots;
  if (history.blindIdle) computer.idle.stuckAtMs = 0;
  const keeper = new PromiseKeeper(computer);
  const instants: number[] = [];
  const { onEnd } = computer;
  computer.onEnd = () => {
    instants.push(computer.clock.passedMs);
    onEnd();
  };
  await computer.start();
  await linked?.follow(computer);
  await computer.signIn();
  for (const deed of history.deeds) {
    // A day of it is the same, only longer.
    if ('ms' in deed && deed.ms > 3_600_000) continue;
    keeper.before(deed);
    await perform(computer, deed);
    await linked?.follow(computer);
  }
  // An answer that came late is through before time passes, whatever else is due then.
  computer.keychain.mood = 'works';
  await computer.settle();
  await keeper.heal();
  return keeper.ends.map(({ cause, limitMs, inactiveMs, ageMs }, index) => ({
    ...{ cause, limitMs, inactiveMs, ageMs },
    atMs: instants[index] ?? Number.NaN,
  }));
}
