// @ts-check
// `npm run simulate`: plays many random histories of a virtual computer with the real core of the
// app, random chains of a clinic's decisions with the real judge, or random histories of a clinic with
// eight computers, and checks the app's promises at every moment. The unit tests play 20,000 histories
// and 2,000 chains; this command plays as many as requested, on every processor.

import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { Stop, runCommand, say, secondsSince } from './lib/cli.mjs';
import { setup } from './lib/setup.mjs';

const usage = `npm run simulate [-- --histories N] [-- --chains N] [-- --clinic] [-- --seed N]
  [-- --history JSON] [-- --chain JSON]

--histories  how many histories of a computer, 20000 by default
--chains     how many chains of decisions instead; one in a hundred has real signatures
--clinic     histories of a clinic with eight workstations instead, 1000 by default
--seed       a whole number; the same seed gives the same ones
--history    replays the one history that a failure named
--chain      replays the one chain that a failure named`;

/** @typedef {import('../test/support/simulate.js').SimulatorLine} SimulatorLine */

const histories = {
  plural: 'histories',
  option: 'history',
  with: '',
  program: 'test/support/simulator.ts',
  begins: 'beginning with the computer and a member who signs in',
};
const chains = {
  plural: 'chains',
  option: 'chain',
  with: '',
  program: 'test/support/chain-simulator.ts',
  begins: 'after the clinic was founded',
};

const clinics = {
  plural: 'histories of a clinic',
  option: 'history',
  with: '--clinic ',
  program: 'test/support/clinic-simulator.ts',
  begins: 'after eight computers were enrolled',
};

await runCommand(async () => {
  const { lives, count, seed, life } = readOptions();
  await setup();
  // Imported only now: it uses project packages, which the set-up installs.
  const { bundle } = await import('./lib/program.mjs');
  const program = await bundle(lives.program);
  const processes = life === '' ? Math.min(availableParallelism(), count) : 1;
  const share = Math.ceil(count / processes);
  const startedAt = performance.now();
  let lived = 0;
  /** @type {SimulatorLine | undefined} */
  let failure;
  /** @type {import('node:child_process').ChildProcess[]} */
  const children = [];
  try {
    const ends = Array.from({ length: processes }, (_, index) => {
      const own = Math.min(share, count - index * share);
      const args = life === '' ? [String(seed + index * share), String(own)] : [life];
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
          say(`${lived.toLocaleString('en')} ${lives.plural}, ${secondsSince(startedAt)}`);
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
      `${life === '' ? `${lived} ${lives.plural} from seed ${seed}` : `The ${lives.option}`} in ${secondsSince(startedAt)}: every promise was kept.`,
    );
    return 0;
  }
  console.log(describe(failure, lives));
  return 1;
});

/**
 * @param {SimulatorLine} failure
 * @param {typeof histories} lives
 */
function describe(failure, { option, with: flag, begins }) {
  if (!('broken' in failure)) return '';
  return [
    `A promise was broken: ${failure.broken}.`,
    '',
    `The shortest ${option} that was found, ${begins}:`,
    ...failure.told.map((act, index) => `  ${index + 1}. ${JSON.stringify(act)}`),
    '',
    'To replay it:',
    `  npm run simulate -- ${flag}--${option} '${JSON.stringify(failure.life)}'`,
  ].join('\n');
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        histories: { type: 'string' },
        clinic: { type: 'boolean', default: false },
        chains: { type: 'string' },
        seed: { type: 'string', default: '1' },
        history: { type: 'string', default: '' },
        chain: { type: 'string', default: '' },
      },
    });
    const computers = values.clinic ? clinics : histories;
    const lives = values.chains === undefined && values.chain === '' ? computers : chains;
    const most = values.histories ?? (values.clinic ? '1000' : '20000');
    const [count, seed] = [Number(values.chains ?? most), Number(values.seed)];
    const life = values.history === '' ? values.chain : values.history;
    const right = Number.isSafeInteger(count) && count > 0 && Number.isSafeInteger(seed);
    if (right && /^(\{.*\})?$/.test(life)) return { lives, count, seed, life };
  } catch {
    // An unknown option: the usage lists the known ones.
  }
  throw new Stop(usage);
}
