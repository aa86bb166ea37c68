// @ts-check
// `node scripts/history.mjs`: workstations use a real PostgreSQL while it is killed, cut off, promoted
// from a standby that had fallen behind, or restored from a backup; then what each was told is held
// against the log that is left. `npm run reliability` does the same for its page.

import { parseArgs } from 'node:util';
import { Stop, runCommand, say } from './lib/cli.mjs';
import { checkHistories, describeHistory, nemeses } from './lib/histories.mjs';
import { setup } from './lib/setup.mjs';

const usage = `node scripts/history.mjs [--nemesis ${nemeses.join('|')}] [--seconds N]

--nemesis  only this one; all by default
--seconds  how long each is at work, 60 by default`;

await runCommand(async () => {
  const { chosen, seconds } = readOptions();
  await setup();
  say(`${chosen.length * seconds} seconds…`);
  const reports = await checkHistories(chosen, seconds);
  for (const report of reports) {
    console.log(describeHistory(report));
    for (const what of report.contradictions) console.log(`  ${what}`);
  }
  return reports.every(({ contradictions }) => contradictions.length === 0) ? 0 : 1;
});

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        nemesis: { type: 'string' },
        seconds: { type: 'string', default: '60' },
      },
    });
    const seconds = Number(values.seconds);
    const { nemesis } = values;
    const chosen = nemeses.filter((name) => nemesis === undefined || nemesis === name);
    if (chosen.length > 0 && Number.isFinite(seconds) && seconds > 0) return { chosen, seconds };
  } catch {
    // An unknown option: the usage lists the known ones.
  }
  throw new Stop(usage);
}
