import { join } from 'node:path';
import { shellGuard } from '../../../src/main/host/guard/guard.js';

/*
 * A program with a guard; the tests kill it. The guard's clearing program makes a file. Arguments: the
 * folder, and the orders for the guard, as JSON: milliseconds, or null.
 */

const [folder = '', orders = '[]'] = process.argv.slice(2);
const guard = shellGuard({
  folder: join(folder, 'guard'),
  run: `run-${process.pid}`,
  scratch: join(folder, 'scratch'),
  command: () => [
    'sh',
    '-c',
    `mkdir -p "$1"; : > "$2"`,
    'sh',
    join(folder, 'scratch'),
    join(folder, 'cleared'),
  ],
});
for (const order of JSON.parse(orders) as (number | null)[]) guard.expect(order);
setTimeout(() => process.stdout.write('said\n'), 200);
setInterval(() => undefined, 60_000);
