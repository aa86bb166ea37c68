import { AccountDatabase } from '../../../src/main/storage/database.js';
import { partsOf, RealClinic } from '../../support/real-clinic.js';

/*
 * Creates a clinic and is killed after a given number of its statements. Arguments: the file, and the
 * number.
 */
const [path = '', statements = ''] = process.argv.slice(2);
const database = new AccountDatabase(path);
const clinic = new RealClinic(partsOf(database));
const run = database.run.bind(database);
let left = Number(statements);
database.run = (query) => {
  if (left === 0) process.kill(process.pid, 'SIGKILL');
  const changes = run(query);
  left -= 1;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
  return changes;
};
await clinic.found();
