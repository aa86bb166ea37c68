import { type Nemesis, NEMESES } from './history/nemeses.js';
import { runHistory } from './history/run.js';

/*
 * The program of `scripts/history.mjs`: lets clients use a real PostgreSQL while a nemesis is at work, and writes a
 * line of JSON with what came of it. Arguments: the nemesis, and how many seconds.
 */

const [nemesis = '', seconds = '60'] = process.argv.slice(2);
if (!(nemesis in NEMESES)) throw new RangeError(`There is no nemesis ${nemesis}.`);
process.stdout.write(`${JSON.stringify(await runHistory(nemesis as Nemesis, Number(seconds)))}\n`);
