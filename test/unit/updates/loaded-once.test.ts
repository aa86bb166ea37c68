import { expect, it } from 'vitest';
import { loadedOnce } from '../../../src/main/updates/loaded-once.js';

/** A part that loads at the third try. */
function part(): { readonly get: () => Promise<string>; readonly tries: () => number } {
  let tries = 0;
  const get = loadedOnce(async () => {
    tries += 1;
    const mine = tries;
    await Promise.resolve();
    if (mine < 3) throw new Error(`try ${mine}`);
    return `loaded at try ${mine}`;
  });
  return { get, tries: () => tries };
}

it('a part that could not be loaded is tried again, and a loaded part stays', async () => {
  const { get, tries } = part();
  await expect(get()).rejects.toThrow('try 1');
  await expect(get()).rejects.toThrow('try 2');
  expect(await get()).toBe('loaded at try 3');
  expect(await get()).toBe('loaded at try 3');
  expect(tries()).toBe(3);
});

it('callers who ask during a try wait for the same try', async () => {
  const { get, tries } = part();
  const both = await Promise.allSettled([get(), get()]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(tries()).toBe(1);
});
