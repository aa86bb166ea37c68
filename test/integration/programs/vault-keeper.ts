import { createInterface } from 'node:readline';
import { systemClock } from '../../../src/main/host/clock.js';
import { SeedKeys } from '../../../src/main/keys/seed-keys.js';
import type { DatabaseShare, SessionOwner } from '../../../src/main/ports/index.js';
import { openKeychain } from '../../../src/main/vault/keychain.js';
import { Vault } from '../../../src/main/vault/vault.js';

/*
 * A vault on the real keychain, in a process that the tests control by one order a line: `issue ID`, `holds
 * ID`, `holdsWrong ID`, `wipe`. Argument: the installation's id.
 */
const [installation = ''] = process.argv.slice(2);
const vault = new Vault(openKeychain('session'), systemClock(), installation, 'folder');
const keys = SeedKeys.fresh();
const shares = new Map<string, DatabaseShare>();

function ownerOf(id = ''): SessionOwner {
  return { sessionId: id, memberId: 'member', credentialVersion: 1 };
}

async function carryOut(order: string, id: string | undefined): Promise<unknown> {
  switch (order) {
    case 'issue': {
      const share = await vault.issue(ownerOf(id), keys);
      shares.set(id ?? '', share);
      return [share.keyHalf.length, share.wrappedKey.length];
    }
    case 'holds':
    case 'holdsWrong': {
      const share = shares.get(id ?? '');
      if (share === undefined) throw new Error(`${id ?? ''} was never issued.`);
      const keyHalf = order === 'holds' ? share.keyHalf : Buffer.alloc(share.keyHalf.length, 1);
      return (await vault.recover(ownerOf(id), { ...share, keyHalf })) !== null;
    }
    case 'wipe':
      return vault.wipe();
    default:
      throw new Error(`There is no order “${order}”.`);
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const [order = '', id] = line.split(' ');
  const startedAt = performance.now();
  const outcome = await carryOut(order, id).then(
    (result) => ({ result }),
    (error: unknown) => ({ error: error instanceof Error ? error.name : String(error) }),
  );
  const milliseconds = performance.now() - startedAt;
  process.stdout.write(`${JSON.stringify({ ...outcome, milliseconds })}\n`);
}
