import Database from 'libsql';
import { backUpAccount } from '../../../src/main/commands/backup-command.js';

/*
 * Backs an account up, as the command does, and writes the outcome. Arguments: the file, the account's
 * folder, and `cut-off` to be killed when the copy is on the disk and has not got its name.
 */
const [file = '', folder = '', end] = process.argv.slice(2);
if (end === 'cut-off') {
  const prepare: (sql: string) => Database.Statement = Reflect.get(Database.prototype, 'prepare');
  Reflect.set(Database.prototype, 'prepare', function (this: Database.Database, sql: string) {
    const statement = prepare.call(this, sql);
    if (!sql.startsWith('VACUUM INTO')) return statement;
    return {
      run: (target: string) => {
        statement.run(target);
        process.kill(process.pid, 'SIGKILL');
      },
    };
  });
}
process.stdout.write(`${JSON.stringify(backUpAccount(file, folder))}\n`);
