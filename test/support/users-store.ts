import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PrivateAuthority } from '../../scripts/lib/desktop/authority.mjs';

/**
 * The certificate store of an OS user (NSS), with what anybody who uses that account can put there: an
 * authority, a certificate to prove oneself by, and a module of code.
 * @param module a library that programs with this store load
 */
export function fillUsersStore(home: string, authority: PrivateAuthority, module?: string): void {
  authority.trustIn(home);
  const store = join(home, '.pki/nssdb');
  const folder = mkdtempSync(join(tmpdir(), 'clinic-client-'));
  try {
    const { cert, key } = authority.issueToClient('Somebody of the clinic');
    const pem = join(folder, 'client.pem');
    const packed = join(folder, 'client.p12');
    writeFileSync(pem, cert + key);
    execFileSync('openssl', [
      ...['pkcs12', '-export', '-in', pem, '-out', packed],
      ...['-passout', 'pass:', '-name', 'client'],
    ]);
    execFileSync('pk12util', ['-d', `sql:${store}`, '-i', packed, '-W', '']);
  } finally {
    rmSync(folder, { recursive: true });
  }
  if (module !== undefined)
    appendFileSync(join(store, 'pkcs11.txt'), `library=${module}\nname=A module\n`);
}
