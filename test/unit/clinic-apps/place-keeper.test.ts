import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MOST_PLACES, STILL_THERE_MS } from '../../../src/main/clinic-apps/place-keeper.js';
import { ClinicAppWorld, settingsOf } from '../../support/fakes/clinic-app-world.js';

const PORTAL = 'https://portal.clinic.example';
const HOUR_MS = 3_600_000;

let world: ClinicAppWorld;
let portal: string;
let pathology: string;
beforeEach(async () => {
  world = new ClinicAppWorld();
  portal = await world.add({ allowedHosts: ['login.provider.example'] });
  pathology = await world.add({
    name: 'Pathology',
    address: 'https://results.example/start?site=7',
  });
  world.nextSession(world.sam.id);
});

function visit(...addresses: readonly string[]): void {
  world.places.visited(
    world.sam.id,
    addresses.map((address) => ({ appId: portal, address })),
  );
}

/** The addresses that the live session offers to the member. */
function offered(member = world.sam): readonly string[] {
  return world.places
    .offer(member.id, world.apps.visibleTo(member.role))
    .map(({ address }) => address);
}

function boxOf(member = world.sam): Buffer | undefined {
  return world.store.boxes.get(`places/${member.id}`);
}

describe('what was open when a session ended', () => {
  it('is offered in the next one, by app and path, and cannot be read in the store', () => {
    world.places.visited(world.sam.id, [
      { appId: portal, address: `${PORTAL}/patients/7/notes?tab=2#code=abc` },
      { appId: pathology, address: 'https://results.example/list' },
    ]);
    expect(offered()).toEqual([]);
    world.nextSession(world.sam.id);
    expect(world.places.offer(world.sam.id, world.apps.all())).toMatchObject([
      { app: { id: portal }, address: `${PORTAL}/patients/7/notes` },
      { app: { id: pathology }, address: 'https://results.example/list' },
    ]);
    expect(world.stores('/patients/7')).toBe(false);
  });

  it('is offered also when the app ended without a word', () => {
    visit(`${PORTAL}/a`);
    world.restart();
    world.nextSession(world.sam.id);
    expect(offered()).toEqual([`${PORTAL}/a`]);
  });

  it('is nothing for another member', () => {
    visit(`${PORTAL}/a`);
    world.nextSession(world.dana.id);
    expect(offered(world.dana)).toEqual([]);
    expect(offered(world.sam)).toEqual([]);
    world.nextSession(world.sam.id);
    expect(offered()).toEqual([`${PORTAL}/a`]);
  });

  it('is nothing when it is another member’s record under this member’s name', () => {
    visit(`${PORTAL}/a`);
    world.store.saveSealed(`places/${world.dana.id}`, boxOf() ?? Buffer.alloc(0));
    world.nextSession(world.dana.id);
    expect(offered(world.dana)).toEqual([]);
  });

  it('stays on offer while this session opens other pages, which the next session offers', () => {
    visit(`${PORTAL}/old`);
    world.nextSession(world.sam.id);
    visit(`${PORTAL}/new`);
    expect(offered()).toEqual([`${PORTAL}/old`]);
    world.nextSession(world.sam.id);
    expect(offered()).toEqual([`${PORTAL}/new`]);
  });

  it('is offered again when nothing was opened meanwhile', () => {
    visit(`${PORTAL}/old`);
    world.nextSession(world.sam.id);
    world.nextSession(world.sam.id);
    expect(offered()).toEqual([`${PORTAL}/old`]);
  });

  it('is nothing when every window was closed', () => {
    visit(`${PORTAL}/a`);
    visit();
    world.nextSession(world.sam.id);
    expect(offered()).toEqual([]);
  });

  it('is offered only for apps that still exist and that the role may open', async () => {
    visit(`${PORTAL}/a`);
    world.nextSession(world.sam.id);
    await world.apps.save(portal, settingsOf({ roles: ['practitioner'] }), world.asDana);
    expect(offered()).toEqual([]);
    await world.apps.save(portal, settingsOf(), world.asDana);
    expect(offered()).toEqual([`${PORTAL}/a`]);
    await world.apps.remove(portal, world.asDana);
    expect(offered()).toEqual([]);
  });

  it('leads to the app’s current address', async () => {
    visit(`${PORTAL}/a`);
    world.nextSession(world.sam.id);
    await world.apps.save(portal, settingsOf({ address: 'https://new.example/' }), world.asDana);
    expect(offered()).toEqual(['https://new.example/a']);
  });

  it.each([
    ['a sign-in page of another host', 'https://login.provider.example/authorize'],
    ['a path that is longer than an address may be', `${PORTAL}/${'x'.repeat(2_000)}`],
  ])('leads to the app’s own address from %s', (_what, address) => {
    visit(address);
    world.nextSession(world.sam.id);
    expect(offered()).toEqual([`${PORTAL}/`]);
  });

  it('leads to the app’s own address with its query, when the app begins there', () => {
    const address = 'https://login.provider.example/';
    world.places.visited(world.sam.id, [{ appId: pathology, address }]);
    world.nextSession(world.sam.id);
    expect(offered()).toEqual(['https://results.example/start?site=7']);
  });
});

describe('the offer', () => {
  it('is not made again once it was taken up or declined', () => {
    visit(`${PORTAL}/a`);
    world.nextSession(world.sam.id);
    world.places.forgetOffer();
    expect(offered()).toEqual([]);
    expect(boxOf()).toBeUndefined();
    world.nextSession(world.sam.id);
    expect(offered()).toEqual([]);
  });

  it('is withdrawn, and what this session opened stays kept', () => {
    visit(`${PORTAL}/old`);
    world.nextSession(world.sam.id);
    visit(`${PORTAL}/new`);
    world.places.forgetOffer();
    world.nextSession(world.sam.id);
    expect(offered()).toEqual([`${PORTAL}/new`]);
  });

  it('is withdrawn also when the store fails', () => {
    visit(`${PORTAL}/a`);
    world.nextSession(world.sam.id);
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    world.store.writable = false;
    world.places.forgetOffer();
    expect(offered()).toEqual([]);
    expect(warned).toHaveBeenCalledOnce();
    warned.mockRestore();
  });

  it('holds for the hours that the rules say, to the millisecond', () => {
    visit(`${PORTAL}/a`);
    world.nextSession(world.sam.id);
    world.clock.stop(12 * HOUR_MS);
    expect(offered()).toHaveLength(1);
    world.clock.stop(1);
    expect(offered()).toEqual([]);
    world.nextSession(world.sam.id);
    expect(boxOf()).toBeUndefined();
  });

  it('holds for a sleeping computer and over a restart by the clock on the wall', () => {
    visit(`${PORTAL}/a`);
    world.clock.reboot(11 * HOUR_MS);
    world.nextSession(world.sam.id);
    expect(offered()).toHaveLength(1);
    world.clock.sleep(HOUR_MS + 1);
    expect(offered()).toEqual([]);
  });

  it('from the future is none', () => {
    visit(`${PORTAL}/a`);
    world.clock.jumpWall(-1);
    world.nextSession(world.sam.id);
    expect(offered()).toEqual([]);
    expect(boxOf()).toBeUndefined();
  });
});

describe('what is kept', () => {
  it('is written only when it has changed', () => {
    visit(`${PORTAL}/a`);
    const first = boxOf();
    world.clock.stop(STILL_THERE_MS - 1);
    visit(`${PORTAL}/a?another=query`);
    expect(boxOf()).toBe(first);
    visit(`${PORTAL}/b`);
    expect(boxOf()).not.toBe(first);
  });

  it('is written again while somebody stays, so that the hours count from the end', () => {
    visit(`${PORTAL}/a`);
    for (let passed = 0; passed < 20 * HOUR_MS; passed += STILL_THERE_MS) {
      world.clock.stop(STILL_THERE_MS);
      visit(`${PORTAL}/a`);
    }
    world.nextSession(world.sam.id);
    expect(offered()).toHaveLength(1);
  });

  it('is written again when the clock was set back', () => {
    visit(`${PORTAL}/a`);
    world.clock.jumpWall(-HOUR_MS);
    visit(`${PORTAL}/a`);
    world.nextSession(world.sam.id);
    expect(offered()).toHaveLength(1);
  });

  it('is each page once, and of very many pages the latest', () => {
    visit(`${PORTAL}/a`, `${PORTAL}/a`, `${PORTAL}/b`);
    world.nextSession(world.sam.id);
    expect(offered()).toEqual([`${PORTAL}/a`, `${PORTAL}/b`]);
    visit(...Array.from({ length: MOST_PLACES + 5 }, (_, index) => `${PORTAL}/${index}`));
    world.nextSession(world.sam.id);
    expect(offered()).toHaveLength(MOST_PLACES);
    expect(offered().at(-1)).toBe(`${PORTAL}/${MOST_PLACES + 4}`);
  });

  it('is nothing of an app that is not there', () => {
    const appId = '00000000-0000-4000-8000-000000000000';
    world.places.visited(world.sam.id, [{ appId, address: `${PORTAL}/a` }]);
    world.nextSession(world.sam.id);
    expect(offered()).toEqual([]);
  });

  it('is nothing while the rules turn it off', async () => {
    visit(`${PORTAL}/a`);
    await world.apps.saveRules({ reopenWithinHours: 0, keepDrafts: true }, world.asDana);
    visit(`${PORTAL}/b`);
    expect(boxOf()).toBeUndefined();
    await world.apps.saveRules({ reopenWithinHours: 12, keepDrafts: true }, world.asDana);
    visit(`${PORTAL}/b`);
    world.nextSession(world.sam.id);
    expect(offered()).toEqual([`${PORTAL}/b`]);
  });

  it('is nothing that comes after the session, or belongs to another member', () => {
    world.places.visited(world.dana.id, [{ appId: portal, address: `${PORTAL}/a` }]);
    world.keys.forget();
    visit(`${PORTAL}/a`);
    world.nextSession(world.sam.id);
    world.places.endSession();
    visit(`${PORTAL}/a`);
    expect([...world.store.boxes.keys()].filter((name) => name.startsWith('places/'))).toEqual([]);
  });

  it('fails loudly, and is tried again with the next page', () => {
    world.store.writable = false;
    expect(() => visit(`${PORTAL}/a`)).toThrow();
    world.store.writable = true;
    visit(`${PORTAL}/a`);
    expect(boxOf()).toBeDefined();
  });
});
