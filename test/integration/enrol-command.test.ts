import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAccount } from '../../src/main/app/open-account.js';
import { enrol, type EnrolOrder } from '../../src/main/commands/enrol-command.js';
import { openAccountFile } from '../../src/main/storage/account-file.js';
import { openClinicStore } from '../../src/main/storage/clinic-store.js';
import { AccountDatabase } from '../../src/main/storage/database.js';
import { AccountFile } from '../support/account-file.js';
import { FakeKeychain } from '../support/fakes/fake-keychain.js';
import { VirtualLine } from '../support/fakes/virtual-line.js';
import { VirtualServer } from '../support/fakes/virtual-server.js';
import { codeFrom, OfficeDesk, sharedDesk } from '../support/office-desk.js';

/* `--enrol`, on a real account file; the clinic's server is in memory. */

const ADDRESS = 'db.rivertown.example';
const NO_CODE = '0000-0000-0000-0000-0000-0000-0000';

let folder: string;
let server: VirtualServer;
let line: VirtualLine;
let first: OfficeDesk;
let code: string;
let keychain: FakeKeychain;
let managed: string | null;
let questions: string[];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'clinic-enrol-'));
  server = new VirtualServer();
  line = new VirtualLine(server);
  first = await sharedDesk(server);
  code = await codeFrom(first, 'Reception 2');
  keychain = new FakeKeychain();
  managed = null;
  questions = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(order: Partial<EnrolOrder> = {}, typed = code) {
  const parts = {
    ...{ folder, keychain, connector: line },
    managedServer: () => Promise.resolve(managed),
    open: () => openAccount(folder, { mayMake: true }),
  };
  return enrol({ server: ADDRESS, setAside: false, ...order }, parts, (question) => {
    questions.push(question);
    return Promise.resolve(typed);
  });
}

/** A clinic of its own on this computer. */
async function makeAccount(): Promise<void> {
  const database = openAccountFile(join(folder, 'account.db'), { mayMake: true });
  await new OfficeDesk(new VirtualServer(), database).found();
}

function names(): readonly string[] {
  return new AccountFile(folder)
    .all(
      "SELECT value ->> 'name' AS name FROM clinic_state, json_each(state, '$.state.shared.workstations')",
    )
    .map(({ name }) => String(name))
    .sort();
}

describe('enrolling', () => {
  it('makes this computer a workstation, and what it must remember is in the keychain', async () => {
    const { exitCode, message } = await run();
    expect([exitCode, message]).toEqual([0, 'This computer is a workstation of the clinic now.']);
    expect(questions).toEqual(['Enrolment code']);
    expect(names()).toEqual(['Reception 1', 'Reception 2']);
    const entries = keychain.accounts().map((name) => name.split('/').at(-1));
    expect(entries.sort()).toEqual(['account', 'workstation']);
    await first.log.pull();
    expect(first.office.workstations).toHaveLength(2);
  });

  it('takes the address from the policy', async () => {
    managed = ADDRESS;
    expect(await run({ server: '' })).toMatchObject({ exitCode: 0 });
  });

  it.each([
    ['no address', '', 'Say where the clinic’s server is'],
    ['what is no address', 'postgresql://me@db', 'Leave the login'],
  ])('asks for no code with %s', async (_what, address, why) => {
    const { exitCode, message } = await run({ server: address });
    expect(exitCode).toBe(1);
    expect(message).toContain(why);
    expect(questions).toEqual([]);
  });

  it('says why a code is not good, and the next one is', async () => {
    const { exitCode, message } = await run({}, NO_CODE);
    expect(exitCode).toBe(1);
    expect(message).toContain('The server does not accept that code.');
    expect(await run()).toMatchObject({ exitCode: 0 });
  });
});

describe('a computer that has an account', () => {
  beforeEach(makeAccount);

  it('keeps it, unless it is told to set it aside', async () => {
    const { exitCode, message } = await run();
    expect(exitCode).toBe(1);
    expect(message).toContain('--set-aside');
    expect(questions).toEqual([]);
  });

  it('keeps it as a file set aside', async () => {
    expect(await run({ setAside: true })).toMatchObject({ exitCode: 0 });
    const aside = readdirSync(folder).filter((name) => name.includes('set-aside'));
    expect(aside).toHaveLength(1);
    expect(names()).toEqual(['Reception 1', 'Reception 2']);
    const old = new AccountDatabase(join(folder, aside[0] ?? ''));
    expect(openClinicStore(old).workstation()).toBeNull();
    expect(old.all(old.build.selectFrom('decision').select('seq'))).toHaveLength(1);
  });

  it('keeps it for a code that is not good', async () => {
    expect(await run({ setAside: true }, NO_CODE)).toMatchObject({ exitCode: 1 });
    expect(readdirSync(folder).filter((name) => name.includes('set-aside'))).toEqual([]);
    expect(await run()).toMatchObject({ exitCode: 1 });
  });
});
