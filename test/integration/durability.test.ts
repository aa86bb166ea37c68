import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hashOf } from '../../src/main/account/shares.js';
import { AccountDatabase } from '../../src/main/storage/database.js';
import { AccountFile } from '../support/account-file.js';
import { readChain } from '../support/deciding-member.js';
import { bundleProgram, gone, linesOf, type Program } from '../support/programs.js';
import { partsOf, RealClinic } from '../support/real-clinic.js';

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
    const database = new AccountDatabase(file.path);
    await new RealClinic(partsOf(database)).found();
    database.close();
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
      ...readChain(file).entries.map(({ link }) => `decision ${link.toString('base64')}`),
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

/** The tables that the creation of a clinic writes to. */
const OF_THE_CLINIC = ['decision', 'decision_box', 'clinic_state', 'sealed_record', 'audit_event'];

describe('killed while it creates the clinic', () => {
  let creator: Program;
  beforeAll(async () => {
    creator = await bundleProgram('cut-off-creator');
  });
  afterAll(() => creator.remove());

  /** How many rows of the clinic are there. */
  function rows(file: AccountFile): number {
    return OF_THE_CLINIC.reduce((sum, table) => sum + count(file, table), 0);
  }

  test('at any of its statements: nothing of the clinic is there, and it can be created', async () => {
    let killed = true;
    for (let statements = 0; killed; statements += 1) {
      rmSync(folder, { recursive: true });
      mkdirSync(folder);
      const file = new AccountFile(folder);
      killed = (await gone(creator.start([file.path, String(statements)]))) === 'SIGKILL';
      expect(file.all('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
      if (!killed) {
        for (const table of OF_THE_CLINIC)
          expect([table, count(file, table)]).not.toEqual([table, 0]);
        // The chain, two boxes, the founder's memory, the state and the audit trail.
        expect(statements).toBeGreaterThan(5);
        continue;
      }
      expect([statements, rows(file)]).toEqual([statements, 0]);
      const database = new AccountDatabase(file.path);
      const parts = partsOf(database);
      await new RealClinic(parts).found();
      expect(parts.account.clinicName()).toBe('Harbour');
      database.close();
    }
  });
});

describe('a full disk', () => {
  const canMount = process.platform === 'linux' && process.getuid?.() === 0;

  test.skipIf(!canMount)(
    'is reported, loses no confirmed write, and is over once there is space (needs root on Linux, to mount a small disk)',
    async () => {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1200k', 'clinic-test', folder]);
      try {
        await fillAndFree(folder);
      } finally {
        execFileSync('umount', ['--lazy', folder]);
      }
    },
  );
});

async function fillAndFree(disk: string): Promise<void> {
  const file = new AccountFile(disk);
  const database = new AccountDatabase(file.path);
  const parts = partsOf(database);
  const clinic = new RealClinic(parts);
  await clinic.found();
  const { chain, account, identityStore } = parts;
  const filler = join(disk, 'filler');
  writeFileSync(filler, Buffer.alloc(500_000));

  /** One more decision, with a box of another size. */
  const decide = (n: number): Promise<unknown> =>
    chain.commit(clinic.author, () => {
      const box = Buffer.alloc(4_000, `${n} `);
      return {
        change: { kind: 'apps.changed', records: { [`record ${n}`]: hashOf(box) } },
        boxes: [box],
      };
    });
  let confirmed = 0;
  const fill = async (): Promise<void> => {
    for (; confirmed < 10_000; confirmed += 1) await decide(confirmed);
  };
  await expect(fill()).rejects.toThrow(/disk is full/);
  expect(confirmed).toBeGreaterThan(10);
  expect(() =>
    database.together(() => {
      for (let n = 0; n < 100; n += 1) identityStore.saveSealed(`${n}`, Buffer.alloc(8_000, n));
    }),
  ).toThrow();
  expect(identityStore.sealed('0')).toBeNull();
  expect(chain.head.seq).toBe(1 + confirmed);
  expect(chain.head).toMatchObject(readChain(file).head);

  rmSync(filler);
  await decide(confirmed);
  expect(file.all('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  expect(Object.keys(account.state?.records ?? {})).toHaveLength(confirmed + 1);
  expect(readChain(file).state).toEqual(account.state);
  database.close();
}
