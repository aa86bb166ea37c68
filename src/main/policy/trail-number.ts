import { z } from 'zod';
import { readJson } from '../../shared/texts/json.js';
import type { AuditReader } from '../ports/index.js';

/** Changes that are looked through, the newest first. */
const MOST_CHANGES = 100;

/** What the audit trail keeps of a signed policy that came into force. */
const detailSchema = z.object({
  place: z.literal('address'),
  number: z.number(),
  key: z.string(),
});

/**
 * The number of the newest policy of a key that was in force here, as the audit trail knows it: whoever uses
 * this computer can put another file back, but not change the trail unnoticed. 0 when it knows of none.
 */
export async function numberInTrail(trail: AuditReader, key: string): Promise<number> {
  const rows = await trail.read({
    ...{ events: ['managedPolicy.changed'], limit: MOST_CHANGES },
    ...{ memberId: null, sinceMs: null, beforeId: null },
  });
  const numbers = rows.map(({ detail }) => {
    const json = readJson(detail ?? '');
    const known = detailSchema.safeParse(json.ok ? json.value : null).data;
    return known?.key === key ? known.number : 0;
  });
  return Math.max(0, ...numbers);
}
