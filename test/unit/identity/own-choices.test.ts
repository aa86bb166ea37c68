import { beforeEach, expect, it, vi } from 'vitest';
import { IdentityWorld } from '../../support/fakes/identity-world.js';

vi.setConfig({ testTimeout: 30_000 });

let world: IdentityWorld;
beforeEach(async () => {
  world = await IdentityWorld.open();
  world.holdKeys(world.sam);
});

it('a member chooses a language for themselves, and lets the computer choose again', async () => {
  const { keys, ownChoices } = world.identity;
  const author = keys.authorFor(world.sam);
  expect(ownChoices.languageOf(world.sam.id)).toBeNull();
  await ownChoices.chooseLanguage(author, 'fr');
  expect(ownChoices.languageOf(world.sam.id)).toBe('fr');
  expect(ownChoices.languageOf(world.dana.id)).toBeNull();
  const { seq } = world.account.chain.head;
  await ownChoices.chooseLanguage(author, 'fr');
  expect(world.account.chain.head.seq).toBe(seq);
  await ownChoices.chooseLanguage(author, null);
  expect(ownChoices.languageOf(world.sam.id)).toBeNull();
});

it('what was read of the guide is noted once, and an older edition is not', async () => {
  const { keys, ownChoices } = world.identity;
  const author = keys.authorFor(world.sam);
  expect(ownChoices.guideReadBy(world.sam.id)).toBeNull();
  await ownChoices.noteGuideRead(author, 3);
  const read = ownChoices.guideReadBy(world.sam.id);
  expect(read?.edition).toBe(3);
  const { seq } = world.account.chain.head;
  for (const edition of [3, 2]) await ownChoices.noteGuideRead(author, edition);
  expect(ownChoices.guideReadBy(world.sam.id)).toEqual(read);
  expect(world.account.chain.head.seq).toBe(seq);
});

it('neither is told by the audit log', async () => {
  const { keys, ownChoices } = world.identity;
  const author = keys.authorFor(world.sam);
  const before = [...world.audit.names];
  await ownChoices.chooseLanguage(author, 'fr');
  await ownChoices.noteGuideRead(author, 3);
  expect(world.audit.names).toEqual(before);
});
