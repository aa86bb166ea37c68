// @ts-check
// `npm run bench`: measures what the app promises, from outside and in real time (about an
// hour), prints the figures and writes them to bench-results/. It asserts nothing: the figures are
// for reading.

import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { build } from './lib/build.mjs';
import { Stop, runCommand, say } from './lib/cli.mjs';
import { setup } from './lib/setup.mjs';

const names = [
  'cold-start',
  'sign-in',
  'end-of-session',
  'guarded-windows',
  'at-rest',
  'package',
  'long-chain',
  'clinic-live',
  'clinic-power-cut',
  'clinic-at-rest',
  'clinic-lateness',
  'clinic-sign-in',
  'clinic-audit',
  'clinic-export',
];

const usage = `npm run bench [-- --quick] [-- --only NAME]

--quick  fewer and shorter runs, to see that the benches work
--only   one of ${names.join(', ')}`;

await runCommand(async () => {
  const { quick, only } = readOptions();
  if (process.platform !== 'linux') {
    throw new Stop('The benches run on private X desktops, which only Linux has.');
  }
  const browser = only === undefined || only === 'guarded-windows';
  const ready = await setup({ needs: { desktop: true, packaging: true, browser } });
  await build();
  // Imported only now: these use project packages, which the set-up installs.
  const { coldStart } = await import('../test/bench/cold-start.mjs');
  const { signIn } = await import('../test/bench/sign-in.mjs');
  const { endOfSession } = await import('../test/bench/end-of-session.mjs');
  const { guardedWindows } = await import('../test/bench/guarded-windows.mjs');
  const { atRest } = await import('../test/bench/at-rest.mjs');
  const { installedPackage } = await import('../test/bench/package.mjs');
  const { longChain } = await import('../test/bench/long-chain.mjs');
  const { clinicLive } = await import('../test/bench/clinic-live.mjs');
  const { clinicPowerCut } = await import('../test/bench/clinic-power-cut.mjs');
  const { clinicAtRest } = await import('../test/bench/clinic-at-rest.mjs');
  const { clinicLateness } = await import('../test/bench/clinic-lateness.mjs');
  const { clinicSignIn } = await import('../test/bench/clinic-sign-in.mjs');
  const { clinicAudit } = await import('../test/bench/clinic-audit.mjs');
  const { clinicExport } = await import('../test/bench/clinic-export.mjs');
  const { currentLoad, printSection, writeResults } = await import('../test/bench/report.mjs');

  const benches = {
    'cold-start': coldStart,
    'sign-in': signIn,
    'end-of-session': endOfSession,
    'guarded-windows': guardedWindows,
    'at-rest': atRest,
    package: installedPackage,
    'long-chain': longChain,
    'clinic-live': clinicLive,
    'clinic-power-cut': clinicPowerCut,
    'clinic-at-rest': clinicAtRest,
    'clinic-lateness': clinicLateness,
    'clinic-sign-in': clinicSignIn,
    'clinic-audit': clinicAudit,
    'clinic-export': clinicExport,
  };
  const sections = [];
  for (const [name, bench] of Object.entries(benches)) {
    if (only !== undefined && name !== only) continue;
    // The computer needs a few seconds to settle after the last bench.
    if (sections.length > 0) await sleep(5_000);
    const before = currentLoad();
    if (before > 1) say(`The load average is ${before.toFixed(2)}: other work may distort this.`);
    for (const section of [await bench(ready, { quick })].flat()) {
      printSection(section);
      sections.push({ ...section, load: { before, after: currentLoad() } });
    }
  }
  console.log(`\nWritten to ${writeResults(sections, ready.electronVersion)}.`);
});

function readOptions() {
  try {
    const { values } = parseArgs({
      options: { quick: { type: 'boolean', default: false }, only: { type: 'string' } },
    });
    if (values.only === undefined || names.includes(values.only)) return values;
  } catch {
    // An unknown option: the usage lists the known ones.
  }
  throw new Stop(usage);
}
