import type { AuditRow, ClinicServer, FoundEvent } from '../../ports/index.js';
import type { ClinicQuery } from './clinic-log.js';
import type { ItemKeys } from './item-keys.js';
import { rowOf } from './server-trail.js';

const CALL_MS = 5_000;

/** A page of the events of all workstations, newest first. */
export interface ClinicPage {
  readonly server: ClinicServer;
  readonly keys: ItemKeys;
  /** This computer's id in the clinic. */
  readonly self: string;
  /** As the workstations name it. */
  readonly tagOf: (what: 'event' | 'member', subject: string) => Buffer;
}

/** @returns rejects with `ServerAwayError` */
export async function readPage(
  { server, keys, self, tagOf }: ClinicPage,
  { events, memberId, workstationId, sinceMs, before, limit }: ClinicQuery,
): Promise<readonly AuditRow[]> {
  const found = await server.trailPage(
    {
      events: events?.map((name) => tagOf('event', name)) ?? null,
      member: memberId === null ? null : tagOf('member', memberId),
      workstation: workstationId,
      sinceMs,
      before:
        before === null
          ? null
          : {
              ...{ atMs: before.atMs, number: before.id },
              // From before the account was shared.
              workstation: before.workstationId === '' ? self : before.workstationId,
            },
      most: limit,
    },
    CALL_MS,
  );
  const sealed = found.map(({ workstation, number, box }) => ({
    ...{ workstation, kind: 'event' as const, number, box },
  }));
  const contents = await keys.open(server, sealed);
  return found.map((event, index) => auditRow(event, contents[index] ?? null));
}

function auditRow({ workstation, number, atMs }: FoundEvent, content: string | null): AuditRow {
  const { at, isClosed, ...row } = rowOf(content, number);
  const stands = { atMs, workstationId: workstation, id: number };
  return isClosed === true
    ? { ...row, workstation, atMs, stands, isClosed }
    : { ...row, atMs: at, stands };
}
