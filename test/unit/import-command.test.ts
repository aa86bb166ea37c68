import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Members } from '../../src/main/identity/members.js';
import { hashPassword } from '../../src/main/identity/password.js';
import { type ImportOutcome, importSettings } from '../../src/main/import-command.js';
import { PolicyKeeper } from '../../src/main/policy/policy-keeper.js';
import { memberNamed } from '../support/fakes/builders.js';
import { MemoryAccount } from '../support/fakes/memory-account.js';
import { MemoryAudit } from '../support/fakes/memory-audit.js';
import { VirtualClock } from '../support/fakes/virtual-clock.js';

const PASSWORD = 'quiet-harbour-lamp-42';
const GOOD = '{"version":1,"sessionTimeoutMinutes":15}';
const dana = memberNamed('Dana', 'administrator');
const sam = memberNamed('Sam', 'practitioner');
const passwordHash = await hashPassword(PASSWORD);

let folder = '';
let asked = 0;
let account = new MemoryAccount();
let audit = new MemoryAudit();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'import-command-'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => {
  asked = 0;
  account = new MemoryAccount();
  audit = new MemoryAudit();
});

function setUp(): void {
  account = MemoryAccount.of();
  account.enrol(dana, passwordHash);
  account.enrol(sam, passwordHash);
}

async function runWith(
  text: string | null,
  administrator = '',
  password = PASSWORD,
): Promise<ImportOutcome> {
  const file = join(folder, text === null ? 'missing.json' : 'clinic-settings.json');
  if (text !== null) await writeFile(file, text);
  const parts = { account, audit, clock: new VirtualClock() };
  return importSettings(
    { file, administrator },
    { account, members: new Members(parts), policies: new PolicyKeeper(parts) },
    () => {
      asked += 1;
      return Promise.resolve(password);
    },
  );
}

function expectNothingChanged(outcome: ImportOutcome): void {
  expect(outcome.exitCode).toBe(1);
  expect(account.policyDocuments()).toEqual([]);
  expect(audit.named('settings.imported')).toEqual([]);
}

describe('before the clinic is set up', () => {
  it('a good file is kept for the set-up, and nobody is asked for a password', async () => {
    const { exitCode, message } = await runWith(GOOD);
    expect(exitCode).toBe(0);
    expect(message).toMatch(/was brought in\.$/);
    expect(account.policyDocuments()).toEqual([GOOD]);
    expect(account.policyAuthors).toEqual([null]);
    expect(asked).toBe(0);
  });
});

describe('once there is an account', () => {
  beforeEach(setUp);

  it('an administrator brings a file in, in that name', async () => {
    expect((await runWith(GOOD, `  ${dana.email.toUpperCase()} `)).exitCode).toBe(0);
    expect(account.policyAuthors).toEqual([dana.id]);
    expect(audit.events).toMatchObject([{ event: 'settings.imported', memberId: dana.id }]);
    expect(asked).toBe(1);
  });

  it('nothing is changed without a name, and no password is asked for', async () => {
    const outcome = await runWith(GOOD);
    expectNothingChanged(outcome);
    expect(outcome.message).toContain('--administrator=EMAIL');
    expect(asked).toBe(0);
  });

  it('a wrong password, an unknown email and another role get one and the same answer', async () => {
    const outcomes = [
      await runWith(GOOD, dana.email, 'wrong'),
      await runWith(GOOD, 'nobody@rivertown.example'),
      await runWith(GOOD, sam.email),
    ];
    for (const outcome of outcomes) expectNothingChanged(outcome);
    expect(new Set(outcomes.map(({ message }) => message)).size).toBe(1);
  });

  it('an administrator whose access was turned off changes nothing', async () => {
    account.setMemberActive(dana.id, false);
    expectNothingChanged(await runWith(GOOD, dana.email));
  });
});

describe('a file that cannot be used', () => {
  beforeEach(setUp);

  it.each([
    ['is missing', null],
    ['is not JSON', '{'],
    ['is from a newer version', '{"version":3}'],
    ['has a setting nobody knows', '{"sessionTimeoutMinutes":15,"surprise":1}'],
  ])('because it %s changes nothing, and needs no password', async (_why, text) => {
    const outcome = await runWith(text, dana.email);
    expectNothingChanged(outcome);
    expect(outcome.message).toMatch(/clinic-settings\.json|missing\.json/);
    expect(outcome.message).toMatch(/\.$/);
    expect(asked).toBe(0);
  });
});
