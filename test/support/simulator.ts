import fc from 'fast-check';
import { anyHistory } from './fakes/arbitrary-deeds.js';
import { type History, live } from './fakes/history.js';

/*
 * One process of `npm run simulate`: lives through histories and writes a line of JSON for each
 * batch, or for the first history that breaks a promise. The same seed gives the same histories.
 *
 * Arguments: the seed, how many histories, and, to replay one, its path.
 */

/** Histories between two lines of progress. */
const BATCH = 1_000;

export type SimulatorLine =
  | { readonly lived: number }
  | {
      readonly broken: string;
      readonly seed: number;
      readonly path: string;
      readonly history: History;
      /** How many histories were lived through before the one that failed. */
      readonly lived: number;
    };

async function simulate(seed: number, histories: number, path: string): Promise<boolean> {
  const property = fc.asyncProperty(anyHistory, async (history) => {
    await live(history);
  });
  const result = await fc.check(property, { seed, numRuns: histories, path });
  const { counterexample, errorInstance } = result;
  if (!result.failed || counterexample === null) {
    write({ lived: result.numRuns });
    return true;
  }
  write({
    broken: errorInstance instanceof Error ? errorInstance.message : String(errorInstance),
    seed,
    path: result.counterexamplePath,
    history: counterexample[0],
    lived: result.numRuns - 1,
  });
  return false;
}

function write(line: SimulatorLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const [seed = 0, histories = 1] = process.argv.slice(2, 4).map(Number);
const path = process.argv[4] ?? '';
// What the app would say of faults that a history makes on purpose.
process.removeAllListeners('warning');
process.on('warning', () => undefined);

for (let done = 0; done < histories; done += BATCH)
  if (!(await simulate(seed + done, Math.min(BATCH, histories - done), path))) break;
