import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import Database from 'libsql';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Chain } from '../../src/main/account/chain.js';
import type { Foreign } from '../../src/main/account/chain-parts.js';
import { ClinicAccount, writeSaved } from '../../src/main/account/clinic-account.js';
import type { ClinicState } from '../../src/main/account/clinic-state.js';
import { judge, type Judgement } from '../../src/main/account/judge.js';
import { systemClock } from '../../src/main/host/clock.js';
import { IdentityJournal } from '../../src/main/identity/journal.js';
import { MemberMemories } from '../../src/main/identity/member-memory.js';
import { Admission, type Admitted } from '../../src/main/identity/sign-in/admission.js';
import { type Author, SINGLE_DESK } from '../../src/main/ports/index.js';
import { AccountDatabase } from '../../src/main/storage/database.js';
import { openDecisionStore } from '../../src/main/storage/decision-store.js';
import { openIdentityStore } from '../../src/main/storage/identity-store.js';
import { openLocalStore } from '../../src/main/storage/local-store.js';
import { AccountFile } from '../support/account-file.js';
import { DecidingMember, readChain } from '../support/deciding-member.js';
import { DANA, partsOf, RealClinic, ROBIN } from '../support/real-clinic.js';

/*
 * Every byte of what the account's file says about the clinic is changed, one after the other, and a member
 * who could sign in tries to. No state but one of the chain's own is ever believed, and it is told.
 */

let folder: string;
let database: AccountDatabase;
/** Another program, which has the file open. */
let other: Database.Database;
let dana: DecidingMember;
let robin: DecidingMember;
/** What the chain says after each of its decisions, oldest first. */
let states: readonly ClinicState[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'clinic-bytes-'));
  database = new AccountDatabase(join(folder, 'account.db'));
  const clinic = new RealClinic(partsOf(database));
  await clinic.found();
  await clinic.add(ROBIN, 'receptionist');
  const author: Author = await clinic.signIn(ROBIN);
  const { secret } = clinic.identity.secondFactor.start(author);
  const totp = new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')) });
  expect(await clinic.identity.secondFactor.confirm(author, totp.generate())).toMatchObject({
    ok: true,
  });
  clinic.parts.identityStore.saveSealed(
    `drafts/${author.memberId}`,
    author.keys.own.seal(`drafts/${author.memberId}`, Buffer.from('[]')),
  );
  await clinic.signIn(DANA);
  await clinic.identity.recovery.makeKit(clinic.author);
  await clinic.identity.members.changeRole(author.memberId, 'practitioner', clinic.author);
  const file = new AccountFile(folder);
  file.run('DROP TRIGGER decision_is_never_changed');
  dana = await DecidingMember.open(file, DANA);
  robin = await DecidingMember.open(file, ROBIN);
  let last: ClinicState | null = null;
  states = readChain(file).entries.map((entry) => {
    const judged: Judgement = judge(last, entry);
    if (!judged.ok) throw new Error(judged.why);
    last = judged.state;
    return judged.state;
  });
  other = new Database(file.path);
  other.exec('PRAGMA synchronous = OFF; PRAGMA busy_timeout = 2000');
});
afterAll(() => {
  other.close();
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What a start of the app and the sign-in of a member make of the file. */
interface Found {
  readonly account: ClinicAccount;
  readonly admitted: Admitted;
  readonly told: readonly string[];
}

/** The app starts anew, as far as the account is concerned, and this member's password was right. */
async function signIn(member: DecidingMember): Promise<Found> {
  const told: string[] = [];
  const clock = systemClock();
  const store = openDecisionStore(database);
  // The notices themselves have tests of their own.
  const local = { ...openLocalStore(database), addNotice: () => undefined };
  const account = new ClinicAccount({ decisions: store, local });
  const chain = new Chain({
    ...{ store, account, clock, trailHead: () => null },
    onForeign: (what: Foreign) => told.push(what),
  });
  const identityStore = openIdentityStore(database);
  const append = ({ detail }: { readonly detail?: object }): void => {
    told.push(String((detail as { what?: unknown } | undefined)?.what));
  };
  const admission = new Admission({
    ...{ account, chain, clock, store: identityStore, desk: SINGLE_DESK },
    memories: new MemberMemories(identityStore),
    journal: new IdentityJournal({ append }, clock),
  });
  return { account, admitted: await admission.admit(member.id, member.keys), told };
}

interface Place {
  readonly table: string;
  readonly column: string;
  readonly rowid: number;
  readonly bytes: Buffer;
}

function placesOf(table: string, column: string): readonly Place[] {
  const rows = new AccountFile(folder).all(
    `SELECT rowid AS row, CAST(${column} AS BLOB) AS bytes FROM ${table}`,
  );
  return rows.map(({ row, bytes }) => ({
    ...{ table, column, rowid: Number(row) },
    bytes: bytes as Buffer,
  }));
}

function write({ table, column, rowid }: Place, bytes: Buffer): void {
  const isText = ['hash', 'name', 'state'].includes(column);
  other
    .prepare(`UPDATE ${table} SET ${column} = ${isText ? 'CAST(? AS TEXT)' : '?'} WHERE rowid = ?`)
    .run(bytes, rowid);
}

/** The same bytes with one other bit. */
function changedAt(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ (1 << Math.floor(Math.random() * 8));
  return changed;
}

/** Changes one bit of each byte in these columns, one after the other. @returns how many bytes */
async function eachByte(
  table: string,
  columns: readonly string[],
  check: (place: Place) => Promise<void>,
): Promise<number> {
  let count = 0;
  for (const column of columns)
    for (const place of placesOf(table, column))
      for (let at = 0; at < place.bytes.length; at += 1) {
        write(place, changedAt(place.bytes, at));
        try {
          await check(place);
        } catch (error) {
          throw new Error(`${table}.${column}, row ${place.rowid}, byte ${at}`, { cause: error });
        } finally {
          write(place, place.bytes);
        }
        count += 1;
      }
  console.log(`${table}: each of ${count} bytes changed`);
  return count;
}

const TIMEOUT_MS = 600_000;

test(
  'of the decisions: nobody but an administrator goes on, with what the chain said before',
  async () => {
    const count = await eachByte('decision', ['body', 'signature', 'link'], async ({ rowid }) => {
      const { account, admitted, told } = await signIn(robin);
      expect(admitted.ok).toBe(false);
      expect(account.standing).toEqual({ kind: 'broken', at: rowid });
      expect(told).toContain('chain');
      // Without the first decision there is no clinic: what the copy says is shown, and nobody gets in.
      const believed = rowid === 1 ? states : states.slice(rowid - 2, rowid - 1);
      expect(believed.some((state) => isDeepStrictEqual(account.state, state))).toBe(true);
    });
    expect(count).toBeGreaterThan(3_500);
    const { account, admitted } = await signIn(robin);
    expect([account.standing, admitted.ok]).toEqual([{ kind: 'sound' }, true]);
  },
  TIMEOUT_MS,
);

test(
  'of the copy of the state: the chain holds',
  async () => {
    const now = states.at(-1) ?? null;
    let untold = 0;
    const count = await eachByte('clinic_state', ['state'], async () => {
      const { account, admitted, told } = await signIn(robin);
      expect(admitted.ok).toBe(true);
      expect(account.standing).toEqual({ kind: 'sound' });
      expect(isDeepStrictEqual(account.state, now)).toBe(true);
      if (!told.includes('state')) untold += 1;
      const [saved] = other.prepare('SELECT state FROM clinic_state').all() as { state: string }[];
      expect(saved?.state).toBe(writeSaved(now));
    });
    expect(count).toBeGreaterThan(1_500);
    // With another name of its form it could be another version's, which may write it anew.
    expect(untold).toBeLessThan('{"form":1,"state":'.length);
  },
  TIMEOUT_MS,
);

test(
  'of the boxes that decisions name: they open nothing, and it is told',
  async () => {
    const count = await eachByte('decision_box', ['hash', 'box'], async () => {
      const { account, told } = await signIn(robin);
      expect(told).toContain('box');
      expect(isDeepStrictEqual(account.state, states.at(-1))).toBe(true);
    });
    expect(count).toBeGreaterThan(1_000);
  },
  TIMEOUT_MS,
);

test(
  'of a member’s own records: they are gone, and it is told',
  async () => {
    const rows = new AccountFile(folder).all('SELECT name, box FROM sealed_record');
    const insert = other.prepare('INSERT INTO sealed_record VALUES (?, ?)');
    const put = (changed: string, bytes: Buffer): void => {
      other.exec('DELETE FROM sealed_record');
      for (const { name, box } of rows) insert.run(name, name === changed ? bytes : box);
    };
    let count = 0;
    for (const { name, box } of rows) {
      const member = String(name).endsWith(dana.id) ? dana : robin;
      const what = String(name).startsWith('memory/') ? 'memory' : 'ownRecord';
      const bytes = box as Buffer;
      for (let at = 0; at < bytes.length; at += 1, count += 1) {
        put(String(name), changedAt(bytes, at));
        const { account, admitted, told } = await signIn(member);
        expect([name, at, admitted.ok, told]).toEqual([name, at, true, [what]]);
        expect(isDeepStrictEqual(account.state, states.at(-1))).toBe(true);
        // What was used up counts as used, and a record that was changed opens for nobody.
        if (admitted.ok && what === 'memory')
          expect(admitted.memory.lastStep).toBeGreaterThan(Date.now() / 30_000 - 1);
        if (what === 'ownRecord')
          expect(openIdentityStore(database).sealed(String(name))).toBeNull();
      }
    }
    expect(count).toBeGreaterThan(300);
    console.log(`sealed_record: each of ${count} bytes changed`);
  },
  TIMEOUT_MS,
);
