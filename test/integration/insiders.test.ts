import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SignedChange } from '../../src/main/account/changes.js';
import { writeEntry } from '../../src/main/account/entry.js';
import { firstMemory, MemberMemories } from '../../src/main/identity/member-memory.js';
import { DecidingMember, readChain } from '../support/deciding-member.js';
import { DANA, ROBIN } from '../support/real-clinic.js';
import { KIM, SAM, Scene, type Stage } from './scene.js';

/*
 * Somebody of the clinic has the account's file, knows SQLite and this program, and has a password of their
 * own: they decide nothing that is not theirs to decide.
 */

let scene: Scene;
let stage: Stage;
beforeAll(async () => {
  scene = await Scene.build();
});
afterAll(() => scene.remove());
beforeEach(() => {
  stage = scene.stage();
});

/** Appends a change as if Dana had decided it: with all but her signature. */
function forge(thief: DecidingMember, change: SignedChange): void {
  const { state, head } = readChain(stage.file);
  const dana = Object.values(state.members).find(({ email }) => email === DANA.email);
  if (dana === undefined) throw new Error('Dana is no member.');
  const by = { as: 'member', id: dana.id, key: dana.keys.signing } as const;
  const body = { clinic: state.clinic, at: Date.now(), by, trail: null, change };
  thief.append(writeEntry(body, head, thief.keys));
}

/** Writes what this computer remembers of the thief's sign-ins, under the thief's own key. */
function remember(thief: DecidingMember, seq: number, link: Buffer): void {
  const memories = new MemberMemories({
    ...({} as ConstructorParameters<typeof MemberMemories>[0]),
    sealed: () => null,
    saveSealed: (name, box) => {
      stage.file.run('INSERT OR REPLACE INTO sealed_record VALUES (?, ?)', name, box);
    },
  });
  memories.write(thief.id, thief.keys, firstMemory({ seq, link, accepted: 0 }, Date.now()));
}

/** Makes the thief an administrator. */
function promotion({ id }: Pick<DecidingMember, 'id'>): SignedChange {
  const share = Buffer.alloc(32).toString('base64');
  return { kind: 'member.role', memberId: id, role: 'administrator', rotation: null, share };
}

const HELP: readonly [string, (thief: DecidingMember) => void][] = [
  ['alone', () => undefined],
  [
    'and claims to have confirmed it before',
    (thief) => {
      const { seq, link } = readChain(stage.file).head;
      remember(thief, seq, link);
    },
  ],
  [
    'and claims to have confirmed more than there is',
    (thief) => remember(thief, 999, Buffer.alloc(32, 1)),
  ],
  [
    'and spoils what comes after it',
    (thief) => {
      const { seq, link } = readChain(stage.file).head;
      thief.append({
        ...{ seq: seq + 1, body: Buffer.from('{}') },
        ...{ signature: Buffer.alloc(64), link: Buffer.alloc(32) },
      });
      remember(thief, seq, link);
    },
  ],
  ['and makes the keychain forget', () => stage.keychain.computer.entries.clear()],
  [
    'and makes the keychain remember it',
    () => {
      const { seq, link } = readChain(stage.file).head;
      const secret = JSON.stringify({ seq, link: link.toString('base64'), accepted: 0 });
      const { entries } = stage.keychain.computer;
      for (const account of entries.keys()) entries.set(account, secret);
    },
  ],
];

describe('a receptionist who forges an administrator’s decision', () => {
  test.each(HELP)('%s: is no administrator, and does not get in', async (_what, help) => {
    const thief = await DecidingMember.open(stage.file, ROBIN);
    const { seq } = readChain(stage.file).head;
    forge(thief, promotion(thief));
    help(thief);
    const run = await stage.start();
    let answer = await run.signIn(ROBIN);
    if (answer === 'code') answer = await run.verifyCode(scene.code);
    if (answer === 'acceptance') answer = `acceptance, ${await run.acceptAccount()}`;
    const { role } = run.clinic.member(ROBIN);
    expect({ answer, role }).toEqual({ answer: 'accountInQuestion', role: 'receptionist' });
    expect(stage.tampered()).toContain('chain');

    expect(await run.signIn(DANA)).toBe('acceptance');
    expect(run.opened.account.standing).toEqual({ kind: 'broken', at: seq + 1 });
    expect(await run.acceptAccount()).toBe('in');
    expect(run.clinic.member(ROBIN).role).toBe('receptionist');
    expect(stage.file.all('SELECT * FROM decision_set_aside')).not.toEqual([]);
  });

  test('while signed in: the session does not get that role', async () => {
    const run = await stage.start();
    expect(await run.signIn(ROBIN)).toBe('code');
    expect(await run.verifyCode(scene.code)).toBe('in');
    const thief = await DecidingMember.open(stage.file, ROBIN);
    forge(thief, promotion(thief));
    await run.opened.chain.check();
    expect(run.clinic.member(ROBIN).role).toBe('receptionist');
    expect(run.opened.account.standing.kind).toBe('broken');
    await expect(run.clinic.identity.recovery.makeKit(run.author)).rejects.toThrow();
  });
});

describe('with a right signature of their own', () => {
  const OTHERS: readonly [string, (id: string) => SignedChange][] = [
    ['their role', (id) => promotion({ id })],
    ['access for somebody', (id) => ({ ...accessFor(id) })],
    ['the policy', () => ({ kind: 'policy.set', policy: scene.early.state.policy })],
    [
      'the rules for signing in',
      () => ({ kind: 'rules.set', rules: scene.early.state.rules, at: Date.now() }),
    ],
    ['a reset of a second factor', () => ({ kind: 'twoFactor.reset', memberId: idOf(ROBIN) })],
    [
      'clinic apps',
      () => ({ kind: 'apps.changed', records: { 'clinic-apps': scene.now.state.shares.box } }),
    ],
    ['to go on with another account', () => ({ kind: 'account.accepted', remembered: 99 })],
    ['how long the audit trail is kept', () => ({ kind: 'trail.kept', years: 1 })],
  ];

  test.each(OTHERS)('nobody but an administrator decides %s', async (_what, changeOf) => {
    for (const person of [ROBIN, SAM, KIM]) {
      const one = scene.stage();
      stage = one;
      const thief = await DecidingMember.open(one.file, person);
      const { seq } = readChain(one.file).head;
      thief.append(thief.sign(changeOf(thief.id)));
      const run = await one.start();
      expect(await run.signIn(person)).not.toBe('in');
      expect(run.opened.account.standing).toEqual({ kind: 'broken', at: seq + 1 });
      expect(run.opened.account.state).toEqual(scene.now.state);
      expect(one.tampered()).toContain('chain');
    }
  });

  test('a member without access decides nothing, not even about themself', async () => {
    const sam = await DecidingMember.open(stage.file, SAM);
    sam.append(sam.sign({ kind: 'twoFactor.set', record: null, told: 'twoFactor.turnedOff' }));
    const run = await stage.start();
    expect(await run.signIn(SAM)).toBe('memberDisabled');
    expect(run.opened.account.standing.kind).toBe('broken');
    expect(run.opened.account.state).toEqual(scene.now.state);
  });

  test('a member decides about themself in the file as in the app', async () => {
    const robin = await DecidingMember.open(stage.file, ROBIN);
    robin.decide({ kind: 'recoveryCode.used', index: 4 });
    const run = await stage.start();
    expect(await run.signIn(ROBIN)).toBe('code');
    expect(await run.useRecoveryCode(scene.recoveryCodes[4] ?? '')).toBe('wrongRecoveryCode');
    expect(await run.useRecoveryCode(scene.recoveryCodes[5] ?? '')).toBe('in');
    expect(stage.tampered()).toEqual([]);
  });
});

function idOf({ email }: { readonly email: string }): string {
  const found = Object.values(scene.now.state.members).find((member) => member.email === email);
  if (found === undefined) throw new Error(`${email} is no member.`);
  return found.id;
}

function accessFor(memberId: string): SignedChange {
  const share = Buffer.alloc(32).toString('base64');
  return { kind: 'member.access', memberId, active: true, rotation: null, share };
}
