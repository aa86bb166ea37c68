import { setImmediate as turn } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import type { PolicySource } from '../../../src/shared/policy/managed-address.js';
import { policyAddress } from '../../../src/main/host/managed/policy-address.js';
import type { ManagedReading, WatchedPlace } from '../../../src/main/ports/index.js';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';

/* When an address is asked for its policy. */

const MINUTE = 60_000;
const HERE = { address: 'https://it.example/policy.json', key: 'one' };

let clock: VirtualClock;
let source: PolicySource | null;
/** What was asked, and how the server answers. */
let asked: string[];
let serves: () => Promise<Response>;
let place: WatchedPlace;
let readings: ManagedReading[];

const page = (): Promise<Response> => Promise.resolve(new Response('text'));
const gone = (): Promise<Response> => Promise.reject(new TypeError('no network'));

beforeEach(() => {
  clock = new VirtualClock();
  source = HERE;
  asked = [];
  serves = page;
  readings = [];
  place = policyAddress({
    source: () => source,
    fetch: (address) => {
      asked.push(address);
      return serves();
    },
    clock,
    mostBytes: 1_000,
  });
  // As the app does: whatever is told is read again.
  place.watch(() => void place.read().then((reading) => readings.push(reading)));
});

/** Time passes, with a look every 20 seconds while somebody is signed in. */
async function pass(ms: number, isSignedIn = false): Promise<void> {
  const step = 20_000;
  for (let passed = 0; passed < ms; passed += step) {
    await clock.run(Math.min(step, ms - passed), settle);
    if (isSignedIn) place.look();
    await settle();
  }
}

async function settle(): Promise<void> {
  for (let turns = 0; turns < 20; turns += 1) await turn();
}

it('is asked a moment after the start, and then each half hour while nobody is signed in', async () => {
  expect(asked).toEqual([]);
  await pass(20_000);
  expect(asked).toEqual([HERE.address]);
  expect(readings).toEqual([{ found: true, text: 'text' }]);
  await pass(29 * MINUTE);
  expect(asked).toHaveLength(1);
  await pass(2 * MINUTE);
  expect(asked).toHaveLength(2);
});

it('is asked each quarter of an hour with the looks of a session, with no timer that fires', async () => {
  await pass(20_000);
  let fired = 0;
  const after = clock.after.bind(clock);
  clock.after = (ms, callback) =>
    after(ms, () => {
      fired += 1;
      callback();
    });
  await pass(46 * MINUTE, true);
  expect(asked).toHaveLength(4);
  // The one that was set before the session began is no more, and those that were set since never fire.
  expect(fired).toBe(0);
});

it('is asked at a sign-in, when what is known is older than a quarter of an hour, also after sleep', async () => {
  await pass(MINUTE);
  place.look();
  await settle();
  expect(asked).toHaveLength(1);
  clock.sleep(20 * MINUTE);
  place.look();
  await settle();
  expect(asked).toHaveLength(2);
});

it('is not asked where none is named, and at once when one is', async () => {
  source = null;
  await pass(60 * MINUTE, true);
  expect(asked).toEqual([]);
  expect(clock.armed).toBe(0);
  expect(place.path).toBe('');
  source = HERE;
  place.look();
  await settle();
  expect(asked).toEqual([HERE.address]);
  expect(place.path).toBe(HERE.address);
  source = { ...HERE, key: 'another' };
  place.look();
  await settle();
  expect(asked).toHaveLength(2);
  source = null;
  place.look();
  await settle();
  expect(readings.at(-1)).toEqual({ found: false });
  expect(clock.armed).toBe(0);
});

describe('without an answer', () => {
  beforeEach(() => {
    serves = gone;
  });

  it('it is asked again for a minute before it counts as away, and a network that comes late is no problem', async () => {
    await pass(20_000);
    expect(readings).toEqual([]);
    serves = page;
    await pass(MINUTE);
    expect(readings).toEqual([{ found: true, text: 'text' }]);
  });

  it('it counts as away after a minute, and is then asked once each time', async () => {
    await pass(2 * MINUTE, true);
    expect(asked).toHaveLength(4);
    expect(readings).toMatchObject([{ problem: { code: 'unreadable' } }]);
    await pass(15 * MINUTE, true);
    expect(asked).toHaveLength(5);
    await pass(15 * MINUTE, true);
    expect(asked).toHaveLength(6);
  });
});

it('what came from an address that is no longer the one is not used', async () => {
  let answer: (response: Response) => void = () => undefined;
  serves = () => new Promise((resolve) => (answer = resolve));
  await pass(20_000);
  source = { address: 'https://other.example/policy.json', key: 'two' };
  serves = () => Promise.resolve(new Response('of the other'));
  // Looks ask for nothing beside the question that still waits.
  place.look();
  place.look();
  await settle();
  answer(new Response('of the first'));
  await settle();
  expect(asked).toEqual([HERE.address, source.address]);
  expect(readings).toEqual([{ found: true, text: 'of the other' }]);
});
