import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../src/shared/policy/policy.js';
import type { SeedKeys } from '../../../src/main/keys/seed-keys.js';
import type { CommandOutcome } from '../../../src/main/commands/command-outcome.js';
import { importSettings } from '../../../src/main/commands/import-command.js';
import { PolicyKeeper } from '../../../src/main/policy/policy-keeper.js';
import { IdentityWorld, PASSWORD } from '../../support/fakes/identity-world.js';
import { FakeManaged } from '../../support/fakes/managed.js';
import { MemoryAccount } from '../../support/fakes/memory-account.js';
import { setUpSecondFactor } from '../../support/fakes/second-factor.js';

const GOOD = '{"version":1,"sessionTimeoutMinutes":15}';

let folder = '';
let asked: string[] = [];
let world: IdentityWorld;
/** An empty account before the clinic is set up. */
let account: MemoryAccount;
let policies: PolicyKeeper;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'import-command-'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  asked = [];
  world = await IdentityWorld.open();
  use(new MemoryAccount());
});

function use(used: MemoryAccount): void {
  account = used;
  const { audit, clock } = world;
  const managed = new FakeManaged();
  policies = new PolicyKeeper({ account, decisions: account.chain, audit, clock, managed });
}

function setUp(): void {
  use(world.account);
}

async function runWith(
  text: string | null,
  administrator = '',
  ...answers: readonly string[]
): Promise<CommandOutcome> {
  const file = join(folder, text === null ? 'missing.json' : 'clinic-settings.json');
  if (text !== null) await writeFile(file, text);
  const { identity } = world;
  const given = answers.length === 0 ? [PASSWORD] : [...answers];
  return importSettings(
    { file, administrator },
    { account, flow: identity.flow, policies },
    (question) => {
      asked.push(question);
      return Promise.resolve(given.shift() ?? '');
    },
  );
}

function expectNothingChanged(outcome: CommandOutcome): void {
  expect(outcome.exitCode).toBe(1);
  expect(account.state?.policy).toEqual(account.state === null ? undefined : DEFAULT_POLICY);
  expect(account.suggestedPolicy()).toBeNull();
  expect(world.audit.named('settings.imported')).toEqual([]);
}

/** Who signed the last decision. */
function author(): unknown {
  const body = account.decisions.entries.at(-1)?.body.toString() ?? '{}';
  return (JSON.parse(body) as { by?: { id?: unknown } }).by?.id;
}

describe('before the clinic is set up', () => {
  it('a good file is kept for the set-up, and nobody is asked for a password', async () => {
    const { exitCode, message } = await runWith(GOOD);
    expect(exitCode).toBe(0);
    expect(message).toMatch(/was brought in\.$/);
    expect(account.suggestedPolicy()).toBe(GOOD);
    expect(world.audit.named('settings.imported')).toMatchObject([{ memberId: null }]);
    expect(asked).toEqual([]);
  });
});

describe('once there is an account', () => {
  beforeEach(setUp);

  it('an administrator’s import is recorded under that name', async () => {
    expect((await runWith(GOOD, `  ${world.dana.email.toUpperCase()} `)).exitCode).toBe(0);
    expect(account.state?.policy).toMatchObject({ sessionTimeoutSeconds: 900 });
    expect(author()).toBe(world.dana.id);
    expect(world.audit.events).toMatchObject([
      { event: 'settings.imported', memberId: world.dana.id },
    ]);
    expect(asked).toEqual(['Password']);
  });

  it('with two-factor authentication the code is asked for too', async () => {
    const codes = await setUpSecondFactor(world, world.dana);
    expectNothingChanged(await runWith(GOOD, world.dana.email, PASSWORD, '000000'));
    expect(asked).toEqual(['Password', 'Authentication code']);
    expect((await runWith(GOOD, world.dana.email, PASSWORD, codes.next())).exitCode).toBe(0);
    expect(author()).toBe(world.dana.id);
    expect(world.identity.flow.half(0)).toBeNull();
  });

  it('a member who must still set up two-factor authentication is told to do so in the app', async () => {
    await world.changeRules({ requireTwoFactor: true, graceDays: 0 });
    const outcome = await runWith(GOOD, world.dana.email);
    expectNothingChanged(outcome);
    expect(outcome.message).toContain('set two-factor authentication up');
  });

  it('whoever tries too often is told to wait', async () => {
    for (let i = 0; i < 3; i += 1) await runWith(GOOD, world.dana.email, 'wrong');
    const outcome = await runWith(GOOD, world.dana.email);
    expectNothingChanged(outcome);
    expect(outcome.message).toMatch(/Try again in \d+ seconds/);
  });

  it('nothing is changed without a name, and no password is asked for', async () => {
    const outcome = await runWith(GOOD);
    expectNothingChanged(outcome);
    expect(outcome.message).toContain('--administrator=EMAIL');
    expect(asked).toEqual([]);
  });

  it('a wrong password, an unknown email and another role get one and the same answer', async () => {
    const outcomes = [
      await runWith(GOOD, world.dana.email, 'wrong'),
      await runWith(GOOD, 'nobody@rivertown.example'),
      await runWith(GOOD, world.sam.email),
    ];
    for (const outcome of outcomes) expectNothingChanged(outcome);
    expect(new Set(outcomes.map(({ message }) => message)).size).toBe(1);
  });

  it('an administrator whose access was turned off changes nothing', async () => {
    account.setMemberRole(world.sam.id, 'administrator');
    world.holdKeys(world.sam);
    await world.identity.members.setActive(world.dana.id, false, world.as(world.sam));
    expectNothingChanged(await runWith(GOOD, world.dana.email));
  });

  it('nothing is changed in an account that is in question, and the administrator is sent to the app', async () => {
    account.adopt(account.state, { kind: 'older', remembered: 40 });
    const outcome = await runWith(GOOD, world.dana.email);
    expectNothingChanged(outcome);
    expect(outcome.message).toContain('Sign in to the app first');
  });

  it('no keys stay in memory, whatever the outcome', async () => {
    const held: SeedKeys[] = [];
    const { flow } = world.identity;
    const enter = flow.enter.bind(flow);
    flow.enter = async (...given) => {
      const entered = await enter(...given);
      if (entered.ok && entered.complete !== null) held.push(entered.complete.keys);
      return entered;
    };
    await runWith(GOOD, world.dana.email);
    await runWith(GOOD, world.sam.email);
    expect(held.map((keys) => keys.isForgotten)).toEqual([true, true]);
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
    const outcome = await runWith(text, world.dana.email);
    expectNothingChanged(outcome);
    expect(outcome.message).toMatch(/clinic-settings\.json|missing\.json/);
    expect(outcome.message).toMatch(/\.$/);
    expect(asked).toEqual([]);
  });
});
