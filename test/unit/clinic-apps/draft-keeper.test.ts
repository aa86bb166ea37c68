import { beforeEach, describe, expect, it } from 'vitest';
import { DRAFT_HOURS } from '../../../src/shared/clinic-apps/clinic-app.js';
import {
  LONGEST_TYPED_VALUE,
  MOST_TYPED_FIELDS,
} from '../../../src/shared/clinic-apps/page-probe.js';
import { MOST_DRAFTS } from '../../../src/main/clinic-apps/draft-keeper.js';
import { ClinicAppWorld, typedField } from '../../support/fakes/clinic-app-world.js';

const PAGE = 'https://portal.clinic.example/notes?patient=1';

let world: ClinicAppWorld;
let portal: string;
beforeEach(async () => {
  world = new ClinicAppWorld();
  portal = await world.add();
  world.nextSession(world.sam.id);
});

function type(value: string, page = PAGE): void {
  world.drafts.keep(world.sam.id, portal, page, [typedField({ value })]);
}

/** The page sends a form with these texts. */
function send(...sent: readonly string[]): void {
  world.drafts.submitted(world.sam.id, portal, PAGE, sent);
}

/** The texts that the live session's member is offered on a page. */
function texts(page = PAGE, memberId = world.sam.id): readonly string[] {
  return (world.drafts.for(memberId, portal, page)?.fields ?? []).map(({ text }) => text);
}

function boxOf(memberId = world.sam.id): Buffer | undefined {
  return world.store.boxes.get(`drafts/${memberId}`);
}

describe('what was typed and not sent', () => {
  it('is offered on the same page in the next session, and cannot be read in the store', () => {
    const typedAt = world.clock.now().wallMs;
    type('Cough since Monday');
    world.clock.stop(60_000);
    world.nextSession(world.sam.id);
    expect(world.drafts.for(world.sam.id, portal, PAGE)).toEqual({
      typedAt,
      fields: [{ label: 'Note', text: 'Cough since Monday' }],
    });
    expect(world.stores('Cough')).toBe(false);
    expect(world.stores('patient=1')).toBe(false);
  });

  it('is not offered to the session that typed it, where it still is', () => {
    type('Cough');
    expect(texts()).toEqual([]);
  });

  it('is offered when the app was killed and the same session continued', () => {
    type('Cough');
    world.restart(world.sam);
    world.drafts.beginSession(world.sam.id);
    expect(texts()).toEqual(['Cough']);
  });

  it('is nothing for another member, not even in a copy of the record', () => {
    type('Cough');
    world.store.saveSealed(`drafts/${world.dana.id}`, boxOf() ?? Buffer.alloc(0));
    world.nextSession(world.dana.id);
    expect(texts(PAGE, world.dana.id)).toEqual([]);
    expect(texts(PAGE, world.sam.id)).toEqual([]);
  });

  it.each([
    ['another patient’s page', 'https://portal.clinic.example/notes?patient=2'],
    ['another path', 'https://portal.clinic.example/letters?patient=1'],
    ['another host', 'https://login.clinic.example/notes?patient=1'],
    ['another page behind the fragment', `${PAGE}#/letters`],
  ])('is nothing on %s', (_what, page) => {
    type('Cough');
    world.nextSession(world.sam.id);
    expect(texts(page)).toEqual([]);
    expect(texts(`${PAGE}#top`)).toEqual(['Cough']);
  });

  it('is nothing in another app at the same address', async () => {
    type('Cough');
    world.nextSession(world.sam.id);
    const other = await world.add({ name: 'Another' });
    expect(world.drafts.for(world.sam.id, other, PAGE)).toBeNull();
  });

  it('replaces what the same session typed there before', () => {
    type('Cou');
    type('Cough');
    world.nextSession(world.sam.id);
    expect(texts()).toEqual(['Cough']);
  });

  it('leaves what an earlier session typed, until the member discards it', () => {
    type('The first half');
    world.nextSession(world.sam.id);
    type('The second half');
    expect(texts()).toEqual(['The first half']);
    world.nextSession(world.sam.id);
    expect(texts()).toEqual(['The second half', 'The first half']);
    type('A third');
    world.drafts.discard(world.sam.id, portal, PAGE);
    expect(texts()).toEqual([]);
    world.nextSession(world.sam.id);
    expect(texts()).toEqual(['A third']);
  });

  it('is offered once when two sessions typed the same', () => {
    for (let session = 1; session <= 2; session += 1) {
      type('The same');
      world.nextSession(world.sam.id);
    }
    expect(texts()).toEqual(['The same']);
  });

  it('is gone when this session has sent the page', () => {
    type('Elsewhere', `${PAGE}&tab=2`);
    type('Cough');
    send();
    world.nextSession(world.sam.id);
    expect(texts()).toEqual([]);
    expect(texts(`${PAGE}&tab=2`)).toEqual(['Elsewhere']);
  });

  it('stays when another form of the page is sent, such as the sign-in before it', () => {
    type('Cough since Monday');
    world.nextSession(world.sam.id);
    type('sam.at.portal');
    send('sam.at.portal', 'a password');
    expect(texts()).toEqual(['Cough since Monday']);
    world.nextSession(world.sam.id);
    expect(texts()).toEqual(['Cough since Monday']);
  });

  it.each([
    ['as it was', 'Cough\nsince Monday'],
    ['within more, with other breaks', '<p>Seen today. Cough  since\r\nMonday, better now'],
  ])('is gone once an earlier session’s text was sent %s', (_how, sent) => {
    type('Cough since Monday');
    world.nextSession(world.sam.id);
    send('csrf', sent);
    expect(texts()).toEqual([]);
    expect(boxOf()).toBeUndefined();
  });

  it('is gone once an earlier session’s text was typed again and sent', () => {
    type('Cough since Monday');
    world.nextSession(world.sam.id);
    type('Fever. Cough since Monday');
    send();
    expect(boxOf()).toBeUndefined();
  });

  it('of one or two words is gone only when it was sent alone', () => {
    type('No change');
    world.nextSession(world.sam.id);
    send('No change to the address');
    expect(texts()).toEqual(['No change']);
    send(' No change ');
    expect(texts()).toEqual([]);
  });

  it('is gone field by field', () => {
    const fields = [typedField({ value: 'Cough' }), typedField({ value: 'Letter to the school' })];
    world.drafts.keep(world.sam.id, portal, PAGE, fields);
    world.nextSession(world.sam.id);
    send('Letter to the school');
    expect(texts()).toEqual(['Cough']);
  });

  it('leaves no record when nothing is left', () => {
    type('Cough');
    send();
    expect(boxOf()).toBeUndefined();
  });
});

describe('a draft', () => {
  const lifeMs = DRAFT_HOURS * 3_600_000;

  it('lives for 24 hours, and is deleted at the next session after that', () => {
    type('Cough');
    world.clock.stop(lifeMs);
    world.nextSession(world.sam.id);
    expect(texts()).toEqual(['Cough']);
    world.clock.stop(1);
    expect(texts()).toEqual([]);
    world.nextSession(world.sam.id);
    expect(boxOf()).toBeUndefined();
  });

  it('from the future is ignored', () => {
    type('Cough');
    world.clock.jumpWall(-1);
    world.nextSession(world.sam.id);
    expect(texts()).toEqual([]);
    expect(boxOf()).toBeUndefined();
  });

  it('of a removed app is deleted at the next session', async () => {
    type('Cough');
    await world.apps.remove(portal, world.asDana);
    expect(texts()).toEqual([]);
    world.nextSession(world.sam.id);
    expect(boxOf()).toBeUndefined();
  });

  it('that was changed by hand is ignored, and typing continues', () => {
    type('Cough');
    world.damage(`drafts/${world.sam.id}`);
    world.nextSession(world.sam.id);
    expect(texts()).toEqual([]);
    type('Fever');
    world.nextSession(world.sam.id);
    expect(texts()).toEqual(['Fever']);
  });

  it('is kept of the fields that may be kept, and of no others', () => {
    const secret = typedField({ type: 'password', value: 'hunter2' });
    world.drafts.keep(world.sam.id, portal, PAGE, [secret]);
    expect(boxOf()).toBeUndefined();
    world.drafts.keep(world.sam.id, portal, PAGE, [secret, typedField({ value: 'Cough' })]);
    world.nextSession(world.sam.id);
    expect(texts()).toEqual(['Cough']);
  });

  it('has its limits', () => {
    const label = 'L'.repeat(1_000);
    const value = 'x'.repeat(LONGEST_TYPED_VALUE + 1);
    const many = Array.from({ length: MOST_TYPED_FIELDS + 1 }, (_, index) =>
      typedField({ label, value: `${index} ${value}` }),
    );
    world.drafts.keep(world.sam.id, portal, PAGE, many);
    world.nextSession(world.sam.id);
    const fields = world.drafts.for(world.sam.id, portal, PAGE)?.fields ?? [];
    expect(fields).toHaveLength(MOST_TYPED_FIELDS);
    expect(fields[0]?.text).toMatch(/^1 x+$/);
    expect(Math.max(...fields.map(({ text }) => text.length))).toBe(LONGEST_TYPED_VALUE);
    expect(Math.max(...fields.map((field) => field.label.length))).toBe(200);
  });

  it('gives way to later ones when there are too many', () => {
    for (let page = 0; page <= MOST_DRAFTS; page += 1) type(`Text ${page}`, `${PAGE}${page}`);
    world.nextSession(world.sam.id);
    expect(texts(`${PAGE}0`)).toEqual([]);
    for (let page = 1; page <= MOST_DRAFTS; page += 1)
      expect(texts(`${PAGE}${page}`)).toEqual([`Text ${page}`]);
  });
});

describe('drafts are kept', () => {
  it('only when something has changed', () => {
    type('Cough');
    const first = boxOf();
    world.clock.stop(1_500);
    type('Cough');
    world.drafts.keep(world.sam.id, portal, PAGE, []);
    expect(boxOf()).toBe(first);
  });

  it('only while the rules say so', async () => {
    type('Cough');
    world.nextSession(world.sam.id);
    await world.apps.saveRules({ reopenWithinHours: 12, keepDrafts: false }, world.asDana);
    type('Fever');
    expect(boxOf()).toBeUndefined();
    expect(texts()).toEqual([]);
  });

  it('only for the member whose session lives, of apps that are there', () => {
    const { dana, sam, drafts } = world;
    drafts.keep(dana.id, portal, PAGE, [typedField()]);
    drafts.keep(sam.id, '00000000-0000-4000-8000-000000000000', PAGE, [typedField()]);
    world.keys.forget();
    type('Cough');
    drafts.submitted(sam.id, portal, PAGE, []);
    expect(drafts.for(sam.id, portal, PAGE)).toBeNull();
    world.nextSession(sam.id);
    drafts.endSession();
    type('Cough');
    expect(world.records).toEqual(['clinic-apps']);
  });

  it('and a failure is reported, while the earlier text stays', () => {
    type('Cou');
    world.store.writable = false;
    expect(() => type('Cough')).toThrow();
    world.store.writable = true;
    world.nextSession(world.sam.id);
    expect(texts()).toEqual(['Cou']);
  });
});
