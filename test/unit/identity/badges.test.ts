import { beforeEach, expect, it, vi } from 'vitest';
import { IdentityWorld } from '../../support/fakes/identity-world.js';

vi.setConfig({ testTimeout: 30_000 });

let world: IdentityWorld;
const RECORD = Buffer.from('sealed for Sam');
beforeEach(async () => {
  world = await IdentityWorld.open();
  world.holdKeys(world.sam);
  const { badges, keys } = world.identity;
  await badges.enrol(keys.authorFor(world.sam), RECORD);
});

it('a badge is set up with its record, and replaced by another', async () => {
  const { badges, keys } = world.identity;
  expect(badges.has(world.dana.id)).toBe(false);
  expect(badges.recordOf(world.sam.id)).toEqual(RECORD);
  const first = badges.hashOf(world.sam.id);
  await badges.enrol(keys.authorFor(world.sam), Buffer.from('another record'));
  expect(badges.recordOf(world.sam.id)?.toString()).toBe('another record');
  expect(badges.hashOf(world.sam.id)).not.toBe(first);
  expect(world.audit.names.filter((name) => name === 'badge.enrolled')).toHaveLength(2);
});

it('its member takes it away', async () => {
  const { badges, keys } = world.identity;
  const author = keys.authorFor(world.sam);
  for (let time = 0; time < 2; time += 1) await badges.remove(author);
  expect(badges.recordOf(world.sam.id)).toBeNull();
  expect(world.audit.names.filter((name) => name === 'badge.removed')).toHaveLength(1);
});

it('so does an administrator, and nobody else', async () => {
  const { badges, keys } = world.identity;
  const bySam = keys.authorFor(world.sam);
  await expect(badges.removeOf(world.sam.id, bySam)).rejects.toThrow('notAllowed');
  world.holdKeys(world.dana);
  const byDana = keys.authorFor(world.dana);
  for (let time = 0; time < 2; time += 1) await badges.removeOf(world.sam.id, byDana);
  expect(badges.has(world.sam.id)).toBe(false);
  expect(world.audit.names.filter((name) => name === 'badge.removed')).toHaveLength(1);
});
