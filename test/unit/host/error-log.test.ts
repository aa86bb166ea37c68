import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ErrorLog } from '../../../src/main/host/process/error-log.js';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';

let folder = '';
let file = '';
let clock = new VirtualClock();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clinic-errors-'));
  file = join(folder, 'errors.json');
  clock = new VirtualClock();
});
afterEach(() => rmSync(folder, { recursive: true }));

/** An error of the built app that has secrets in every field. */
function failure(): Error {
  const error = new SyntaxError('Unexpected token "Dana Whitlock, dana@harbour.example"');
  error.stack = `SyntaxError: Dana Whitlock
    at read (/home/dana/Clinic/out/main/index.js:12:34)
    at Dana.Whitlock (node:internal/process:1:1)
    at /home/dana/Clinic/out/main/index.js:56:7`;
  return Object.assign(error, { code: 'SQLITE_FULL', path: '/home/dana' });
}

describe('the log of the last errors', () => {
  it('keeps the kind, the code and the place, and nothing that names anybody', () => {
    const log = new ErrorLog(file, clock);
    log.note('warning', failure());
    expect(log.noted).toMatchObject([
      {
        kind: 'warning',
        name: 'SyntaxError',
        code: 'SQLITE_FULL',
        places: ['index.js:12:34', 'index.js:56:7'],
        times: 1,
      },
    ]);
    expect(JSON.stringify(log.noted)).not.toMatch(/dana|home/i);
    expect(readFileSync(file, 'utf8')).not.toMatch(/dana|home/i);
  });

  it('counts an error that repeats, and survives a restart', async () => {
    const log = new ErrorLog(file, clock);
    log.note('warning', failure());
    await clock.run(5_000);
    log.note('warning', failure());
    log.note('uncaught', failure());
    const { noted } = new ErrorLog(file, clock);
    expect(noted).toEqual(log.noted);
    expect(noted.map(({ kind, times }) => [kind, times])).toEqual([
      ['warning', 2],
      ['uncaught', 1],
    ]);
    expect(Date.parse(noted[0]?.lastAt ?? '') - Date.parse(noted[0]?.firstAt ?? '')).toBe(5_000);
  });

  it('keeps the newest hundred', () => {
    const log = new ErrorLog(file, clock);
    for (let code = 0; code < 150; code += 1) log.note('warning', { name: 'Error', code });
    expect(log.noted).toHaveLength(100);
    expect(log.noted[99]?.code).toBe('149');
  });

  it.each([null, undefined, 'Dana Whitlock', { name: 'Dana Whitlock', code: 'dana@x.example' }])(
    'keeps nothing of a value that is not an error (%j)',
    (thrown) => {
      const log = new ErrorLog(file, clock);
      log.note('warning', thrown);
      expect(log.noted).toMatchObject([{ name: 'unknown', code: null, places: [] }]);
    },
  );

  it('treats its file as untrusted, and works without it', () => {
    const at = '2026-01-01T00:00:00.000Z';
    const forged = {
      kind: 'warning',
      name: 'Dana W',
      code: 'd@x',
      places: ['/home/dana'],
      times: 1,
    };
    writeFileSync(
      file,
      JSON.stringify([{ ...forged, firstAt: at, lastAt: at }, 7, { at: 'Dana' }]),
    );
    const { noted } = new ErrorLog(file, clock);
    expect(noted).toMatchObject([{ name: 'unknown', code: null, places: [] }]);
    expect(JSON.stringify(noted)).not.toMatch(/dana/i);
    writeFileSync(file, '[{"kind":');
    expect(new ErrorLog(file, clock).noted).toEqual([]);
    const nowhere = new ErrorLog(join(folder, 'missing', 'errors.json'), clock);
    nowhere.note('warning', failure());
    expect(nowhere.noted).toHaveLength(1);
  });
});
