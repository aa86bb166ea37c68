import fc from 'fast-check';
import { anyHistory } from './fakes/arbitrary-deeds.js';
import { type History, live } from './fakes/history.js';

/*
 * One process of `npm run simulate`: lives through histories and writes a line of JSON for each
 * batch, or for the first history that breaks a promise. The same seed gives the same histories.
 *
 * Arguments: the seed and how many histories; or, to replay one, itself as JSON.
 */

/** Histories between two lines of progress. */
const BATCH = 1_000;

export type SimulatorLine =
  | { readonly lived: number }
  | {
      readonly broken: string;
      readonly history: History;
      /** How many histories were lived through before the one that failed. */
      readonly lived: number;
    };

async function simulate(seed: number, histories: number): Promise<boolean> {
  const property = fc.asyncProperty(anyHistory, async (history) => {
    await live(history);
  });
  const result = await fc.check(property, { seed, numRuns: histories });
  const { counterexample, errorInstance } = result;
  if (!result.failed || counterexample === null) {
    write({ lived: result.numRuns });
    return true;
  }
  const [history] = counterexample;
  write({ broken: whatBroke(errorInstance), history, lived: result.numRuns - 1 });
  return false;
}

async function replay(history: History): Promise<void> {
  try {
    await live(history);
    write({ lived: 1 });
  } catch (error) {
    write({ broken: whatBroke(error), history, lived: 0 });
  }
}

function whatBroke(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function write(line: SimulatorLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

// What the app would say of faults that a history makes on purpose.
process.removeAllListeners('warning');
process.on('warning', () => undefined);

const [first = '0', second = '1'] = process.argv.slice(2);
if (first.startsWith('{')) await replay(JSON.parse(first) as History);
else
  for (let done = 0; done < Number(second); done += BATCH)
    if (!(await simulate(Number(first) + done, Math.min(BATCH, Number(second) - done)))) break;
