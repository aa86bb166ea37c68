import { beforeEach, describe, expect, it } from 'vitest';
import { AUDIT_PAGE, EVERY_EVENT } from '../../../src/shared/workstation/audit-log.js';
import { AuditLog } from '../../../src/main/audit/audit-log.js';
import type { ClinicLog } from '../../../src/main/audit/common/clinic-log.js';
import type { AuditEvent, StreamedDocument } from '../../../src/main/ports/index.js';
import { memberNamed } from '../../support/fakes/builders.js';
import { MemoryAccount } from '../../support/fakes/memory-account.js';
import { MemoryAudit } from '../../support/fakes/memory-audit.js';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';

const dana = memberNamed('Dana', 'administrator');
const sam = memberNamed('Sam');
/** One computer has the log for itself. */
const NO_CLINIC: ClinicLog = {
  self: () => null,
  nameOf: () => null,
  read: () => Promise.resolve(null),
};
const HOUR_MS = 3_600_000;

let audit: MemoryAudit;
let clock: VirtualClock;
let log: AuditLog;

beforeEach(() => {
  audit = new MemoryAudit();
  clock = new VirtualClock();
  log = new AuditLog({ audit, account: MemoryAccount.of(dana, sam), clock, clinic: NO_CLINIC });
});

function happened(event: AuditEvent['event'], more: Partial<AuditEvent> = {}): void {
  audit.append({ event, at: clock.now(), memberId: dana.id, ...more });
}

describe('a page', () => {
  it('has the newest events first, in words and with names', async () => {
    happened('session.started');
    happened('member.disabled', { memberId: sam.id, detail: { by: dana.id } });
    const { entries, more } = await log.page(EVERY_EVENT, null);
    expect(more).toBe(false);
    expect(entries.map(({ subject }) => subject)).toEqual(['member', 'session']);
    expect(entries).toMatchObject([
      { place: { id: 2 }, title: 'Member disabled', member: 'Sam', details: ['By Dana'] },
      { place: { id: 1 }, title: 'Signed in', member: 'Dana', details: [], workstation: null },
    ]);
    expect(entries[0]?.atMs).toBe(clock.now().wallMs);
  });

  it('says whether there are older ones, which come next without a gap', async () => {
    for (let count = 0; count < AUDIT_PAGE + 1; count += 1) happened('session.started');
    const first = await log.page(EVERY_EVENT, null);
    expect([first.entries.length, first.more]).toEqual([AUDIT_PAGE, true]);
    const second = await log.page(EVERY_EVENT, first.entries.at(-1)?.place ?? null);
    expect(second).toMatchObject({
      entries: [{ place: { id: 1 } }],
      more: false,
      source: 'single',
    });
    happened('session.started');
    const full = await log.page(EVERY_EVENT, first.entries[0]?.place ?? null);
    expect([full.entries.length, full.more]).toEqual([AUDIT_PAGE, false]);
  });

  it('names a former member as such, and nobody for events without a member', async () => {
    happened('session.started', { memberId: 'somebody-else' });
    happened('update.installed', { memberId: null });
    expect((await log.page(EVERY_EVENT, null)).entries.map(({ member }) => member)).toEqual([
      null,
      'Somebody who is not a member any more',
    ]);
  });
});

describe('a filter', () => {
  it('by subject', async () => {
    happened('session.started');
    happened('clinicApp.opened', { detail: { app: 'Portal' } });
    const { entries } = await log.page({ ...EVERY_EVENT, subject: 'clinicApp' }, null);
    expect(entries.map(({ details }) => details)).toEqual([['Portal']]);
  });

  it('by member: what happened to one, and what that one did', async () => {
    happened('session.started', { memberId: sam.id });
    happened('member.enabled', { memberId: sam.id, detail: { by: dana.id } });
    const titles = async (memberId: string) =>
      (await log.page({ ...EVERY_EVENT, memberId }, null)).entries.map(({ title }) => title);
    expect(await titles(dana.id)).toEqual(['Member enabled']);
    expect(await titles(sam.id)).toEqual(['Member enabled', 'Signed in']);
  });

  it('by period', async () => {
    happened('session.started');
    await clock.run(25 * HOUR_MS);
    happened('session.resumed');
    const { entries } = await log.page({ ...EVERY_EVENT, days: 1 }, null);
    expect(entries.map(({ place }) => place.id)).toEqual([2]);
  });
});

describe('a file', () => {
  const wanted = () => true;

  async function textOf({ parts }: StreamedDocument): Promise<string> {
    let text = '';
    for await (const part of parts) text += part;
    return text;
  }

  it('is a table with a heading, in UTF-8 that says so, with the time in UTC', async () => {
    happened('clinicApp.opened', { memberId: sam.id, detail: { app: 'Zoë’s "lab"' } });
    const file = log.export('table', EVERY_EVENT, wanted);
    expect(file.fileName).toBe('audit-log.csv');
    const time = new Date(clock.now().wallMs).toISOString();
    expect(await textOf(file)).toBe(
      '\uFEFFTime (UTC),Member,Event,Details,Code,Number,Link\r\n' +
        `${time},Sam,Clinic app opened,"Zoë’s ""lab""",clinicApp.opened,1,\r\n`,
    );
  });

  it('holds everything that matches, however much it is', async () => {
    for (let count = 0; count < 1_234; count += 1) happened('session.started');
    happened('clinicApp.opened');
    const file = log.export('table', { ...EVERY_EVENT, subject: 'session' }, wanted);
    expect((await textOf(file)).split('\r\n')).toHaveLength(1_234 + 2);
  });

  it.each(['=HYPERLINK("https://evil.example")', '+1', '-1', '@SUM(A1)', '\t=1'])(
    'a spreadsheet program runs nothing of it (%s)',
    async (app) => {
      happened('clinicApp.opened', { detail: { app } });
      const file = log.export('table', EVERY_EVENT, wanted);
      expect(await textOf(file)).toMatch(/opened,"?'/);
    },
  );

  it('is not made to its end when the session ends meanwhile', async () => {
    for (let count = 0; count < 600; count += 1) happened('session.started');
    const file = log.export('table', EVERY_EVENT, () => false);
    await expect(textOf(file)).rejects.toThrow('not wanted');
  });

  it('that was saved is in the log itself', () => {
    log.exported(dana.id, 'table');
    expect(audit.events).toMatchObject([
      { event: 'auditLog.exported', memberId: dana.id, detail: { format: 'table' } },
    ]);
  });
});
