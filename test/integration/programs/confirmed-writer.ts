import { writeSync } from 'node:fs';
import { SqlAccountStore } from '../../../src/main/storage/account-store.js';
import { openAuditTrail } from '../../../src/main/storage/audit-trail.js';
import { AccountDatabase } from '../../../src/main/storage/database.js';
import { sampleMember } from '../../support/account-samples.js';

/*
 * Writes to the account database as long as it lives, and prints each write once the database has confirmed
 * it. Arguments: the file, and a name for this run.
 */
const [path = '', run = ''] = process.argv.slice(2);
const database = new AccountDatabase(path);
const account = new SqlAccountStore(database);
const audit = openAuditTrail(database, 'test');

for (let n = 0; ; n += 1) {
  const id = `${run}-${n}`;
  audit.append({
    event: 'policy.changed',
    at: { wallMs: n, bootMs: n },
    memberId: null,
    detail: { id },
  });
  confirm(`audit ${id}`);
  account.addMember(sampleMember(id));
  confirm(`member ${id}`);
  account.addNotice('timeoutWasNever', n);
  confirm(`notice ${id}`);
}

function confirm(what: string): void {
  // Synchronous: after the return the parent has the line, whatever happens to this process.
  writeSync(1, `${what}\n`);
}
