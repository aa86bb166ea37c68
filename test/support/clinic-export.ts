import { createHmac } from 'node:crypto';
import { EVERY_EVENT } from '../../src/shared/workstation/audit-log.js';
import { AuditLog } from '../../src/main/audit/audit-log.js';
import type { ClinicLog } from '../../src/main/audit/common/clinic-log.js';
import { readPage } from '../../src/main/audit/common/clinic-reader.js';
import { freshItemKey, sealItem } from '../../src/main/audit/common/item-box.js';
import { ItemKeys } from '../../src/main/audit/common/item-keys.js';
import { rowText } from '../../src/main/audit/trail-text.js';
import { SeedKeys } from '../../src/main/keys/seed-keys.js';
import type {
  ClinicServer,
  EventSearch,
  FoundEvent,
  SealedRow,
  StreamedDocument,
  TrailItem,
} from '../../src/main/ports/index.js';
import { memberNamed } from './fakes/builders.js';
import { MemoryAccount } from './fakes/memory-account.js';
import { MemoryAudit } from './fakes/memory-audit.js';
import { VirtualClock } from './fakes/virtual-clock.js';

/*
 * How fast the audit of a whole clinic becomes a file: items are opened, put in words and written, from a server
 * that answers at once. Run by `test/bench/clinic-export.mjs`, as a process of its own.
 */

interface Took {
  readonly wallMs: number;
  /** Of the processor. */
  readonly processorMs: number;
}

export interface ClinicExportFigures {
  readonly rows: number;
  readonly sealed: Took;
  readonly table: Took;
  readonly fhir: Took;
}

/** @returns how long it took until it is called */
function stopwatch(): () => Took {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return { wallMs: performance.now() - startedAt, processorMs: (user + system) / 1e3 };
  };
}

const LOG = 'log';
const STATION = '6f0a7d0e-7c5b-4c0e-9a53-0d4a3f2b9c11';
const MEMBER = memberNamed('Dana', 'administrator');

const [count = 50_000] = process.argv.slice(2).map(Number);
const administrators = SeedKeys.fresh();
const place = { log: LOG, workstation: STATION };
const itemKey = freshItemKey({ ...place, number: 1 }, administrators.publicKeys.opening);

function row(id: number): SealedRow {
  const columns = { id, at: 1_800_000_000_000 + id * 1_000, workstation: STATION };
  const what = { memberId: MEMBER.id, event: 'clinicApp.opened', cause: null, wipe: null };
  const measured = { measuredMs: null, limitSeconds: null, latenessMs: null };
  const detail = JSON.stringify({ app: `Laboratory portal ${id % 40}` });
  return {
    ...{ ...columns, ...what, ...measured, detail },
    ...{ link: Buffer.alloc(32, id % 251), seal: Buffer.alloc(32, id % 241) },
  };
}

const sealing = stopwatch();
const events: FoundEvent[] = [];
for (let id = count; id > 0; id -= 1) {
  const event = row(id);
  const box = sealItem(itemKey, { ...place, kind: 'event', number: id }, rowText(event));
  events.push({ atMs: event.at, workstation: STATION, number: id, box });
}
const sealed = sealing();

const server = {
  trailItems: (): Promise<readonly TrailItem[]> =>
    Promise.resolve([{ kind: 'key', number: 1, box: itemKey.box }]),
  trailPage: ({ before, most }: EventSearch): Promise<readonly FoundEvent[]> => {
    const from = before === null ? 0 : count - before.number + 1;
    return Promise.resolve(events.slice(from, from + most));
  },
} as unknown as ClinicServer;
const tagOf = (what: string, subject: string): Buffer =>
  createHmac('sha256', what).update(subject).digest().subarray(0, 16);
const keys = new ItemKeys({ log: LOG, administrators: () => [administrators] });
const clinic: ClinicLog = {
  self: () => STATION,
  nameOf: () => 'Room 2',
  read: (query) => readPage({ server, keys, self: STATION, tagOf }, query),
};
const account = MemoryAccount.of(MEMBER);
const log = new AuditLog({ audit: new MemoryAudit(), account, clock: new VirtualClock(), clinic });

async function timed({ parts }: StreamedDocument): Promise<Took> {
  const took = stopwatch();
  let length = 0;
  for await (const part of parts) length += part.length;
  if (length < count * 100) throw new Error('The file is too short.');
  return took();
}

const figures: ClinicExportFigures = {
  ...{ rows: count, sealed },
  table: await timed(log.export('table', EVERY_EVENT, () => true)),
  fhir: await timed(log.export('fhir', EVERY_EVENT, () => true)),
};
console.log(JSON.stringify(figures));
