import { expect, it } from 'vitest';
import { runHistory } from '../../support/history/run.js';

/* The short form of `node scripts/history.mjs`: what clients were told is what the server's log says. */

const SECONDS = 3;

it.each(['kill', 'cut'] as const)(
  'the log holds what was acknowledged through: %s',
  async (how) => {
    const { contradictions, strikes, acknowledged } = await runHistory(how, SECONDS);
    expect(contradictions).toEqual([]);
    // Else nothing was compared.
    expect(Math.min(strikes, acknowledged)).toBeGreaterThan(0);
  },
);
