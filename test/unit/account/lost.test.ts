import { beforeEach, expect, it } from 'vitest';
import type { SignedChange } from '../../../src/main/account/changes.js';
import { readLost } from '../../../src/main/account/lost.js';
import { memberNamed } from '../../support/fakes/builders.js';
import { MemoryAccount } from '../../support/fakes/memory-account.js';

/* What is read of decisions that were set aside. Whoever can write the file can write any row there. */

const dana = memberNamed('Dana', 'administrator');
const sam = memberNamed('Sam');

let account: MemoryAccount;
/** How many decisions both chains have. */
let common: number;

function keep(years: number): SignedChange {
  return { kind: 'trail.kept', years };
}

beforeEach(() => {
  account = MemoryAccount.of(dana, sam);
  common = account.decisions.entries.length;
  for (const years of [7, 8, 9]) account.decide(keep(years));
  setAside();
});

/** The server went on without what came last. */
function setAside(): void {
  const { decisions } = account;
  decisions.aside.push(...decisions.entries);
  decisions.entries = decisions.entries.slice(0, common);
}

async function lost(clinic = account.state?.clinic ?? ''): Promise<readonly unknown[]> {
  const all = await readLost(account.decisions, clinic);
  return all.map(({ change, before, last }) => [
    change.kind === 'trail.kept' ? change.years : change.kind,
    before.trailYears,
    last.trailYears,
  ]);
}

it('names each with the account before it, and as it was last', async () => {
  expect(await lost()).toEqual([
    [7, 6, 9],
    [8, 7, 9],
    [9, 8, 9],
  ]);
  expect(await lost('another clinic')).toEqual([]);
});

it('names none twice that was lost twice, and none that is in force again or was put away', async () => {
  const { decisions } = account;
  const whole = [...decisions.aside];
  decisions.aside.push(...whole);
  expect(await lost()).toHaveLength(3);
  decisions.putAway(common + 2);
  expect(await lost()).toEqual([
    [7, 6, 9],
    [9, 8, 9],
  ]);
  decisions.entries = whole.slice(0, common + 1);
  expect(await lost()).toEqual([[9, 8, 9]]);
});

it('believes no row that was never in force, and none after it', async () => {
  const { decisions } = account;
  const at = common + 1;
  decisions.aside = decisions.aside.map((entry, place) =>
    place === at ? { ...entry, signature: Buffer.alloc(64, 7) } : entry,
  );
  expect(await lost()).toEqual([[7, 6, 7]]);
  // A chain without its beginning proves nothing.
  decisions.aside = decisions.aside.slice(common);
  expect(await lost()).toEqual([]);
});
