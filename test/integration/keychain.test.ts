import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test } from 'vitest';
import { type Desktop, openDesktop } from '../../scripts/lib/desktop.mjs';
import { run } from '../../scripts/lib/processes.mjs';
import { KEYCHAIN_BOUND_MS } from '../../src/main/vault/vault.js';
import { credentials, plantCredential, SERVICE } from '../support/keychain.js';
import { bundleProgram, gone, linesOf, type Program } from '../support/programs.js';

interface Outcome {
  readonly result?: unknown;
  readonly error?: string;
  readonly milliseconds: number;
}

/** A vault of one installation, in its own process. */
class Keeper {
  readonly installation = randomUUID();
  readonly #child: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  readonly #ended: Promise<NodeJS.Signals | null>;

  constructor(program: Program, env: NodeJS.ProcessEnv) {
    this.#child = program.start([this.installation], env);
    this.#ended = gone(this.#child);
    this.#answers = linesOf(this.#child)[Symbol.asyncIterator]();
  }

  async order(line: string): Promise<Outcome> {
    this.#child.stdin?.write(`${line}\n`);
    const answer = await this.#answers.next();
    if (answer.done === true) throw new Error(`The process is gone: ${String(await this.#ended)}`);
    return JSON.parse(answer.value) as Outcome;
  }

  async end(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }
}

let program: Program;
let desktop: Desktop;
let keeper: Keeper;
const others: Keeper[] = [];

beforeAll(async () => {
  program = await bundleProgram('vault-keeper');
});
afterAll(() => program.remove());
beforeEach(async () => {
  desktop = await openDesktop({ windowManager: false });
  keeper = new Keeper(program, desktop.env);
});
afterEach(async () => {
  for (const one of [keeper, ...others.splice(0)]) await one.end();
  await desktop.close();
});

/** The process that answers for the keychain on the private bus. */
async function keyringPid(desktop: Desktop): Promise<number> {
  const { stdout } = await run(
    'dbus-send',
    [
      ...['--session', '--print-reply=literal', '--dest=org.freedesktop.DBus', '/'],
      'org.freedesktop.DBus.GetConnectionUnixProcessID',
      'string:org.freedesktop.secrets',
    ],
    { env: desktop.env },
  );
  const pid = Number(/uint32 (\d+)/.exec(stdout)?.[1]);
  if (!Number.isSafeInteger(pid)) throw new Error(`Nobody answers for the keychain: ${stdout}`);
  return pid;
}

async function accounts(): Promise<readonly string[]> {
  const seen = (await credentials(desktop)).map(({ account }) => account).sort();
  const bySecretTool = await desktop.secretEntries(SERVICE);
  expect(bySecretTool.map(({ attributes }) => attributes['account']).sort()).toEqual(seen);
  return seen;
}

describe('a real keyring', () => {
  test('keeps a half that matches only its own session, and proves its wipe', async () => {
    expect(await keeper.order('issue one')).toMatchObject({ result: [32, 61] });
    const [entry, ...more] = await credentials(desktop);
    expect(more).toEqual([]);
    expect(entry?.account.startsWith(`${keeper.installation}/`)).toBe(true);
    expect(Buffer.from(entry?.password ?? '', 'base64')).toHaveLength(32);

    expect(await keeper.order('holds one')).toMatchObject({ result: true });
    expect(await keeper.order('holdsWrong one')).toMatchObject({ result: false });
    expect(await keeper.order('wipe')).toMatchObject({ result: true });
    expect(await accounts()).toEqual([]);
    expect(await keeper.order('holds one')).toMatchObject({ result: false });
  });

  test('a half that somebody changed does not count as held', async () => {
    await keeper.order('issue one');
    const [entry] = await credentials(desktop);
    for (const password of [Buffer.alloc(32, 1).toString('base64'), 'short', 'x'.repeat(5_000)]) {
      await plantCredential(desktop, { account: entry?.account ?? '', password });
      expect(await keeper.order('holds one')).toMatchObject({ result: false });
    }
  });

  test('two installations leave each other’s entries alone', async () => {
    const other = new Keeper(program, desktop.env);
    others.push(other);
    await keeper.order('issue one');
    await other.order('issue one');
    expect(await accounts()).toHaveLength(2);
    expect(await keeper.order('wipe')).toMatchObject({ result: true });
    expect((await accounts()).every((name) => name.startsWith(other.installation))).toBe(true);
    expect(await other.order('holds one')).toMatchObject({ result: true });
  });
});

describe('a keyring in trouble', () => {
  test('killed: an error at once; restarted: its entries are there, and it works', async () => {
    await keeper.order('issue one');
    await desktop.keyring.stop();
    for (const order of ['wipe', 'holds one', 'issue two']) {
      const { error, milliseconds } = await keeper.order(order);
      expect(error).toBe('KeychainError');
      expect(milliseconds).toBeLessThan(KEYCHAIN_BOUND_MS);
    }
    await desktop.keyring.start();
    expect(await accounts()).toEqual([`${keeper.installation}/session`]);
    // An end-to-end test shows that the same process continues: libsecret learns of the return from GLib's
    // event loop, which Electron has and plain Node.js has not.
    const next = new Keeper(program, desktop.env);
    others.push(next);
    expect(await next.order('issue two')).toMatchObject({ result: [32, 61] });
    expect(await next.order('wipe')).toMatchObject({ result: true });
  });

  test('frozen: an error after the time limit, and later it works again', async () => {
    await keeper.order('issue one');
    const pid = await keyringPid(desktop);
    process.kill(pid, 'SIGSTOP');
    try {
      for (const order of ['holds one', 'wipe']) {
        const { error, milliseconds } = await keeper.order(order);
        expect(error).toBe('KeychainError');
        expect(milliseconds).toBeGreaterThanOrEqual(KEYCHAIN_BOUND_MS - 50);
      }
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    expect(await keeper.order('holds one')).toMatchObject({ result: true });
    expect(await keeper.order('wipe')).toMatchObject({ result: true });
    expect(await accounts()).toEqual([]);
  });

  test('an entry that another program damaged does not stop the vault', async () => {
    await keeper.order('issue one');
    // With these attributes the keyring takes it for the same entry.
    const spoil = 'printf x | secret-tool store --label=spoiled service "$1"';
    await run('sh', ['-c', spoil, 'sh', SERVICE], { env: desktop.env });
    expect(await keeper.order('wipe')).toMatchObject({ result: true });
    expect(await keeper.order('issue two')).toMatchObject({ result: [32, 61] });
  });
});
