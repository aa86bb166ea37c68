import { expect, it } from 'vitest';
import { LastTap } from '../../../src/main/quick-sign-in/last-tap.js';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';

it('a badge that cannot be looked for is not asked for its PIN any longer', async () => {
  const tap = new LastTap({
    ...{ account: { memberById: () => null }, kept: { has: () => false } },
    ...{ clock: new VirtualClock(), onChange: () => undefined },
  });
  const shown = tap.show(Promise.reject(new Error('No memory is left.')));
  expect(tap.shown).toMatchObject({ kind: 'reading' });
  await expect(shown).rejects.toThrow('No memory is left.');
  expect(tap.shown).toBeNull();
});
