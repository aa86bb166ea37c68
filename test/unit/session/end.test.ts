import { beforeEach, describe, expect, it } from 'vitest';
import { KeyRing } from '../../../src/main/identity/key-ring.js';
import { SeedKeys } from '../../../src/main/keys/seed-keys.js';
import { EndOfSession } from '../../../src/main/session/end.js';
import { Vault } from '../../../src/main/vault/vault.js';
import { sessionEnd } from '../../support/fakes/builders.js';
import { FakeKeychain } from '../../support/fakes/fake-keychain.js';
import { Journal } from '../../support/fakes/journal.js';
import { NO_SIGNER } from '../../support/fakes/no-signer.js';
import { MemoryAccount } from '../../support/fakes/memory-account.js';
import { MemoryAudit } from '../../support/fakes/memory-audit.js';
import { MemorySessionStore } from '../../support/fakes/memory-session-store.js';
import { RecordingScreens } from '../../support/fakes/recording-screens.js';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';

const ENTRY = 'installation/session';
const end = sessionEnd();

function build() {
  const journal = new Journal();
  const clock = new VirtualClock();
  const keychain = new FakeKeychain(journal);
  const store = new MemorySessionStore(journal);
  const audit = new MemoryAudit(journal);
  const screens = new RecordingScreens(journal);
  const vault = new Vault(keychain, clock, 'installation', 'folder');
  keychain.entries.set(ENTRY, 'half');
  store.begin({
    id: 'session-1',
    memberId: 'member-1',
    keyHalf: Buffer.alloc(32),
    wrappedKey: Buffer.alloc(32),
    activity: { counter: 1, box: Buffer.alloc(32) },
  });
  journal.clear();
  const account = new MemoryAccount();
  account.decisions.database = [store, audit];
  const keys = new KeyRing(account);
  keys.hold('member-1', SeedKeys.fresh());
  const ending = new EndOfSession({
    ...{ screens, store, account, vault, keys, audit, clock },
    signer: NO_SIGNER,
  });
  return { journal, keychain, store, audit, screens, keys, ending };
}
let parts = build();
beforeEach(() => {
  parts = build();
});

it('overwrites the member’s keys in the turn in which it revokes the session', async () => {
  const { keys } = parts.keys;
  const ending = parts.ending.run(end);
  expect(parts.journal.entries.at(-1)).toBe('store.revoke');
  expect(parts.keys.held).toBeNull();
  expect(() => keys.own.seal('anything', Buffer.alloc(1))).toThrow('forgotten');
  expect(() => keys.sign(Buffer.alloc(1))).toThrow('forgotten');
  await ending;
});

it('overwrites them also when the database can’t be written', async () => {
  parts.store.writable = false;
  await parts.ending.run(end);
  expect(parts.keys.held).toBeNull();
});

it('hides, marks, revokes, deletes, reads back, audits, unmarks, in that order', async () => {
  expect(await parts.ending.run(end)).toBeNull();
  expect(parts.journal.entries).toEqual([
    'screens.hide',
    'store.markWipePending',
    'store.revoke',
    'keychain.delete',
    'keychain.get',
    // Marked again, so that the end is recorded only beside a mark that survives.
    'store.markWipePending',
    'audit.session.ended',
    'store.markWipeAudited',
    'store.clearWipeMark',
  ]);
  expect(parts.keychain.accounts()).toEqual([]);
  expect(parts.store.current()).toBeNull();
  expect(parts.store.pendingWipe()).toBeNull();
  expect(parts.audit.events).toMatchObject([
    { event: 'session.ended', cause: 'idle', measuredMs: 900_000, limitSeconds: 900, wipe: 'done' },
  ]);
});

describe('a keychain that fails', () => {
  it.each(['refuses', 'keepsEntries', 'ignoresDeletion'] as const)(
    '(%s) leaves a mark and nothing of use, and the next try finishes',
    async (mood) => {
      parts.keychain.mood = mood;
      expect(await parts.ending.run(end)).toBe('keychain');
      expect(parts.store.current()).toBeNull();
      expect(parts.store.pendingWipe()).toMatchObject({ audited: true });
      expect(parts.audit.named('session.ended')).toMatchObject([{ wipe: 'failed' }]);

      expect(await parts.ending.retry(end)).toBe('keychain');
      parts.keychain.mood = 'works';
      expect(await parts.ending.retry(end)).toBeNull();
      expect(parts.keychain.accounts()).toEqual([]);
      expect(parts.store.pendingWipe()).toBeNull();
      expect(parts.audit.names).toEqual(['session.ended', 'wipe.completed']);
    },
  );
});

describe('a database that fails', () => {
  it.each(['markWipePending', 'revoke', 'markWipeAudited', 'clearWipeMark'] as const)(
    'at %s still empties the keychain, and the next try finishes',
    async (write) => {
      parts.store.failing.add(write);
      expect(await parts.ending.run(end)).toBe('full');
      expect(parts.keychain.accounts()).toEqual([]);
      parts.store.failing.clear();
      expect(await parts.ending.retry(end)).toBeNull();
      expect(parts.store.current()).toBeNull();
      expect(parts.store.pendingWipe()).toBeNull();
    },
  );

  it('when writing the audit trail keeps the mark, and records the end once later', async () => {
    parts.audit.writable = false;
    expect(await parts.ending.run(end)).toBe('unknown');
    parts.audit.writable = true;
    expect(await parts.ending.retry(end)).toBeNull();
    expect(parts.audit.named('session.ended')).toHaveLength(1);
  });
});

it('an app that dies between two writes of one end records the end once all the same', async () => {
  const calls = ['mark', 'revoke', 'delete', 'read back', 'mark', 'audit', 'audited'].length;
  for (let survived = 0; survived <= calls; survived += 1) {
    parts = build();
    const { journal } = parts;
    journal.dieAfter(survived, () => {
      journal.dead = true;
    });
    await parts.ending.run(end);
    journal.dead = false;
    // The next start finds the mark, or finds the session and ends it again.
    const mark = parts.store.pendingWipe();
    const outcome =
      mark === null ? await parts.ending.run(end) : await parts.ending.retry(mark.end);
    expect(outcome).toBeNull();
    expect(parts.audit.named('session.ended')).toHaveLength(1);
    expect(parts.keychain.accounts()).toEqual([]);
    expect(parts.store.current()).toBeNull();
  }
});

it('windows that fail to hide do not stop the rest', async () => {
  parts.screens.onHide = () => Promise.reject(new Error('no window answers'));
  expect(await parts.ending.run(end)).toBeNull();
  expect(parts.keychain.accounts()).toEqual([]);
});

it('finishes in a later run what an earlier run began, from the mark alone', async () => {
  parts.keychain.mood = 'refuses';
  await parts.ending.run(end);
  parts.keychain.mood = 'works';
  const mark = parts.store.pendingWipe();
  if (mark === null) throw new Error('no mark');
  expect(await parts.ending.retry(mark.end)).toBeNull();
  expect(parts.audit.named('session.ended')).toHaveLength(1);
});
