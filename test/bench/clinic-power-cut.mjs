// @ts-check
// How soon all workstations of a clinic are back after its server was cut off, and what that costs the server:
// after a short cut, a long one, and when all of them start at once. Beside it, what that server does at all.

import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from '../../scripts/lib/cli.mjs';
import { ClinicOfDesks, abilityOf, tellAbility } from './clinic-desks.mjs';
import { median, milliseconds, percentile, verdict } from './figures.mjs';
import { nowMilliseconds } from './figures.mjs';
import { processorMilliseconds } from './postgres-usage.mjs';

const backTarget = 10_000;
const processorTarget = 4_000;
/** How long the server is watched after all are back, as some of what they bring comes a moment later. */
const settleMilliseconds = 2_000;

/** @typedef {{ name: string, backMs: number[], processorMs: number }} Cut */

/**
 * @param {import('./stage.mjs').Setup} _setup
 * @param {{ quick: boolean }} options
 * @returns {Promise<import('./report.mjs').Section>}
 */
export async function clinicPowerCut(_setup, { quick }) {
  const size = quick ? 8 : 300;
  const desks = await ClinicOfDesks.open(size, true);
  try {
    const ability = await abilityOf(desks.server);
    /** @type {Cut[]} */
    const cuts = [];
    for (const seconds of quick ? [1] : [2, 90])
      cuts.push(await cut(desks, `the server was off for ${seconds} s`, seconds * 1_000, false));
    cuts.push(await cut(desks, 'the server and all workstations start at once', 0, true));
    return section(size, cuts, ability);
  } finally {
    await desks.remove();
  }
}

/**
 * @param {ClinicOfDesks} desks
 * @param {string} name
 * @param {number} offMilliseconds
 * @param {boolean} isWhole whether the workstations are off, too
 * @returns {Promise<Cut>}
 */
async function cut(desks, name, offMilliseconds, isWhole) {
  say(`${name}…`);
  const { server } = desks;
  if (isWhole) await desks.all({ do: 'part' });
  await server.kill();
  await desks.all({ do: 'away' });
  await sleep(offMilliseconds);
  const starting = server.start();
  if (isWhole) await desks.all({ do: 'start' });
  await starting;
  const since = nowMilliseconds();
  const backMs = (await desks.all({ do: 'connected', since })).flat();
  await sleep(settleMilliseconds);
  return { name, backMs, processorMs: processorMilliseconds(server) };
}

/**
 * @param {number} size
 * @param {readonly Cut[]} cuts
 * @param {Awaited<ReturnType<typeof abilityOf>>} ability
 * @returns {import('./report.mjs').Section}
 */
function section(size, cuts, ability) {
  return {
    name: 'clinic-power-cut',
    title: `${size} workstations are back after their server was cut off`,
    columns: ['', 'median', 'p99', 'the last', 'server’s processor', 'target'],
    rows: cuts.map(({ name, backMs, processorMs }) => {
      const last = Math.max(...backMs);
      return [
        name,
        milliseconds(median(backMs)),
        milliseconds(percentile(backMs, 99)),
        milliseconds(last),
        milliseconds(processorMs),
        `last ${backTarget}: ${verdict(last, backTarget)}, processor ${processorTarget}: ${verdict(processorMs, processorTarget)}`,
      ];
    }),
    notes: [
      'From the moment at which the server says that it is ready. Its processes are killed. Its processor time',
      'is that of all its processes since it was started again, with the recovery (/proc/PID/schedstat).',
      ...tellAbility(ability),
      `Load average: ${(loadavg()[0] ?? 0).toFixed(1)}. Server and workstations share this computer.`,
    ],
    figures: { size, cuts, ability },
  };
}
