import { beforeEach, describe, expect, it } from 'vitest';
import type { ClinicApp } from '../../../src/shared/clinic-apps/clinic-app.js';
import { ClinicAppWorld, settingsOf, typedField } from '../../support/fakes/clinic-app-world.js';

const SIGN_IN = { userName: 'sam.at.the.portal', password: 'blue lighthouse 9' };

let world: ClinicAppWorld;
let portal: ClinicApp;
beforeEach(async () => {
  world = new ClinicAppWorld();
  portal = { ...settingsOf(), id: await world.add() };
});

/** The app starts again, and Sam signs in. */
function restart(): void {
  world.restart();
  world.nextSession(world.sam.id);
}

function records(): readonly string[] {
  return [...world.store.boxes.keys()].filter((name) => name.startsWith('site-sign-in/'));
}

describe('a saved sign-in', () => {
  beforeEach(() => world.nextSession(world.sam.id));

  it('is there for its member and its app, also after a restart, and never in plain text', () => {
    world.siteSignIns.save(world.sam.id, portal, SIGN_IN);
    restart();
    expect(world.siteSignIns.has(world.sam.id, portal)).toBe(true);
    expect(world.siteSignIns.read(world.sam.id, portal)).toEqual(SIGN_IN);
    for (const text of [SIGN_IN.userName, SIGN_IN.password, 'portal.clinic'])
      expect(world.stores(text)).toBe(false);
    const told = world.audit.named('siteSignIn.saved');
    expect(told).toMatchObject([{ memberId: world.sam.id, detail: { app: 'Portal' } }]);
    expect(JSON.stringify(world.audit.events)).not.toContain('lighthouse');
  });

  it('is not there for another member or another app, also under their names', async () => {
    world.siteSignIns.save(world.sam.id, portal, SIGN_IN);
    const box = world.store.boxes.get(`site-sign-in/${world.sam.id}/${portal.id}`);
    world.nextSession(world.dana.id);
    const other = { ...portal, id: await world.add({ name: 'Other' }) };
    world.store.saveSealed(`site-sign-in/${world.sam.id}/${other.id}`, box ?? Buffer.alloc(0));
    world.store.saveSealed(`site-sign-in/${world.dana.id}/${portal.id}`, box ?? Buffer.alloc(0));
    // Not even an administrator's own keys, or the clinic's, open what is another member's alone.
    for (const id of [world.dana.id, world.sam.id])
      expect(world.siteSignIns.read(id, portal)).toBeNull();
    const name = `site-sign-in/${world.sam.id}/${portal.id}`;
    expect(world.keys.clinic?.clinic.open(name, box ?? Buffer.alloc(0))).toBeNull();
    world.nextSession(world.sam.id);
    expect(world.siteSignIns.read(world.sam.id, other)).toBeNull();
    expect(world.siteSignIns.has(world.sam.id, other)).toBe(false);
    expect(world.siteSignIns.read(world.sam.id, portal)).toEqual(SIGN_IN);
  });

  it('is for the origin that it was saved for', () => {
    world.siteSignIns.save(world.sam.id, portal, SIGN_IN);
    const at = (address: string) => world.siteSignIns.read(world.sam.id, { ...portal, address });
    expect(at('https://portal.clinic.example/other/path')).toEqual(SIGN_IN);
    for (const address of [
      'https://portal.clinic.example:8443/',
      'http://portal.clinic.example/',
      'https://evil.example/',
      'https://portal.clinic.example.evil.example/',
      'nonsense',
    ])
      expect(at(address)).toBeNull();
  });

  it('is not there while nobody is signed in', () => {
    world.siteSignIns.save(world.sam.id, portal, SIGN_IN);
    world.keys.forget();
    expect(world.siteSignIns.has(world.sam.id, portal)).toBe(false);
    expect(() => world.siteSignIns.save(world.sam.id, portal, SIGN_IN)).toThrow();
  });

  it('is replaced, and forgotten only once', () => {
    world.siteSignIns.save(world.sam.id, portal, SIGN_IN);
    const changed = { ...SIGN_IN, password: 'a new one' };
    world.siteSignIns.save(world.sam.id, portal, changed);
    expect(world.siteSignIns.read(world.sam.id, portal)).toEqual(changed);
    world.siteSignIns.forget(world.sam.id, portal);
    world.siteSignIns.forget(world.sam.id, portal);
    expect(records()).toEqual([]);
    expect(world.audit.named('siteSignIn.removed')).toMatchObject([
      { memberId: world.sam.id, detail: { app: 'Portal' } },
    ]);
  });

  it('stays as it was when a change cannot be stored or recorded', () => {
    world.siteSignIns.save(world.sam.id, portal, SIGN_IN);
    for (const fail of [world.store, world.audit]) {
      fail.writable = false;
      const changed = { ...SIGN_IN, password: 'a new one' };
      expect(() => world.siteSignIns.save(world.sam.id, portal, changed)).toThrow();
      expect(() => world.siteSignIns.forget(world.sam.id, portal)).toThrow();
      fail.writable = true;
      expect(world.siteSignIns.read(world.sam.id, portal)).toEqual(SIGN_IN);
    }
  });
});

describe('saved sign-ins go', () => {
  let other: ClinicApp;
  beforeEach(async () => {
    other = { ...settingsOf(), id: await world.add({ name: 'Other' }) };
    for (const { id } of [world.sam, world.dana]) {
      world.nextSession(id);
      for (const app of [portal, other]) world.siteSignIns.save(id, app, SIGN_IN);
    }
  });

  it('with their app, for every member', async () => {
    await world.apps.remove(portal.id, world.asDana);
    expect(records().every((name) => name.endsWith(other.id))).toBe(true);
    expect(records()).toHaveLength(2);
  });

  it('when the app moves to another origin, and stay within one', async () => {
    const save = (address: string) =>
      world.apps.save(portal.id, settingsOf({ address }), world.asDana);
    await save('https://portal.clinic.example/new/path');
    expect(records()).toHaveLength(4);
    await save('https://evil.example/');
    expect(records()).toHaveLength(2);
    await save('https://portal.clinic.example/');
    for (const { id } of [world.dana, world.sam]) {
      world.nextSession(id);
      expect(world.siteSignIns.has(id, portal)).toBe(false);
    }
  });

  it('with the access of their member, like all other data of that member', async () => {
    const page = 'https://portal.clinic.example/notes';
    for (const { id } of [world.dana, world.sam]) {
      world.nextSession(id);
      world.places.visited(id, [{ appId: portal.id, address: page }]);
      world.drafts.keep(id, portal.id, page, [typedField()]);
    }
    world.nextSession(world.dana.id);
    await world.setAccess(world.sam, true);
    expect(records()).toHaveLength(4);
    await world.setAccess(world.sam, false);
    const left = [...world.store.boxes.keys()];
    expect(left.filter((name) => name.includes(world.sam.id))).toEqual([]);
    expect(left.filter((name) => name.includes(world.dana.id))).toHaveLength(4);
  });
});
