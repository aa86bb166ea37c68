import Database from 'libsql';
import { openAccountFile } from '../../../src/main/storage/account-file.js';

/*
 * Makes a new account file and is killed after a given number of its statements. Arguments: the file, and
 * the number.
 */
const [path = '', statements = ''] = process.argv.slice(2);
let left = Number(statements);
const exec: (sql: string) => Database.Database = Reflect.get(Database.prototype, 'exec');
Database.prototype.exec = function (this: Database.Database, sql: string) {
  if (left === 0) process.kill(process.pid, 'SIGKILL');
  left -= 1;
  return exec.call(this, sql);
};
openAccountFile(path, { mayMake: true });
