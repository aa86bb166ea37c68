import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DANA, ROBIN } from '../support/real-clinic.js';
import { SAM, Scene, type Stage } from './scene.js';

/*
 * Somebody writes into the account's file with another program. What the clinic decided holds, nothing is
 * loosened, and it is told.
 */

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.build();
});
afterAll(() => scene.remove());

/** What is written into the copy of the state. */
function editState(edit: (state: Editable) => void): (stage: Stage) => void {
  return ({ file }) => {
    const [row] = file.all('SELECT state FROM clinic_state');
    const saved = JSON.parse(String(row?.['state'])) as { state: Editable };
    edit(saved.state);
    file.run('UPDATE clinic_state SET state = ?', JSON.stringify(saved));
  };
}

interface Editable {
  readonly members: Record<string, Record<string, unknown>>;
  readonly rules: Record<string, unknown>;
  readonly policy: Record<string, unknown>;
  requiredSince: number | null;
  name: string;
}

function memberIn(state: Editable, { email }: { readonly email: string }): Record<string, unknown> {
  const found = Object.values(state.members).find((member) => member['email'] === email);
  if (found === undefined) throw new Error(`${email} is no member.`);
  return found;
}

function swapNames(state: Editable): void {
  const [robin, sam] = [memberIn(state, ROBIN), memberIn(state, SAM)];
  [robin['name'], sam['name']] = [sam['name'], robin['name']];
}

const IN_STATE: readonly [string, (stage: Stage) => void][] = [
  ['as it was early', (stage) => stage.putBack('clinic_state')],
  ['with access for Sam', editState((state) => (memberIn(state, SAM)['active'] = true))],
  [
    'with Sam as administrator',
    editState((state) => {
      Object.assign(memberIn(state, SAM), { active: true, role: 'administrator' });
    }),
  ],
  [
    'with Robin as administrator',
    editState((state) => (memberIn(state, ROBIN)['role'] = 'administrator')),
  ],
  [
    'without Robin’s second factor',
    editState((state) => (memberIn(state, ROBIN)['twoFactor'] = null)),
  ],
  [
    'with Robin’s used recovery codes forgotten and others used',
    editState((state) => {
      (memberIn(state, ROBIN)['twoFactor'] as { used: number[] }).used.push(3);
    }),
  ],
  [
    'with sessions of 7 days',
    editState((state) => (state.policy['sessionTimeoutSeconds'] = 604_800)),
  ],
  [
    'without the rule of two factors',
    editState((state) => {
      state.rules['requireTwoFactor'] = false;
      state.requiredSince = null;
    }),
  ],
  ['with two names swapped', editState(swapNames)],
  ['with another name of the clinic', editState((state) => (state.name = 'Other Clinic'))],
  [
    'with somebody more',
    editState((state) => {
      const robin = memberIn(state, ROBIN);
      const id = '00000000-0000-4000-8000-000000000001';
      state.members[id] = { ...robin, id, email: 'mallory@harbour.example', role: 'administrator' };
    }),
  ],
  [
    'with Dana’s password in Robin’s place',
    editState((state) => {
      memberIn(state, DANA)['keys'] = memberIn(state, ROBIN)['keys'];
    }),
  ],
];

describe('the copy of the state', () => {
  test.each(IN_STATE)('%s: the chain holds, and it is told', async (_what, spoil) => {
    const stage = scene.stage();
    spoil(stage);
    const run = await stage.start();
    expect(await run.signIn(SAM)).toBe('memberDisabled');
    expect(run.opened.account.state).toEqual(scene.now.state);
    expect(run.opened.account.standing).toEqual({ kind: 'sound' });
    expect(run.opened.policies.inForce().sessionTimeoutSeconds).toBe(300);
    expect(stage.tampered()).toEqual(['state']);
    expect(run.notices(DANA)).toEqual(['recordTampered']);
    expect(run.notices(ROBIN)).not.toContain('recordTampered');
    expect(await run.signIn(ROBIN)).toBe('code');
    expect(await run.verifyCode('000000')).toBe('wrongCode');
    expect(await run.verifyCode(scene.code)).toBe('in');
    await run.signOut();
    expect(await run.signIn(DANA)).toBe('in');
    await run.signOut();
    // It was put right, so it is told once.
    const again = await stage.start();
    expect(await again.signIn(SAM)).toBe('memberDisabled');
    expect(stage.tampered()).toEqual(['state']);
  });

  test('gone, or no JSON: the chain is read in its place', async () => {
    for (const spoil of ['DELETE FROM clinic_state', "UPDATE clinic_state SET state = 'x'"]) {
      const stage = scene.stage();
      stage.file.run(spoil);
      const run = await stage.start();
      expect(await run.signIn(SAM)).not.toBe('in');
      expect(run.opened.account.state).toEqual(scene.now.state);
      expect(await run.signIn(SAM)).toBe('memberDisabled');
      expect(await run.signIn(DANA)).toBe('in');
    }
  });

  test('edited while somebody is signed in: they go on as before', async () => {
    const stage = scene.stage();
    const run = await stage.start();
    expect(await run.signIn(DANA)).toBe('in');
    editState((state) => (memberIn(state, ROBIN)['role'] = 'administrator'))(stage);
    await run.opened.chain.check();
    expect(run.opened.account.state).toEqual(scene.now.state);
    expect(run.notices(DANA)).toEqual(['recordTampered']);
    expect([stage.tampered(), run.isSignedIn]).toEqual([['state'], true]);
  });
});

describe('rows of early times put back', () => {
  test('into every table but the chain take away no second factor, no rule and no limit', async () => {
    const stage = scene.stage();
    stage.putBack('clinic_state', 'decision_box', 'sealed_record', 'signed_in_here');
    const run = await stage.start();
    expect(await run.signIn(SAM)).toBe('memberDisabled');
    expect(run.opened.account.state).toEqual(scene.now.state);
    expect(run.opened.policies.inForce().sessionTimeoutSeconds).toBe(300);
    // The record of the second factor is not there any more: nobody gets in without it.
    expect(await run.signIn(ROBIN)).toBe('code');
    for (const code of [scene.code, '000000']) expect(await run.verifyCode(code)).toBe('wrongCode');
    expect(await run.useRecoveryCode(scene.recoveryCodes[0] ?? '')).toBe('wrongRecoveryCode');
    expect(stage.tampered()).toEqual(['state', 'box']);
    expect(run.notices(DANA)).toEqual(['recordTampered', 'recordTampered']);
  });

  test.each([
    ['a member’s own records', 'sealed_record'],
    ['sign-ins', 'signed_in_here'],
  ])('only %s bring nothing back', async (_what, table) => {
    const stage = scene.stage();
    stage.putBack(table);
    const run = await stage.start();
    expect(await run.signIn(SAM)).toBe('memberDisabled');
    expect(run.opened.account.state).toEqual(scene.now.state);
    expect(await run.signIn(ROBIN)).toBe('code');
    expect(await run.verifyCode(scene.code)).toBe('in');
  });
});

describe('a box', () => {
  test('under another one’s hash opens nothing, and is told', async () => {
    const stage = scene.stage();
    const { members } = scene.now.state;
    const hashOf = ({ email }: { email: string }): string =>
      Object.values(members).find((member) => member.email === email)?.keys.credential ?? '';
    // Robin's password would then open as Dana's.
    stage.file.run(
      'UPDATE decision_box SET box = (SELECT box FROM decision_box WHERE hash = ?) WHERE hash = ?',
      hashOf(ROBIN),
      hashOf(DANA),
    );
    const run = await stage.start();
    expect(await run.signIn({ ...DANA, password: ROBIN.password })).toBe('wrongCredentials');
    expect(await run.signIn(DANA)).toBe('wrongCredentials');
    await run.opened.chain.check();
    expect(stage.tampered()).toContain('box');
    expect(run.notices(DANA)).toEqual(['recordTampered']);
  });
});
