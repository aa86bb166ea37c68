import { sealFor } from '../../src/main/keys/hpke.js';
import {
  commitmentTo,
  type EventColumns,
  eventHash,
  firstKeyInfo,
  keyAfter,
  linkAfter,
  sealOf,
  type SegmentHeader,
  segmentLink,
} from '../../src/main/keys/trail-seal.js';
import type { TrailWorld } from './trail-world.js';

/** Gives events from this number on new links and seals, under a key that the forger has. */
export function forgeRows(
  world: TrailWorld,
  from: number,
  key: Buffer,
  change: (row: EventColumns) => EventColumns = (row) => row,
  before: Buffer | null = null,
): void {
  const rows = world.trail.rows(0, 10_000);
  let link = before ?? rows.find(({ id }) => id === from - 1)?.link ?? Buffer.alloc(32);
  let next = key;
  const statements: string[] = [];
  for (const row of rows.filter(({ id }) => id >= from)) {
    const forged = change(row);
    const hash = eventHash(forged);
    link = linkAfter(link, hash);
    const proofs = `link = x'${link.toString('hex')}', seal = x'${sealOf(next, hash, link).toString('hex')}'`;
    statements.push(
      `UPDATE audit_event SET event = '${forged.event}', ${proofs} WHERE id = ${row.id}`,
    );
    next = keyAfter(next);
  }
  const last = rows.at(-1)?.id ?? 0;
  statements.push(
    `INSERT OR REPLACE INTO trail_state VALUES (1, ${last}, x'${link.toString('hex')}', x'${next.toString('hex')}')`,
  );
  world.edit(...statements);
}

/** Makes the newest segment and all of its events anew, with a first key of the forger's own. */
export function forgeSegment(world: TrailWorld, firstKey: Buffer): void {
  const segment = world.trail.segments().at(-1);
  if (segment === undefined) throw new Error('There is no segment.');
  const commitment = commitmentTo(firstKey);
  const header: SegmentHeader = { ...segment, commitment };
  const holder = Buffer.from(segment.administrators ?? '', 'base64');
  const box = sealFor(holder, firstKeyInfo(world.workstation, header), firstKey);
  world.edit(
    `UPDATE trail_segment SET commitment = x'${commitment.toString('hex')}',
     first_key = x'${box.toString('hex')}' WHERE number = ${segment.number}`,
  );
  const before = world.trail.rows(0, 10_000).find(({ id }) => id === segment.after)?.link;
  const link = segmentLink(before ?? Buffer.alloc(32), header);
  forgeRows(world, segment.after + 1, firstKey, undefined, link);
}
