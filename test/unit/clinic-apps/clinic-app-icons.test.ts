import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ClinicAppWorld, settingsOf } from '../../support/fakes/clinic-app-world.js';

const PICTURE = 'data:image/png;base64,iVBORw0KGgo=';
const NOWHERE = '00000000-0000-4000-8000-000000000000';

let world: ClinicAppWorld;
beforeEach(() => {
  world = new ClinicAppWorld();
});

describe('an app’s icon', () => {
  const { address } = settingsOf();
  let id: string;
  beforeEach(async () => {
    id = await world.add();
  });

  it('is kept, also over a restart, until there is none any more', async () => {
    await world.apps.setIcon(id, address, PICTURE);
    expect(world.apps.iconOf(id)).toBe(PICTURE);
    world.restart();
    expect(world.apps.iconOf(id)).toBe(PICTURE);
    await world.apps.setIcon(id, address, null);
    expect(world.apps.iconOf(id)).toBeNull();
  });

  it('comes too late for an app that is gone, that moved, or after the session', async () => {
    await world.apps.setIcon(NOWHERE, address, PICTURE);
    await world.apps.setIcon(id, 'https://elsewhere.example/', PICTURE);
    world.keys.forget();
    await world.apps.setIcon(id, address, PICTURE);
    world.nextSession(world.sam.id);
    expect(world.records).toEqual(['clinic-apps']);
    expect(world.apps.iconOf(id)).toBeNull();
  });

  it('goes with the app, and with its address', async () => {
    await world.apps.setIcon(id, address, PICTURE);
    await world.apps.save(id, settingsOf({ name: 'Same place' }), world.asDana);
    expect(world.apps.iconOf(id)).toBe(PICTURE);
    await world.apps.save(id, settingsOf({ address: `${address}new` }), world.asDana);
    expect(world.apps.iconOf(id)).toBeNull();
    await world.apps.setIcon(id, `${address}new`, PICTURE);
    await world.apps.remove(id, world.asDana);
    expect(world.records).toEqual(['clinic-apps']);
    expect(world.apps.iconOf(id)).toBeNull();
  });

  it.each(['https://evil.example/a.png', 'data:image/svg+xml;base64,PHN2Zz4=', 'data:text/html,x'])(
    'is never %s',
    async (icon) => {
      const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
      await world.apps.setIcon(id, address, icon);
      expect(world.apps.iconOf(id)).toBeNull();
      expect(warned).toHaveBeenCalledOnce();
      warned.mockRestore();
    },
  );

  it('that is found when somebody else is signed in, who may not decide it, is dropped', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    world.nextSession(world.sam.id);
    await world.apps.setIcon(id, address, PICTURE);
    expect(world.apps.iconOf(id)).toBeNull();
    expect(warned).toHaveBeenCalledOnce();
    warned.mockRestore();
  });
});
