import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AuditQuery } from '../../src/main/ports/index.js';
import { openAuditTrail } from '../../src/main/storage/audit-trail.js';
import { AccountDatabase } from '../../src/main/storage/database.js';
import { AccountFile } from '../support/account-file.js';

let folder: string;
let path: string;
let file: AccountFile;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clinic-audit-'));
  path = join(folder, 'account.db');
  file = new AccountFile(folder);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = { wallMs: 1_700_000_000_000.5, bootMs: 12_345.678 };

describe('the audit trail', () => {
  test('accepts new rows, and refuses to change or delete one', () => {
    const database = new AccountDatabase(path);
    openAuditTrail(database, 'station').append({
      event: 'session.ended',
      at,
      memberId: 'a',
      cause: 'idle',
      measuredMs: 60_004.25,
      limitSeconds: 60,
      latenessMs: 4.25,
      wipe: 'done',
    });
    const before = file.audit('session.ended');
    expect(before).toMatchObject([
      { cause: 'idle', measured_ms: 60_004.25, limit_seconds: 60, lateness_ms: 4.25 },
    ]);
    for (const sql of [
      "UPDATE audit_event SET cause = 'signOut'",
      'DELETE FROM audit_event',
      "REPLACE INTO audit_event (id, at, workstation, event) VALUES (1, 0, 'x', 'y')",
    ])
      expect(() => file.run(sql), sql).toThrow(/append-only/);
    expect(file.audit('session.ended')).toEqual(before);
  });

  test('is read newest first, page by page, by kind, member and time, even with damaged rows', async () => {
    const database = new AccountDatabase(path);
    const trail = openAuditTrail(database, 'station');
    trail.append({
      ...{ event: 'session.ended', at, memberId: 'a', cause: 'idle', wipe: 'done' },
      ...{ measuredMs: 60_004.25, limitSeconds: 60, latenessMs: 4.25 },
    });
    const later = { ...at, wallMs: at.wallMs + 1_000 };
    trail.append({ event: 'member.disabled', at: later, memberId: 'b', detail: { by: 'a' } });
    trail.append({ event: 'session.started', at: later, memberId: 'b' });
    file.run("INSERT INTO audit_event (at, workstation, event, detail) VALUES (1, 'x', 'y', '{')");

    const all = { events: null, memberId: null, sinceMs: null, beforeId: null, limit: 10 };
    const ids = async (query: Partial<AuditQuery>) =>
      (await trail.read({ ...all, ...query })).map(({ id }) => id);
    expect(await ids({})).toEqual([4, 3, 2, 1]);
    expect(await ids({ limit: 2 })).toEqual([4, 3]);
    expect(await ids({ beforeId: 3 })).toEqual([2, 1]);
    expect(await ids({ events: ['session.started', 'session.ended'] })).toEqual([3, 1]);
    expect(await ids({ memberId: 'a' })).toEqual([2, 1]);
    expect(await ids({ memberId: 'b' })).toEqual([3, 2]);
    expect(await ids({ sinceMs: later.wallMs })).toEqual([3, 2]);
    expect(await ids({ untilMs: Math.round(at.wallMs) })).toEqual([4, 1]);
    expect(await trail.read({ ...all, beforeId: 2 })).toEqual([
      {
        ...{ id: 1, atMs: Math.round(at.wallMs), event: 'session.ended', memberId: 'a' },
        stands: { atMs: Math.round(at.wallMs), workstationId: '', id: 1 },
        workstation: 'station',
        ...{ cause: 'idle', measuredMs: 60_004.25, limitSeconds: 60, latenessMs: 4.25 },
        ...{ wipe: 'done', detail: null, link: trail.rows(0, 1)[0]?.link },
      },
    ]);
  });
});
