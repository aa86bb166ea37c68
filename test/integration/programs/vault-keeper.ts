import { createInterface } from 'node:readline';
import { systemClock } from '../../../src/main/host/clock.js';
import type { DatabaseShare } from '../../../src/main/ports.js';
import { openKeychain } from '../../../src/main/vault/keychain.js';
import { Vault } from '../../../src/main/vault/vault.js';

/*
 * A vault on the real keychain, in a process that the tests order about, one line for each order:
 * `issue ID`, `holds ID`, `holdsWrong ID`, `wipe`. Argument: the installation's id.
 */
const [installation = ''] = process.argv.slice(2);
const vault = new Vault(openKeychain(), systemClock(), installation);
const shares = new Map<string, DatabaseShare>();

async function carryOut(order: string, id: string | undefined): Promise<unknown> {
  switch (order) {
    case 'issue': {
      const share = await vault.issue(id ?? '');
      shares.set(id ?? '', share);
      return [share.keyHalf.length, share.keyCheck.length];
    }
    case 'holds':
    case 'holdsWrong': {
      const share = shares.get(id ?? '');
      if (share === undefined) throw new Error(`${id ?? ''} was never issued.`);
      const keyHalf = order === 'holds' ? share.keyHalf : Buffer.alloc(share.keyHalf.length, 1);
      const at = { wallMs: 0, bootMs: 0 };
      return vault.holds({
        id: id ?? '',
        memberId: 'member',
        keyHalf,
        keyCheck: share.keyCheck,
        startedAt: at,
        lastActivityAt: at,
      });
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
