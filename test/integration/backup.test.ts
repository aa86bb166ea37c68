import {
  copyFileSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openAccount } from '../../src/main/app/open-account.js';
import { AccountDatabase, SCHEMA_VERSION } from '../../src/main/storage/database.js';
import { openSessionStore } from '../../src/main/storage/session-store.js';
import { AccountFile } from '../support/account-file.js';
import { sessionEnd } from '../support/fakes/builders.js';
import { bundleProgram, gone, linesOf, type Program } from '../support/programs.js';
import { DANA, partsOf, RealClinic, ROBIN } from '../support/real-clinic.js';
import { SmallDisk } from '../support/small-disk.js';
import { filesWith } from '../support/traces.js';

/* `--backup FILE`, run by another process, as beside the running app. */

let program: Program;
let [base, folder, kept, file] = ['', '', '', ''];
let opened: AccountDatabase | null = null;

beforeAll(async () => {
  program = await bundleProgram('backup-maker');
});
afterAll(() => program.remove());
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'clinic-backup-'));
  // Names that must be escaped in an address.
  folder = join(base, 'Käthe’s #1 50% ?');
  kept = join(base, "o'clock");
  mkdirSync(folder);
  mkdirSync(kept);
  file = join(kept, 'account.db');
});
afterEach(() => {
  closeClinic();
  rmSync(base, { recursive: true, force: true });
});

async function backUp(to = file, ...more: readonly string[]): Promise<unknown> {
  const child = program.start([to, folder, ...more]);
  const ended = gone(child);
  for await (const line of linesOf(child)) return JSON.parse(line);
  return ended;
}

const saved = () => ({ exitCode: 0, message: `The account was saved in ${file}.` });

const notWritten = (name: string, advice: string) => ({
  exitCode: 1,
  message: `${name} could not be written, and nothing of it is left. ${advice}`,
});

/** The bytes of every file in the account's folder. Where readers are is no content. */
function content(): Readonly<Record<string, string>> {
  const names = readdirSync(folder).filter((name) => !name.endsWith('-shm'));
  const read = (name: string) => readFileSync(join(folder, name)).toString('base64');
  return Object.fromEntries(names.map((name) => [name, read(name)]));
}

/** A clinic in use: with its database open, and what it wrote still in the log. */
async function openClinic() {
  const database = new AccountDatabase(join(folder, 'account.db'));
  opened = database;
  const parts = partsOf(database);
  const clinic = new RealClinic(parts);
  await clinic.found();
  return { database, parts, clinic };
}

function closeClinic(): void {
  opened?.close();
  opened = null;
}

/** Puts the backup in the account's place on another computer. */
async function restored() {
  const place = join(base, 'restored');
  mkdirSync(place);
  copyFileSync(file, join(place, 'account.db'));
  const opened = await openAccount(place, { mayMake: false });
  await opened.chain.check();
  return opened;
}

describe('beside the running app', () => {
  const half = Buffer.from('the database’s half of a key!', 'utf8');
  const session = {
    id: 'session-1',
    memberId: 'a',
    keyHalf: half,
    wrappedKey: Buffer.from('the wrapped seed of a session'),
    activity: { counter: 1, box: Buffer.from('sealed activity') },
  };

  test('it changes nothing, and the app notices nothing; its session goes on and can end', async () => {
    const { database, parts, clinic } = await openClinic();
    const store = openSessionStore(database, null);
    store.begin(session);
    await parts.chain.check();
    const before = content();
    const writes = database.othersWrites();
    expect(before).toHaveProperty('account.db-wal');
    expect(await backUp()).toEqual(saved());
    expect(content()).toEqual(before);
    expect(database.othersWrites()).toBe(writes);
    await parts.chain.check();
    expect(parts.foreign).toEqual([]);
    expect(store.current()).toEqual(session);
    await clinic.add(ROBIN, 'receptionist');
    // Nobody reads any more, so the log can be emptied.
    store.revoke(session.id);
  });

  test('it has nothing of a session, nor of one whose end is not proved', async () => {
    const { database } = await openClinic();
    const store = openSessionStore(database, null);
    store.begin(session);
    store.markWipePending(sessionEnd({ sessionId: session.id }));
    const paused = { day: 1, session: Buffer.alloc(8), longest: 40, timed_out: 0 } as const;
    database.run(database.build.insertInto('session_pause').values(paused));
    const traces = [half, session.wrappedKey, session.activity.box, Buffer.from(session.id)];
    for (const trace of traces) expect(filesWith(folder, [trace])).not.toEqual([]);
    expect(await backUp()).toEqual(saved());
    for (const trace of traces) expect(filesWith(kept, [trace])).toEqual([]);
    const copy = new AccountFile(kept);
    for (const table of ['session', 'wipe_pending', 'trail_state', 'session_pause'])
      expect(copy.all(`SELECT * FROM ${table}`)).toEqual([]);
  });

  test('it has everything else, also what is still in the log, in one private file', async () => {
    const { clinic } = await openClinic();
    await clinic.add(ROBIN, 'receptionist');
    const account = new AccountFile(folder);
    const tables = account
      .all("SELECT name FROM sqlite_schema WHERE type = 'table'")
      .map(({ name }) => String(name).replace('sequence', 'sequence WHERE seq > 0'))
      .filter((name) => !['session', 'wipe_pending', 'trail_state'].includes(name));
    // Numbers that were given once are not given again.
    account.run("UPDATE sqlite_sequence SET seq = 1000 WHERE name = 'notice'");
    expect(await backUp()).toEqual(saved());
    expect(readdirSync(kept)).toEqual(['account.db']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const copy = new AccountFile(kept);
    const filled = tables.filter((table) => {
      const rows = account.all(`SELECT * FROM ${table}`);
      expect([table, copy.all(`SELECT * FROM ${table}`)]).toEqual([table, rows]);
      return rows.length > 0;
    });
    expect(filled).toEqual(expect.arrayContaining(['decision', 'decision_box', 'notice']));
  });

  test('it is made while another program holds the account for writing', async () => {
    const { parts } = await openClinic();
    const release = new AccountFile(folder).lock();
    expect(await backUp()).toEqual(saved());
    release();
    const opened = await restored();
    expect(opened.chain.head).toEqual(parts.chain.head);
  });
});

test('a restored backup is a sound account, and older than what was decided since', async () => {
  const { parts, clinic } = await openClinic();
  expect(await backUp()).toEqual(saved());
  const then = parts.chain.head;
  await clinic.add(ROBIN, 'receptionist');
  const remembered = parts.chain.head;
  closeClinic();

  const { chain, account, ...opened } = await restored();
  expect([account.standing, chain.head]).toEqual([{ kind: 'sound' }, then]);
  const there = new RealClinic({ account, chain, ...opened });
  expect((await there.signIn(DANA)).memberId).toBe(there.member(DANA).id);
  expect(await there.enter(ROBIN)).toBe('wrongCredentials');
  expect(chain.compare(remembered)).toEqual({ kind: 'older', remembered: remembered.seq });
});

test('an account that a killed app left is saved with its log, and stays as it was', async () => {
  await openClinic();
  const left = join(base, 'left');
  mkdirSync(left);
  for (const name of ['account.db', 'account.db-wal'])
    copyFileSync(join(folder, name), join(left, name));
  closeClinic();
  folder = left;
  const before = content();
  expect(await backUp()).toEqual(saved());
  expect(content()).toEqual(before);
  expect((await restored()).account.clinicName()).toBe('Harbour');
});

test.each<[string, () => void]>([
  ['file', () => writeFileSync(file, 'yesterday')],
  ['empty file', () => writeFileSync(file, '')],
  ['link to nowhere', () => symlinkSync(join(base, 'nowhere'), file)],
  ['folder', () => mkdirSync(file)],
])('a %s of that name is kept', async (_what, make) => {
  await openClinic();
  make();
  const before = lstatSync(file).mtimeMs;
  expect(await backUp()).toEqual({
    exitCode: 1,
    message: `${file} is there already, and was not changed. Choose another name.`,
  });
  expect(lstatSync(file).mtimeMs).toBe(before);
  expect([readdirSync(base), readdirSync(kept)]).toEqual([
    expect.not.arrayContaining(['nowhere']),
    ['account.db'],
  ]);
});

test('a backup that was killed has not got its name, and the next one is whole', async () => {
  await openClinic();
  expect(await backUp(file, 'cut-off')).toBe('SIGKILL');
  expect(readdirSync(kept).map((name) => /^account\.db\..*\.part$/.test(name))).toEqual([true]);
  expect(await backUp()).toEqual(saved());
  expect((await restored()).account.clinicName()).toBe('Harbour');
});

describe('what cannot be done is said, and leaves nothing', () => {
  afterEach(() => expect(readdirSync(kept)).toEqual([]));

  const told = async (): Promise<string> => {
    const { exitCode, message } = (await backUp()) as { exitCode: number; message: string };
    expect(exitCode).toBe(1);
    return message;
  };

  test('no account, and a clinic that is not set up yet', async () => {
    const nothing = `There is no clinic in ${folder}, so there is nothing to back up.`;
    expect(await told()).toBe(nothing);
    expect(readdirSync(folder)).toEqual([]);
    await openAccount(folder, { mayMake: true });
    expect(await told()).toBe(nothing);
  });

  test.each([
    [SCHEMA_VERSION + 1, /last used by a newer version/],
    [4, /from before its first release/],
  ])('an account of version %i', async (version, why) => {
    await openClinic();
    new AccountFile(folder).run(`PRAGMA user_version = ${version}`);
    expect(await told()).toMatch(why);
  });

  test('a file that is no account', async () => {
    writeFileSync(join(folder, 'account.db'), 'no database '.repeat(999));
    expect(await told()).toMatch(/account\.db is not an account/);
  });

  test('a damaged account', async () => {
    const { database } = await openClinic();
    database.emptyLog();
    closeClinic();
    const path = join(folder, 'account.db');
    const bytes = readFileSync(path);
    const second = bytes.readUInt16BE(16);
    // The first page, with the list of tables, stays.
    writeFileSync(path, Buffer.concat([bytes.subarray(0, second), Buffer.alloc(99 * second, 7)]));
    expect(await told()).toMatch(/The file is damaged/);
  });

  test('no name, and a folder that is not there or may not be written to', async () => {
    expect(JSON.stringify(await backUp(''))).toMatch('--backup FILE');
    await openClinic();
    const advice = 'Check that its folder exists and that you may write to it.';
    for (const nowhere of [join(kept, 'missing', 'a.db'), '/proc/a.db'])
      expect(await backUp(nowhere)).toEqual(notWritten(nowhere, advice));
  });
});

// Only root may mount a small disk.
test.runIf(process.platform === 'linux' && process.getuid?.() === 0)(
  'a full disk is told, and keeps nothing of the backup',
  async () => {
    await openClinic();
    const disk = new SmallDisk(kept);
    try {
      disk.fill();
      expect(await backUp()).toEqual(
        notWritten(file, 'The disk is full. Make room on it, or choose another disk.'),
      );
      expect(readdirSync(kept)).toEqual(['filler']);
    } finally {
      disk.remove();
    }
  },
);
