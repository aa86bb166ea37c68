import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PicturesFilter } from '../../../src/shared/workstation/audit-pictures.js';
import type { ClinicLog } from '../../../src/main/audit/common/clinic-log.js';
import { AuditLogPictures } from '../../../src/main/audit/pictures/audit-pictures.js';
import type { AuditEvent, AuditRow } from '../../../src/main/ports/index.js';
import { MemoryAudit } from '../../support/fakes/memory-audit.js';

/* Pictures of the audit log: what is counted, by which days, and how much of a log. */

const EVERYTHING: PicturesFilter = { memberId: null, workstationId: null, days: null };
const MONTH: PicturesFilter = { ...EVERYTHING, days: 30 };
const NO_CLINIC: ClinicLog = {
  self: () => null,
  nameOf: () => null,
  read: () => Promise.resolve(null),
};
const wanted = (): boolean => true;

const zone = process.env['TZ'];
let audit: MemoryAudit;
let now: Date;

beforeEach(() => {
  process.env['TZ'] = 'Europe/Berlin';
  audit = new MemoryAudit();
  now = new Date(2026, 10, 29, 15);
});

afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

function pictures(clinic = NO_CLINIC): AuditLogPictures {
  const clock = { now: () => ({ wallMs: now.getTime(), bootMs: 0 }) as never };
  return new AuditLogPictures({ audit, clock, clinic });
}

async function counted(filter: PicturesFilter, clinic = NO_CLINIC) {
  const result = await pictures(clinic).count(filter, wanted);
  if (result === null) throw new Error('Nobody else asked.');
  return result;
}

function happened(
  at: Date,
  event: AuditEvent['event'],
  more: Omit<Partial<AuditEvent>, 'cause'> & { readonly cause?: string } = {},
): void {
  const instant = { wallMs: at.getTime(), bootMs: 0 } as never;
  audit.append({ event, at: instant, memberId: 'dana', ...more } as AuditEvent);
}

describe('an empty log', () => {
  it('has each day of the time, and nothing on it', async () => {
    const { spans, causes, lateness, unit, source } = await counted(MONTH);
    expect([spans.length, unit, source]).toEqual([31, 'day', 'single']);
    expect(spans[0]).toEqual({
      ...{ day: '2026-10-30', signIns: 0, ends: 0, wrongTries: 0, slowedTries: 0 },
    });
    expect(spans.at(-1)?.day).toBe('2026-11-29');
    expect([causes, lateness]).toEqual([[], null]);
  });

  it('of any time has today alone', async () => {
    expect((await counted(EVERYTHING)).spans.map(({ day }) => day)).toEqual(['2026-11-29']);
  });
});

describe('what happened', () => {
  it('is counted day by day, and by cause', async () => {
    happened(new Date(2026, 10, 27, 23, 59, 59, 999), 'session.started');
    happened(new Date(2026, 10, 28), 'session.ended', { cause: 'signOut' });
    happened(new Date(2026, 10, 28, 9), 'signIn.failed');
    happened(new Date(2026, 10, 28, 9), 'signIn.failed', { memberId: null });
    happened(new Date(2026, 10, 28, 9), 'signIn.throttled');
    happened(new Date(2026, 10, 28, 9), 'session.started');
    happened(new Date(2026, 10, 28, 9), 'session.resumed');
    happened(new Date(2026, 10, 29, 8), 'session.ended', { cause: 'idle', latenessMs: 40 });
    happened(new Date(2026, 10, 29, 9), 'session.ended', { cause: 'idle', latenessMs: 60 });
    happened(new Date(2026, 10, 29, 10), 'session.ended', { cause: 'of a later version' });
    const { spans, causes } = await counted(EVERYTHING);
    expect(spans).toEqual([
      { day: '2026-11-27', signIns: 1, ends: 0, wrongTries: 0, slowedTries: 0 },
      { day: '2026-11-28', signIns: 1, ends: 1, wrongTries: 2, slowedTries: 1 },
      { day: '2026-11-29', signIns: 0, ends: 3, wrongTries: 0, slowedTries: 0 },
    ]);
    expect(causes).toEqual([
      { name: 'Signed out for inactivity', count: 2 },
      { name: 'Signed out', count: 1 },
      { name: 'Session ended', count: 1 },
    ]);
  });

  it('before the chosen time is not counted', async () => {
    happened(new Date(2026, 9, 29, 23, 59), 'session.started');
    happened(new Date(2026, 9, 30), 'session.started');
    const { spans } = await counted(MONTH);
    expect(spans.map(({ signIns }) => signIns)).toEqual([1, ...Array<number>(30).fill(0)]);
  });

  it('to one member alone', async () => {
    happened(now, 'session.started');
    happened(now, 'session.started', { memberId: 'sam' });
    const { spans } = await counted({ ...EVERYTHING, memberId: 'sam' });
    expect(spans.map(({ signIns }) => signIns)).toEqual([1]);
  });

  it('is counted in a long log too, whatever the order of its dates', async () => {
    happened(now, 'session.started');
    for (let count = 0; count < 2_500; count += 1)
      happened(new Date(2026, 8, 1), count % 2 === 0 ? 'clinicApp.opened' : 'session.started');
    happened(now, 'session.started');
    expect((await counted(MONTH)).spans.at(-1)?.signIns).toBe(2);
    const all = (await counted(EVERYTHING)).spans;
    expect(all.map(({ signIns }) => signIns).filter((count) => count > 0)).toEqual([1_250, 2]);
  });

  it('on a day that is still to come is said not to be counted', async () => {
    happened(new Date(2026, 10, 30), 'session.started');
    const { spans, uncounted } = await counted(MONTH);
    expect([spans.at(-1)?.signIns, uncounted]).toEqual([0, 1]);
  });
});

describe('the calendar', () => {
  it.each([
    ['spring', new Date(2026, 2, 30, 12), '2026-03-29'],
    ['autumn', new Date(2026, 9, 26, 12), '2026-10-25'],
  ])('has a day of another length in %s', async (_name, today, changed) => {
    now = today;
    const [year = 0, month = 0, day = 0] = changed.split('-').map(Number);
    happened(new Date(year, month - 1, day), 'session.started');
    happened(new Date(year, month - 1, day, 23, 59), 'session.started');
    happened(new Date(year, month - 1, day + 1), 'session.started');
    const { spans } = await counted({ ...EVERYTHING, days: 7 });
    expect(spans).toHaveLength(8);
    expect(new Set(spans.map((span) => span.day)).size).toBe(8);
    expect(spans.slice(-2)).toMatchObject([{ day: changed, signIns: 2 }, { signIns: 1 }]);
  });

  it('has weeks from Monday in a year, and months after two years', async () => {
    happened(new Date(2025, 11, 1), 'session.started');
    const year = await counted({ ...EVERYTHING, days: 365 });
    expect([year.unit, year.spans[0]?.day]).toEqual(['week', '2025-11-24']);
    expect(year.spans.at(-1)?.day).toBe('2026-11-23');
    expect(year.spans.find(({ signIns }) => signIns > 0)?.day).toBe('2025-12-01');
    happened(new Date(2022, 1, 14), 'session.ended', { cause: 'quit' });
    const all = await counted(EVERYTHING);
    expect([all.unit, all.spans.length]).toEqual(['month', 58]);
    expect(all.spans[0]).toMatchObject({ day: '2022-02-01', ends: 1 });
  });
});

describe('how exactly limits were kept', () => {
  const ended = (cause: string, latenessMs: number): void =>
    happened(now, 'session.ended', { cause, latenessMs });

  it('is counted of ends at a limit alone', async () => {
    ended('idle', 100);
    ended('idle', 100.5);
    ended('longestSession', 30);
    ended('idle', 3_600_000);
    ended('policyTightened', 900_000);
    ended('signOut', 0);
    expect((await counted(EVERYTHING)).lateness).toEqual({
      ...{ early: 0, counts: [2, 1, 0, 0, 0, 0, 1], medianMs: 100, latestMs: 3_600_000 },
    });
  });

  it('says what came before the limit', async () => {
    ended('idle', -3);
    ended('idle', 0);
    expect((await counted(EVERYTHING)).lateness).toMatchObject({ early: 1, latestMs: 0 });
  });
});

describe('in a clinic', () => {
  const row = (id: number, atMs: number, more: Partial<AuditRow> = {}): AuditRow => ({
    ...{ id, atMs, memberId: null, event: 'session.started', cause: null, wipe: null },
    ...{ measuredMs: null, limitSeconds: null, latenessMs: null, detail: null, link: null },
    ...{ workstation: 'there', stands: { atMs, workstationId: 'there', id } },
    ...more,
  });
  /** A server with so many entries, one each minute, the newest now. */
  const server = (entries: number, more: Partial<AuditRow> = {}): ClinicLog => ({
    ...{ self: () => 'here', nameOf: () => null },
    read: ({ before, limit }) => {
      const newest = before === null ? entries : before.id - 1;
      const ids = Array.from({ length: Math.min(limit, newest) }, (_, at) => newest - at);
      const atMs = (id: number) => now.getTime() - (entries - id) * 60_000;
      return Promise.resolve(ids.map((id) => row(id, atMs(id), more)));
    },
  });

  it('all workstations are counted', async () => {
    const { source, spans, isCut } = await counted(MONTH, server(700));
    expect([source, isCut, spans.at(-1)?.signIns]).toEqual(['clinic', false, 700]);
  });

  it('what does not open is said not to be counted', async () => {
    const { spans, uncounted } = await counted(MONTH, server(3, { isClosed: true }));
    expect([spans.at(-1)?.signIns, uncounted]).toEqual([0, 3]);
  });

  it('too many entries are counted from the first day that is whole', async () => {
    const { isCut, spans } = await counted(MONTH, server(25_000));
    expect(isCut).toBe(true);
    // 20,000 minutes reach back to the 15th, in the evening.
    expect(spans[0]).toMatchObject({ day: '2026-11-16', signIns: 1_440 });
    expect(spans).toHaveLength(14);
  }, 30_000);

  it('this workstation’s own log is counted while the server is away', async () => {
    happened(now, 'session.started');
    const away: ClinicLog = { ...NO_CLINIC, self: () => 'here' };
    const here = await counted(MONTH, away);
    expect([here.source, here.spans.at(-1)?.signIns]).toEqual(['here', 1]);
    const other = await counted({ ...MONTH, workstationId: 'there' }, away);
    expect(other.spans.at(-1)?.signIns).toBe(0);
  });
});

describe('an answer', () => {
  it('is none once the session has ended, or somebody asked again', async () => {
    happened(now, 'session.started');
    expect(await pictures().count(MONTH, () => false)).toBeNull();
    const asked = pictures();
    const [first, second] = await Promise.all([
      asked.count(MONTH, wanted),
      asked.count(MONTH, wanted),
    ]);
    expect([first, second?.spans.at(-1)?.signIns]).toEqual([null, 1]);
  });
});
