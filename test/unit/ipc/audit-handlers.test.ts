import { beforeEach, describe, expect, it } from 'vitest';
import { EVERY_EVENT } from '../../../src/shared/workstation/audit-log.js';
import type { AuditFormat } from '../../../src/shared/workstation/audit-verdict.js';
import { type AuditHandlerParts, auditHandlers } from '../../../src/main/ipc/audit-handlers.js';
import { memberNamed } from '../../support/fakes/builders.js';

/* What an administrator does with the log: which of it needs a proof, and who gets a file. */

const dana = memberNamed('Dana', 'administrator');
const RIGHT = { password: 'right' };
const caller = { member: dana, contents: {} as never, kind: 'settings' as const };

let done: string[];
let generation: number;
let saving: (mayStill: () => boolean) => 'saved' | 'failed';
let cut: { ok: true; removed: number } | { ok: false; code: 'auditLogDamaged' };

function handlers() {
  const document = { fileName: 'x', text: 'x' };
  const made = (what: string) => () => {
    done.push(what);
    return Promise.resolve(document);
  };
  const parts = {
    auditLog: {
      export: (format: string) => made(format)(),
      exported: (_by: string, format: string) => void done.push(`told ${format}`),
      page: () => Promise.resolve({ entries: [], more: false }),
    },
    auditPictures: {
      count: (_filter: unknown, isWanted: () => boolean) => {
        generation += 1;
        return Promise.resolve(isWanted() ? { spans: [] } : null);
      },
    },
    auditCheck: {
      run: () => Promise.resolve({ isComplete: true }),
      progress: { checked: 1, of: 2 },
    },
    auditKeeping: {
      keeping: () => ({ years: 6, older: 3 }),
      keep: (_member: unknown, years: number) => {
        done.push(`keep ${years}`);
        return Promise.resolve();
      },
      removeOld: () => {
        done.push('removed');
        return Promise.resolve(cut);
      },
      signedLog: made('signed'),
    },
    documents: () => ({
      save: (_document: unknown, mayStill: () => boolean) => Promise.resolve(saving(mayStill)),
    }),
    runner: {
      get state() {
        return { generation };
      },
    },
    stepUp: {
      passwordAndCode: (_member: unknown, _keys: unknown, { password }: { password: string }) =>
        Promise.resolve(password === 'right' ? { ok: true } : { ok: false, code: 'wrongPassword' }),
    },
    secondFactor: { isOn: () => true },
    keys: { key: {}, keys: {} },
  };
  return auditHandlers(parts as unknown as AuditHandlerParts);
}

beforeEach(() => {
  done = [];
  generation = 1;
  saving = (mayStill) => (mayStill() ? 'saved' : 'failed');
  cut = { ok: true, removed: 3 };
});

const FORMATS: readonly AuditFormat[] = ['table', 'signed', 'fhir'];

describe('an export', () => {
  const ask = (format: AuditFormat, proof: typeof RIGHT | null) =>
    handlers().exportAuditLog({ filter: EVERY_EVENT, format, proof }, caller);

  it.each(FORMATS)('as %s needs a proof at the act', async (format) => {
    expect(await ask(format, null)).toMatchObject({ code: 'proofRequired', withCode: true });
    expect(await ask(format, { password: 'wrong' })).toMatchObject({ code: 'wrongPassword' });
    expect(done).toEqual([]);
  });

  it.each(FORMATS)('as %s is told in the log before the file is there', async (format) => {
    expect(await ask(format, RIGHT)).toEqual({ ok: true, saved: true });
    expect(done).toEqual([format, `told ${format}`]);
  });

  it('is none for whoever comes next', async () => {
    saving = (mayStill) => {
      generation = 2;
      return mayStill() ? 'saved' : 'failed';
    };
    expect(await ask('table', RIGHT)).toMatchObject({ ok: false, code: 'auditLogFailed' });
    expect(done).toEqual(['table']);
  });
});

describe('how long the log is kept', () => {
  it('needs a proof at the act', async () => {
    const { keepAuditLog } = handlers();
    expect(await keepAuditLog({ years: 3, proof: null }, caller)).toMatchObject({
      code: 'proofRequired',
    });
    expect(done).toEqual([]);
    expect(await keepAuditLog({ years: 3, proof: RIGHT }, caller)).toEqual({ ok: true });
    expect(done).toEqual(['keep 3']);
  });

  it('events go with a proof alone, and not where the log is damaged', async () => {
    const { removeOldAuditEvents } = handlers();
    expect(await removeOldAuditEvents({ proof: null }, caller)).toMatchObject({ ok: false });
    expect(done).toEqual([]);
    expect(await removeOldAuditEvents({ proof: RIGHT }, caller)).toEqual({ ok: true, removed: 3 });
    cut = { ok: false, code: 'auditLogDamaged' };
    expect(await removeOldAuditEvents({ proof: RIGHT }, caller)).toMatchObject({
      ...{ ok: false, code: 'auditLogDamaged' },
      message: expect.stringContaining('Verify the log first') as string,
    });
  });
});

it('a check and its progress need no proof: they change nothing', async () => {
  const { verifyAuditLog, readAuditCheck, readAuditKeeping } = handlers();
  expect(await verifyAuditLog({}, caller)).toEqual({ ok: true, verdict: { isComplete: true } });
  expect(readAuditCheck({}, caller)).toEqual({ ok: true, progress: { checked: 1, of: 2 } });
  expect(readAuditKeeping({}, caller)).toEqual({ ok: true, keeping: { years: 6, older: 3 } });
});

it('pictures are none for whoever comes next', async () => {
  const filter = { memberId: null, workstationId: null, days: 30 } as const;
  expect(await handlers().readAuditPictures({ filter }, caller)).toEqual({
    ...{ ok: true, pictures: null },
  });
});
