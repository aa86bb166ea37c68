import { writeSync } from 'node:fs';
import { DEFAULT_POLICY } from '../../../src/shared/policy/policy.js';
import { AccountDatabase } from '../../../src/main/storage/database.js';
import { DANA, partsOf, RealClinic } from '../../support/real-clinic.js';

/*
 * Writes to the account database as long as it lives, and prints each write once the database has confirmed
 * it. Arguments: the file, in which Dana has founded the clinic, and a name for this run.
 */
const [path = '', run = ''] = process.argv.slice(2);
const parts = partsOf(new AccountDatabase(path));
const { account, audit, chain } = parts;
const author = await new RealClinic(parts).signIn(DANA);

for (let n = 0; ; n += 1) {
  const id = `${run}-${n}`;
  audit.append({
    event: 'policy.changed',
    at: { wallMs: n, bootMs: n },
    memberId: null,
    detail: { id },
  });
  confirm(`audit ${id}`);
  await chain.commit(author, () => ({ change: { kind: 'policy.set', policy: DEFAULT_POLICY } }));
  confirm(`decision ${chain.head.link.toString('base64')}`);
  account.addNotice('timeoutWasNever', n);
  confirm(`notice ${id}`);
}

function confirm(what: string): void {
  // Synchronous: after the return the parent has the line, whatever happens to this process.
  writeSync(1, `${what}\n`);
}
