import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openShare } from '../../../src/main/account/shares.js';
import {
  DEFAULT_CLINIC_APP_RULES,
  MOST_CLINIC_APPS,
} from '../../../src/shared/clinic-apps/clinic-app.js';
import { ClinicAppWorld, settingsOf, typedField } from '../../support/fakes/clinic-app-world.js';
import { keysOf } from '../../support/fakes/member-seeds.js';

const PICTURE = 'data:image/png;base64,iVBORw0KGgo=';
const NOWHERE = '00000000-0000-4000-8000-000000000000';

let world: ClinicAppWorld;
beforeEach(() => {
  world = new ClinicAppWorld();
});

function names(): readonly string[] {
  return world.apps.all().map(({ name }) => name);
}

describe('the clinic apps', () => {
  it('are none at first, with the default rules', () => {
    expect(world.apps.all()).toEqual([]);
    expect(world.apps.rules()).toEqual(DEFAULT_CLINIC_APP_RULES);
    expect(world.audit.names).toEqual([]);
  });

  it('are added, changed and removed, which the audit trail tells by the app’s name', async () => {
    const id = await world.add({ name: 'Portal' });
    expect(world.apps.byId(id)).toEqual({ ...settingsOf(), id });
    const changed = settingsOf({ name: 'New portal', allowedHosts: ['login.provider.example'] });
    expect(await world.apps.save(id, changed, world.asDana)).toEqual({
      ok: true,
      app: { ...changed, id },
    });
    expect(world.apps.all()).toEqual([{ ...changed, id }]);
    expect(await world.apps.remove(id, world.asDana)).toEqual({ ok: true });
    expect(world.apps.all()).toEqual([]);
    expect(
      world.audit.events.map(({ event, memberId, detail }) => [event, memberId, detail]),
    ).toEqual([
      ['clinicApp.added', world.dana.id, { app: 'Portal' }],
      [
        'clinicApp.changed',
        world.dana.id,
        { app: 'New portal', changed: ['name', 'allowedHosts'] },
      ],
      ['clinicApp.removed', world.dana.id, { app: 'New portal' }],
    ]);
  });

  it('are the same after a restart, and nothing of them can be read in the store', async () => {
    const id = await world.add();
    await world.apps.saveRules({ reopenWithinHours: 3, keepDrafts: false }, world.asDana);
    world.restart();
    expect(world.apps.byId(id)).toEqual({ ...settingsOf(), id });
    expect(world.apps.rules()).toEqual({ reopenWithinHours: 3, keepDrafts: false });
    expect(world.stores('portal.clinic.example')).toBe(false);
  });

  it('are none while nobody is signed in, and there again with the key', async () => {
    const id = await world.add();
    await world.apps.setIcon(id, settingsOf().address, PICTURE);
    world.keys.forget();
    expect(world.apps.all()).toEqual([]);
    expect(world.apps.byId(id)).toBeNull();
    expect(world.apps.iconOf(id)).toBeNull();
    world.nextSession(world.sam.id);
    expect(world.apps.byId(id)?.name).toBe('Portal');
    expect(world.apps.iconOf(id)).toBe(PICTURE);
  });

  it('are no longer those of an old copy of the file', async () => {
    const id = await world.add();
    const { boxes } = world.account.decisions;
    const before = new Map(boxes);
    await world.apps.save(id, settingsOf({ address: 'https://new.clinic.example/' }), world.asDana);
    // Somebody puts an older list in the place of the newer one.
    const hash = world.account.state?.records['clinic-apps'] ?? '';
    for (const [old, box] of before) boxes.set(old, box);
    boxes.set(hash, [...before.values()].at(-1) ?? Buffer.alloc(0));
    world.restart();
    expect(world.apps.all()).toEqual([]);
    await world.account.chain.check();
    expect(world.account.foreign).toEqual(['box']);
  });

  it('stay when the clinic gets new keys, and open for nobody who has only the old ones', async () => {
    const id = await world.add();
    await world.apps.setIcon(id, settingsOf().address, PICTURE);
    const { account } = world;
    const old = openShare(account, { name: world.sam.id, keys: keysOf(world.sam) });
    await world.setAccess(world.sam, false);
    world.nextSession(world.sam.id);
    expect(world.apps.all()).toEqual([]);
    world.nextSession(world.dana.id);
    for (const name of ['clinic-apps', `clinic-app-icon/${id}`]) {
      const box = account.box(account.state?.records[name] ?? '') ?? Buffer.alloc(0);
      expect(old?.clinic.open(name, box)).toBeNull();
      expect(world.keys.clinic?.clinic.open(name, box)).not.toBeNull();
    }
    expect(names()).toEqual(['Portal']);
    expect(world.apps.iconOf(id)).toBe(PICTURE);
    world.restart();
    expect(names()).toEqual(['Portal']);
  });

  it('are shown to the roles that may see them', async () => {
    await world.add({ name: 'For all' });
    await world.add({ name: 'Billing', roles: ['administrator'] });
    expect(world.apps.visibleTo('receptionist').map(({ name }) => name)).toEqual(['For all']);
    expect(world.apps.visibleTo('administrator')).toHaveLength(2);
  });

  it('change places with their neighbours, and stay at either end', async () => {
    const first = await world.add({ name: 'A' });
    await world.add({ name: 'B' });
    const last = await world.add({ name: 'C' });
    await world.apps.move(last, 'up', world.asDana);
    expect(names()).toEqual(['A', 'C', 'B']);
    await world.apps.move(first, 'down', world.asDana);
    expect(names()).toEqual(['C', 'A', 'B']);
    expect(await world.apps.move(last, 'up', world.asDana)).toEqual({ ok: true });
    expect(names()).toEqual(['C', 'A', 'B']);
    expect(world.audit.named('clinicApp.changed').map(({ detail }) => detail)).toEqual([
      { app: 'C', changed: ['order'] },
      { app: 'A', changed: ['order'] },
    ]);
  });

  it('that are not there can be neither changed nor removed nor moved', async () => {
    const unknown = { ok: false, code: 'unknownApp' };
    expect(await world.apps.save(NOWHERE, settingsOf(), world.asDana)).toEqual(unknown);
    expect(await world.apps.remove(NOWHERE, world.asDana)).toEqual(unknown);
    expect(await world.apps.move(NOWHERE, 'up', world.asDana)).toEqual(unknown);
    expect(world.records).toEqual([]);
  });

  it('are no more than the most that a clinic can have', async () => {
    for (let count = 1; count <= MOST_CLINIC_APPS; count += 1)
      await world.add({ name: `App ${count}` });
    const one = await world.apps.save(null, settingsOf(), world.asDana);
    expect(one).toEqual({ ok: false, code: 'tooManyApps' });
    expect(world.apps.all()).toHaveLength(MOST_CLINIC_APPS);
    world.restart();
    expect(world.apps.all()).toHaveLength(MOST_CLINIC_APPS);
  });

  it('sign out only within their own bounds', async () => {
    const save = (signOutAddress: string, allowedHosts: readonly string[] = []) =>
      world.apps.save(null, settingsOf({ signOutAddress, allowedHosts }), world.asDana);
    expect(await save('https://evil.example/out')).toEqual({ ok: false, code: 'signOutOutside' });
    expect(await save('https://portal.clinic.example/out')).toMatchObject({ ok: true });
    const login = 'login.provider.example';
    expect(await save(`https://${login}/out`, [login])).toMatchObject({ ok: true });
  });

  it('stay as they were, with the audit trail, when they cannot be stored', async () => {
    const id = await world.add();
    const told = world.audit.names;
    for (const fail of [world.account, world.audit]) {
      fail.writable = false;
      await expect(world.apps.save(id, settingsOf({ name: 'X' }), world.asDana)).rejects.toThrow();
      await expect(world.apps.remove(id, world.asDana)).rejects.toThrow();
      fail.writable = true;
      expect(names()).toEqual(['Portal']);
      expect(world.audit.names).toEqual(told);
    }
  });
});

describe('a record of the apps that was changed by hand', () => {
  beforeEach(async () => {
    await world.add();
    await world.apps.saveRules({ reopenWithinHours: 72, keepDrafts: false }, world.asDana);
    world.damage('clinic-apps');
    world.restart();
  });

  it('counts as none, and is told once', () => {
    const hash = world.account.state?.records['clinic-apps'] ?? '';
    const box = world.account.decisions.boxes.get(hash);
    expect(box).toBeDefined();
    expect(world.apps.all()).toEqual([]);
    expect(world.apps.rules()).toEqual(DEFAULT_CLINIC_APP_RULES);
    world.nextSession(world.sam.id);
    expect(world.apps.all()).toEqual([]);
    const told = world.audit.named('record.tampered');
    expect(told.map(({ detail }) => detail)).toEqual([{ what: 'clinicApps' }]);
    expect(world.account.decisions.boxes.get(hash)).toBe(box);
  });

  it('is replaced when an administrator saves something', async () => {
    await world.add({ name: 'Begun anew' });
    world.restart();
    expect(names()).toEqual(['Begun anew']);
    expect(world.apps.rules()).toEqual(DEFAULT_CLINIC_APP_RULES);
  });

  it('does not fail when the audit trail cannot be written', () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    world.audit.writable = false;
    expect(world.apps.all()).toEqual([]);
    expect(warned).toHaveBeenCalledOnce();
    warned.mockRestore();
  });
});

describe('the rules', () => {
  const page = 'https://portal.clinic.example/notes';

  beforeEach(async () => {
    const id = await world.add();
    for (const member of [world.dana, world.sam]) {
      world.nextSession(member.id);
      world.places.visited(member.id, [{ appId: id, address: page }]);
      world.drafts.keep(member.id, id, page, [typedField()]);
    }
  });

  function kept(): readonly string[] {
    return world.records.map((name) => name.split('/')[0] ?? '').sort();
  }

  it('take what they turn off from every member at once', async () => {
    expect(kept()).toEqual(['clinic-apps', 'drafts', 'drafts', 'places', 'places']);
    await world.apps.saveRules({ reopenWithinHours: 12, keepDrafts: false }, world.asDana);
    expect(kept()).toEqual(['clinic-apps', 'places', 'places']);
    await world.apps.saveRules({ reopenWithinHours: 0, keepDrafts: false }, world.asDana);
    expect(kept()).toEqual(['clinic-apps']);
    const told = world.audit.named('clinicAppRules.changed');
    expect(told.map(({ detail }) => detail)).toEqual([
      { rules: { reopenWithinHours: 12, keepDrafts: false } },
      { rules: { reopenWithinHours: 0, keepDrafts: false } },
    ]);
  });

  it('stay, and what is kept stays, when they cannot be stored', async () => {
    world.audit.writable = false;
    const none = { reopenWithinHours: 0, keepDrafts: false };
    await expect(world.apps.saveRules(none, world.asDana)).rejects.toThrow();
    expect(world.apps.rules()).toEqual(DEFAULT_CLINIC_APP_RULES);
    expect(kept()).toEqual(['clinic-apps', 'drafts', 'drafts', 'places', 'places']);
  });
});

it('an app that was opened is told by its name, and opens also when that cannot be written', () => {
  world.apps.opened({ name: 'Portal' }, world.sam.id);
  expect(world.audit.events).toEqual([
    {
      event: 'clinicApp.opened',
      at: world.clock.now(),
      memberId: world.sam.id,
      detail: { app: 'Portal' },
    },
  ]);
  const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  world.audit.writable = false;
  world.apps.opened({ name: 'Portal' }, world.sam.id);
  expect(warned).toHaveBeenCalledOnce();
  warned.mockRestore();
});
