import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  type ClinicServer,
  type EventPlace,
  type EventSearch,
  type EventTags,
  type FoundEvent,
  MOST_AT_ONCE,
  MOST_EVENT_NAMES,
  type OwnItem,
} from '../../../src/main/ports/clinic-server.js';
import { type Bench, BOUND_MS, whyAway } from './clinic-world.js';
import { EVERYTHING, newItem } from './trailing.js';

/** More than anybody reads here. */
const ENOUGH = 100;
const NAMES = Array.from({ length: 4 }, () => randomBytes(16));
const PEOPLE = Array.from({ length: 3 }, () => randomBytes(16));
const [SIGN_IN, SIGN_OUT, RARE, NEVER] = NAMES as [Buffer, Buffer, Buffer, Buffer];
const [ADA, ROBIN, NOBODY] = PEOPLE as [Buffer, Buffer, Buffer];

/** Many have the same time, and numbers do not follow the time: a clock was set back. */
function manyEvents(count: number): OwnItem[] {
  return Array.from({ length: count }, (_none, index) => {
    const tags: EventTags = {
      atMs: 5_000 + ((index * 7) % 5),
      event: index === 3 ? RARE : index % 2 === 0 ? SIGN_IN : SIGN_OUT,
      member: index % 3 === 0 ? ADA : index % 3 === 1 ? ROBIN : null,
      by: index % 4 === 0 ? ADA : null,
    };
    return newItem('event', index + 1, { tags });
  });
}

export function itPages(at: () => Bench): void {
  interface Office {
    readonly server: ClinicServer;
    readonly all: readonly (FoundEvent & { readonly tags: EventTags })[];
    /** In the order of their events of one time, which is the server's own. */
    readonly workstations: readonly string[];
  }

  async function filled(count = 20): Promise<Office> {
    const { clinic, server } = at();
    const desk = await clinic.enrolled(server);
    const other = await clinic.connect(desk.login);
    const all = [];
    for (const [one, workstation] of [
      [server, clinic.first.workstation],
      [other, desk.workstation],
    ] as const) {
      const events = manyEvents(count);
      await one.bringTrail([newItem('key', 1), ...events, newItem('head', 1)], BOUND_MS);
      for (const { number, box, tags } of events)
        if (tags !== null) all.push({ workstation, number, atMs: tags.atMs, box, tags });
    }
    const whole = await server.trailPage(EVERYTHING, BOUND_MS);
    const workstations = [...new Set(whole.map(({ workstation }) => workstation))];
    return { server, all, workstations };
  }

  /** Reads page after page. */
  async function pages(server: ClinicServer, search: EventSearch): Promise<FoundEvent[]> {
    const found: FoundEvent[] = [];
    let before: EventPlace | null = null;
    for (let page = 0; page < ENOUGH; page += 1) {
      const next: readonly FoundEvent[] = await server.trailPage({ ...search, before }, BOUND_MS);
      expect(next.length).toBeLessThanOrEqual(search.most);
      found.push(...next);
      before = next.at(-1) ?? null;
      if (next.length < search.most) return found;
    }
    throw new Error('The pages have no end.');
  }

  function isWanted({ workstation, tags }: Office['all'][number], search: EventSearch): boolean {
    const { events, member, sinceMs } = search;
    const isOne = (name: Buffer | null): boolean =>
      member !== null && name?.equals(member) === true;
    return (
      (events === null || events.some((name) => name.equals(tags.event))) &&
      (member === null || isOne(tags.member) || isOne(tags.by)) &&
      (search.workstation === null || search.workstation === workstation) &&
      (sinceMs === null || tags.atMs >= sinceMs)
    );
  }

  function inOrder(events: readonly FoundEvent[], { workstations }: Office): FoundEvent[] {
    const turn = (workstation: string): number => workstations.indexOf(workstation);
    return events
      .map(({ atMs, workstation, number, box }) => ({ atMs, workstation, number, box }))
      .sort(
        (one, other) =>
          other.atMs - one.atMs ||
          turn(one.workstation) - turn(other.workstation) ||
          other.number - one.number,
      );
  }

  describe('pages of events', () => {
    it('have each event once, newest first, with any filter', async () => {
      const office = await filled();
      const { server, all } = office;
      const filters: readonly Partial<EventSearch>[] = [
        {},
        { events: [SIGN_IN] },
        { events: [SIGN_IN, RARE, NEVER, SIGN_IN] },
        { events: [RARE] },
        { events: [NEVER] },
        { events: [] },
        // Twice in some events, and never their author.
        ...[{ member: ADA }, { member: ROBIN }, { member: NOBODY }],
        ...[{ sinceMs: 5_002 }, { sinceMs: 6_000 }],
        { member: ADA, events: [SIGN_IN, RARE], sinceMs: 5_001 },
      ];
      for (const filter of filters)
        for (const most of [1, 3, 100]) {
          const search = { ...EVERYTHING, ...filter, most };
          const expected = inOrder(
            all.filter((event) => isWanted(event, search)),
            office,
          );
          expect(await pages(server, search)).toEqual(expected);
        }
    });

    it('of one workstation have that alone, with any other filter', async () => {
      const office = await filled();
      const { server, all, workstations } = office;
      const others: Partial<EventSearch>[] = [
        {},
        { events: [SIGN_OUT, RARE] },
        { member: ADA },
        { sinceMs: 5_003 },
        { member: ROBIN, events: [SIGN_OUT], sinceMs: 5_001 },
      ];
      for (const workstation of workstations)
        for (const other of others) {
          const search = { ...EVERYTHING, ...other, workstation, most: 3 };
          const expected = inOrder(
            all.filter((event) => isWanted(event, search)),
            office,
          );
          expect(expected.length).toBeGreaterThan(0);
          expect(await pages(server, search)).toEqual(expected);
        }
      const nowhere = { ...EVERYTHING, workstation: randomUUID() };
      expect(await server.trailPage(nowhere, BOUND_MS)).toEqual([]);
    });

    it('go on from a place of which the event is gone', async () => {
      const office = await filled();
      const { server, all } = office;
      const [first = '', second = ''] = office.workstations;
      for (const [workstation, same] of [
        [first, [first, second]],
        [second, [second]],
      ] as const) {
        const before = { atMs: 5_002, workstation, number: 1_000 };
        const older = all.filter(
          (event) =>
            event.atMs < before.atMs ||
            (event.atMs === before.atMs && same.some((one) => one === event.workstation)),
        );
        const found = await server.trailPage({ ...EVERYTHING, before }, BOUND_MS);
        expect(found).toEqual(inOrder(older, office));
      }
    });

    it('are no longer than agreed', async () => {
      const { server } = at();
      const events = manyEvents(MOST_AT_ONCE);
      await server.bringTrail(events, BOUND_MS);
      await server.bringTrail([newItem('event', MOST_AT_ONCE + 1)], BOUND_MS);
      for (const search of [EVERYTHING, { ...EVERYTHING, events: [SIGN_IN, SIGN_OUT] }]) {
        const page = await server.trailPage({ ...search, most: MOST_AT_ONCE + 1 }, BOUND_MS);
        expect(page.length).toBeLessThanOrEqual(MOST_AT_ONCE);
        expect(page.length).toBeGreaterThanOrEqual(MOST_AT_ONCE - 1);
      }
    });

    it('are not asked for with too many names', async () => {
      const events = Array.from({ length: MOST_EVENT_NAMES + 1 }, () => randomBytes(16));
      const search = { ...EVERYTHING, events };
      expect(await whyAway(at().server.trailPage(search, BOUND_MS))).toBe('broken');
    });
  });
}
