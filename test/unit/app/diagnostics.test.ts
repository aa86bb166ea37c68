import { expect, it } from 'vitest';
import type { UpdateChannel } from '../../../src/shared/policy/managed-policy.js';
import { NOTHING_MANAGED } from '../../../src/shared/policy/managed-policy.js';
import { diagnose, type DiagnosticsParts } from '../../../src/main/app/diagnostics.js';
import type { UpdateReport } from '../../../src/main/ports/index.js';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';

/* What the diagnostics file says about updates; and that it never has an address of the managed policy. */

const AT = Date.UTC(2026, 4, 12, 12);
const ADDRESS = 'https://harbour-street-clinic.example/releases/';

async function updatesIn(updates: UpdateReport | null, channel?: UpdateChannel): Promise<unknown> {
  const policy = {
    ...NOTHING_MANAGED,
    updateAddress: ADDRESS,
    updateChannel: channel ?? null,
    policySource: { address: ADDRESS, key: 'a key' },
  };
  const address = { kind: 'address', path: ADDRESS };
  const account = {
    account: { members: () => [], clinicName: () => null },
    policies: { inForce: () => null, restrictions: () => null },
    managed: { places: [{ place: address, holds: true, problem: null }], policy },
  };
  const parts = {
    clock: new VirtualClock(),
    about: {},
    secrets: { get: () => Promise.resolve(null) },
    errors: { noted: [] },
    account,
    updates,
  } as unknown as DiagnosticsParts;
  const { text } = await diagnose(parts);
  expect(text).not.toContain('harbour');
  return (JSON.parse(text) as { readonly updates: unknown }).updates;
}

it('a failed update has its cause and its time, and for how long the version has been out of date', async () => {
  const report = {
    state: { state: 'failed', what: 'check', problem: 'badSignature', at: AT },
    outOfDate: { level: 'note', days: 41, newerKnown: true },
    upToDateMs: AT - 1_000,
    checkedMs: AT - 500,
  } as const;
  expect(await updatesIn(report)).toEqual({
    state: 'failed',
    off: null,
    release: null,
    failed: { what: 'check', problem: 'badSignature', at: '2026-05-12T12:00:00.000Z' },
    lastCheckedAt: '2026-05-12T11:59:59.500Z',
    lastUpToDateAt: '2026-05-12T11:59:59.000Z',
    outOfDate: { days: 41, newerKnown: true },
    channel: 'stable',
  });
});

const NEVER = { outOfDate: null, upToDateMs: null, checkedMs: null };

it.each<[UpdateReport['state'], object]>([
  [
    { state: 'off', why: 'package' },
    { state: 'off', off: 'package', release: null },
  ],
  [
    { state: 'ready', version: '1.1.0' },
    { state: 'ready', off: null, release: '1.1.0' },
  ],
  [{ state: 'notRunning' }, { state: 'notRunning', off: null, release: null }],
])('updates that are %o', async (state, told) => {
  const never = { failed: null, lastCheckedAt: null, lastUpToDateAt: null, outOfDate: null };
  expect(await updatesIn({ state, ...NEVER }, 'beta')).toEqual({
    ...told,
    ...never,
    channel: 'beta',
  });
});

it('without an account there is nothing about updates', async () => {
  expect(await updatesIn(null)).toBeNull();
});
