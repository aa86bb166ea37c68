// @ts-check
// What a clinic costs while people are signed in everywhere and nobody decides anything: its server, and each
// workstation's own part, beside the same workstations without a server.

import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from '../../scripts/lib/cli.mjs';
import { ClinicOfDesks, abilityOf, tellAbility } from './clinic-desks.mjs';
import { megabytes, verdict } from './figures.mjs';
import { memoryOf, processorMilliseconds, writtenBytes } from './postgres-usage.mjs';

/** Sign-ins, and what they bring to the common audit, are through by then. */
const settleMilliseconds = 30_000;
const secondsOfDay = 86_400;
const targets = { serverPercent: 3, memoryBytes: 600 * 1_048_576, ownPercent: 0.02 };

/**
 * @typedef {object} Rest for each workstation and minute, but the processor, which is in percent of a core
 * @property {number} percent
 * @property {number} looks
 * @property {number} timers
 */

/**
 * @param {import('./stage.mjs').Setup} _setup
 * @param {{ quick: boolean }} options
 * @returns {Promise<import('./report.mjs').Section>}
 */
export async function clinicAtRest(_setup, { quick }) {
  const [size, minutes] = quick ? [8, 1] : [300, 4];
  const desks = await ClinicOfDesks.open(size, true);
  const { server } = desks;
  try {
    const ability = await abilityOf(server);
    await sleep(settleMilliseconds);
    say(`Nobody does anything for ${minutes} min…`);
    const before = {
      processorMs: processorMilliseconds(server),
      bytes: await writtenBytes(server),
    };
    const withServer = await rest(desks, minutes);
    const processorMs = processorMilliseconds(server) - before.processorMs;
    const walBytes = (await writtenBytes(server)) - before.bytes;
    const memory = memoryOf(server);
    say(`And without the server for ${minutes} min…`);
    await desks.all({ do: 'part' });
    await sleep(5_000);
    const without = await rest(desks, minutes);
    const serverPercent = processorMs / (minutes * 600);
    const ownPercent = withServer.percent - without.percent;
    return {
      name: 'clinic-at-rest',
      title: `${size} workstations where somebody is signed in and nothing happens (${minutes} min)`,
      columns: ['', 'found', 'target'],
      rows: [
        [
          'the server’s processor, of one core',
          `${serverPercent.toFixed(2)} %`,
          `${targets.serverPercent} %: ${verdict(serverPercent, targets.serverPercent)}`,
        ],
        [
          `memory of its ${memory.processes} processes (PSS)`,
          megabytes(memory.pssBytes),
          `600 MiB: ${verdict(memory.pssBytes, targets.memoryBytes)}`,
        ],
        ['its log of writes, in a day', megabytes((walBytes / minutes / 60) * secondsOfDay), ''],
        [
          'a workstation’s own part for it, of one core',
          `${ownPercent.toFixed(3)} %`,
          `${targets.ownPercent} %: ${verdict(ownPercent, targets.ownPercent)}`,
        ],
        ['  all of a workstation, with the server', `${withServer.percent.toFixed(3)} %`, ''],
        ['  and without', `${without.percent.toFixed(3)} %`, ''],
        ['looks in a minute, with and without', pair(withServer.looks, without.looks), ''],
        [
          'timers of its own part that fired in a minute',
          pair(withServer.timers, without.timers),
          `0: ${verdict(withServer.timers, 0)}`,
        ],
      ],
      notes: [
        'The workstations have the app’s own parts, sessions and database files of their own, in four processes;',
        'what they take is the processes’ processor time, with the links to the server and without. Looks are the',
        'session’s own, which an app without a shared account has, too: the server is asked along with them.',
        ...tellAbility(ability),
        `Load average: ${(loadavg()[0] ?? 0).toFixed(1)}. Server and workstations share this computer.`,
      ],
      figures: {
        ...{ size, minutes, processorMs, walBytes, memory, withServer, without, ability },
      },
    };
  } finally {
    await desks.remove();
  }
}

/** @param {ClinicOfDesks} desks @param {number} minutes @returns {Promise<Rest>} */
async function rest(desks, minutes) {
  const before = await desks.usage();
  await sleep(minutes * 60_000);
  const after = await desks.usage();
  /** @param {'processorMs' | 'looks' | 'timers'} what */
  const each = (what) => (after[what] - before[what]) / after.desks / minutes;
  return { percent: each('processorMs') / 600, looks: each('looks'), timers: each('timers') };
}

/** @param {number} one @param {number} other */
function pair(one, other) {
  return `${one.toFixed(2)}, ${other.toFixed(2)}`;
}
