// @ts-check
// `npm run simulate`: plays many random histories of a virtual computer with the real core of the
// app, and checks the app's promises at every moment. The unit tests play 20,000 histories; this
// command plays as many as requested, on every processor.

import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { Stop, runCommand, say, secondsSince } from './lib/cli.mjs';
import { setup } from './lib/setup.mjs';

const usage = `npm run simulate [-- --histories N] [-- --seed N] [-- --history JSON]

--histories  how many, 20000 by default
--seed       a whole number; the same seed gives the same histories
--history    replays the one history that a failure named`;

/** @typedef {import('../test/support/simulator.js').SimulatorLine} SimulatorLine */

await runCommand(async () => {
  const { histories, seed, history } = readOptions();
  await setup();
  // Imported only now: it uses project packages, which the set-up installs.
  const { bundle } = await import('./lib/program.mjs');
  const program = await bundle('test/support/simulator.ts');
  const processes = history === '' ? Math.min(availableParallelism(), histories) : 1;
  const share = Math.ceil(histories / processes);
  const startedAt = performance.now();
  let lived = 0;
  /** @type {SimulatorLine | undefined} */
  let failure;
  /** @type {import('node:child_process').ChildProcess[]} */
  const children = [];
  try {
    const ends = Array.from({ length: processes }, (_, index) => {
      const count = Math.min(share, histories - index * share);
      const args = history === '' ? [String(seed + index * share), String(count)] : [history];
      const child = spawn(process.execPath, [program.file, ...args], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      children.push(child);
      createInterface({ input: child.stdout }).on('line', (text) => {
        /** @type {SimulatorLine} */
        const line = JSON.parse(text);
        const before = lived;
        lived += line.lived;
        if ('broken' in line) {
          failure ??= line;
          for (const other of children) other.kill();
        } else if (Math.floor(lived / 50_000) > Math.floor(before / 50_000)) {
          say(`${lived.toLocaleString('en')} histories, ${secondsSince(startedAt)}`);
        }
      });
      return new Promise((resolve, reject) => {
        child.once('error', reject);
        child.once('close', (code, signal) => {
          if (code === 0 || failure !== undefined) resolve(undefined);
          else reject(new Error(`A simulator ended with ${code ?? signal}.`));
        });
      });
    });
    await Promise.all(ends);
  } finally {
    program.remove();
  }
  if (failure === undefined) {
    console.log(
      `${history === '' ? `${lived} histories from seed ${seed}` : 'The history'} in ${secondsSince(startedAt)}: every promise was kept.`,
    );
    return 0;
  }
  console.log(describe(failure));
  return 1;
});

/** @param {SimulatorLine} failure */
function describe(failure) {
  if (!('broken' in failure)) return '';
  const { deeds, ...computer } = failure.history;
  return [
    `A promise was broken: ${failure.broken}.`,
    '',
    'The shortest history that was found, beginning with a member who signs in:',
    `  computer: ${JSON.stringify(computer)}`,
    ...deeds.map((deed, index) => `  ${index + 1}. ${JSON.stringify(deed)}`),
    '',
    'To replay it:',
    `  npm run simulate -- --history '${JSON.stringify(failure.history)}'`,
  ].join('\n');
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        histories: { type: 'string', default: '20000' },
        seed: { type: 'string', default: '1' },
        history: { type: 'string', default: '' },
      },
    });
    const [histories, seed] = [Number(values.histories), Number(values.seed)];
    const right = Number.isSafeInteger(histories) && histories > 0 && Number.isSafeInteger(seed);
    if (right && /^(\{.*\})?$/.test(values.history)) {
      return { histories, seed, history: values.history };
    }
  } catch {
    // An unknown option: the usage lists the known ones.
  }
  throw new Stop(usage);
}
