import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SqlAccountStore } from '../../src/main/storage/account-store.js';
import { AccountDatabase } from '../../src/main/storage/database.js';
import { POLICY_DOCUMENT, sampleCredential, sampleMember } from '../support/account-samples.js';
import { AccountFile } from '../support/account-file.js';
import { bundleProgram, gone, linesOf, type Program } from '../support/programs.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clinic-durability-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function count(file: AccountFile, table: string): number {
  return Number(file.all(`SELECT count(*) AS n FROM ${table}`)[0]?.['n']);
}

describe('killed while it writes', () => {
  let writer: Program;
  beforeAll(async () => {
    writer = await bundleProgram('confirmed-writer');
  });
  afterAll(() => writer.remove());

  test('twenty times at random moments: every confirmed write is there', async () => {
    const file = new AccountFile(folder);
    const confirmed = new Set<string>();
    for (let run = 0; run < 20; run += 1) {
      const child = writer.start([file.path, `run${run}`]);
      const ended = gone(child);
      let killing: Promise<unknown> | null = null;
      let lines = 0;
      // After some rounds of its writes, on a computer of any speed; then at any moment of a round.
      const enough = 6 + Math.random() * 30;
      for await (const line of linesOf(child)) {
        confirmed.add(line);
        lines += 1;
        if (lines > enough) killing ??= sleep(Math.random() * 20).then(() => child.kill('SIGKILL'));
      }
      expect(await ended).toBe('SIGKILL');
      await killing;
    }

    expect(file.all('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    const present = new Set([
      ...file.all('SELECT id FROM member').map(({ id }) => `member ${String(id)}`),
      ...file
        .all("SELECT json_extract(detail, '$.id') AS id FROM audit_event")
        .map(({ id }) => `audit ${String(id)}`),
    ]);
    const notices = [...confirmed].filter((line) => line.startsWith('notice '));
    expect(
      [...confirmed].filter((line) => !line.startsWith('notice') && !present.has(line)),
    ).toEqual([]);
    expect(notices.length).toBeGreaterThan(20);
    expect(count(file, 'notice')).toBeGreaterThanOrEqual(notices.length);
    // A notice and its recipients are written together, so none is there without the other.
    expect(
      file.all('SELECT id FROM notice WHERE id NOT IN (SELECT notice_id FROM notice_recipient)'),
    ).toEqual([]);
    expect(file.all('PRAGMA foreign_key_check')).toEqual([]);
  });
});

describe('killed while it creates the clinic', () => {
  let creator: Program;
  beforeAll(async () => {
    creator = await bundleProgram('cut-off-creator');
  });
  afterAll(() => creator.remove());

  test.each([0, 1, 2, 3])(
    'after %i of its statements: nothing of the clinic is there',
    async (statements) => {
      const file = new AccountFile(folder);
      const child = creator.start([file.path, String(statements)]);
      expect(await gone(child)).toBe('SIGKILL');
      for (const table of ['clinic', 'member', 'policy_document'])
        expect(count(file, table)).toBe(0);
      expect(file.all('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);

      // The clinic can still be created afterwards.
      const account = new SqlAccountStore(new AccountDatabase(file.path));
      account.createClinic('Harbour', sampleMember('a', 'administrator'), POLICY_DOCUMENT);
      expect(account.clinicName()).toBe('Harbour');
    },
  );

  test('not killed: all of the clinic is there', async () => {
    const file = new AccountFile(folder);
    const child = creator.start([file.path, '-1']);
    expect(await gone(child)).toBeNull();
    for (const table of ['clinic', 'member', 'policy_document']) expect(count(file, table)).toBe(1);
  });
});

describe('a full disk', () => {
  const canMount = process.platform === 'linux' && process.getuid?.() === 0;

  test.skipIf(!canMount)(
    'is reported, loses no confirmed write, and is over once there is space (needs root on Linux, to mount a small disk)',
    () => {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'clinic-test', folder]);
      try {
        fillAndFree(folder);
      } finally {
        execFileSync('umount', ['--lazy', folder]);
      }
    },
  );
});

function fillAndFree(disk: string): void {
  const file = new AccountFile(disk);
  const database = new AccountDatabase(file.path);
  const account = new SqlAccountStore(database);
  account.createClinic('Harbour', sampleMember('first', 'administrator'), POLICY_DOCUMENT);
  const filler = join(disk, 'filler');
  writeFileSync(filler, Buffer.alloc(500_000));

  const confirmed = ['first'];
  const fill = (): void => {
    for (let n = 0; n < 10_000; n += 1) {
      account.addMember({ ...sampleMember(`m${n}`), name: 'x'.repeat(4_000) });
      confirmed.push(`m${n}`);
    }
  };
  expect(fill).toThrow(/disk is full/);
  expect(confirmed.length).toBeGreaterThan(10);
  expect(() =>
    database.together(() => {
      for (const id of confirmed) account.setCredential(id, sampleCredential('y'.repeat(8_000)));
    }),
  ).toThrow();
  expect(
    account
      .members()
      .map(({ id }) => id)
      .sort(),
  ).toEqual([...confirmed].sort());

  rmSync(filler);
  expect(account.addMember(sampleMember('afterwards'))).toBe(true);
  expect(file.all('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  expect(account.members()).toHaveLength(confirmed.length + 1);
  database.close();
}
