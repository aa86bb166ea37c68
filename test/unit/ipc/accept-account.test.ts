import { beforeEach, describe, expect, it } from 'vitest';
import type { Remembered } from '../../../src/main/account/clinic-state.js';
import { PASSWORD } from '../../support/fakes/identity-world.js';
import { SignInDesk } from './sign-in-desk.js';

/*
 * An account that is not the one that this computer remembers: from the password to the session, through the
 * real gate and the real handlers.
 */

const FAR_AHEAD: Remembered = { seq: 40, link: Buffer.alloc(32, 7), accepted: 0 };

let desk: SignInDesk;
beforeEach(async () => {
  desk = await SignInDesk.open();
});

/** Signs in, with the set-up of a second factor that the rules ask for. @returns the last answer */
async function signIn(name: 'dana' | 'sam') {
  const email = `${name}@rivertown.example`;
  const entered = await desk.ask('signIn', { email, password: PASSWORD });
  if (entered?.['ok'] !== true) return entered;
  await desk.ask('startTwoFactor', { proof: null });
  await desk.confirm(0);
  return desk.ask('finishEnrolment', {});
}

describe.each<[string, () => Remembered | null, object]>([
  ['remembers more', () => FAR_AHEAD, { question: 'older', remembered: 40 }],
  ['remembers nothing', () => null, { question: 'unknown', remembered: null }],
])('when this computer %s', (_what, remembers, question) => {
  beforeEach(() => {
    desk.remembers = remembers;
  });

  it('a member gets no session, and reads that an administrator must sign in', async () => {
    expect(await signIn('sam')).toMatchObject({ ok: false, code: 'accountInQuestion' });
    expect(desk.view).toMatchObject({ view: 'signIn' });
    expect([desk.sessions, desk.secrets]).toEqual([0, 0]);
  });

  it('an administrator decides, and is signed in then', async () => {
    expect(await signIn('dana')).toMatchObject({ ok: true });
    expect([desk.sessions, desk.secrets]).toEqual([0, 0]);
    expect(desk.view).toMatchObject({
      view: 'acceptance',
      memberName: 'Dana',
      decisions: 4,
      lastDecidedAt: expect.any(Number) as number,
      ...question,
    });
    expect(await desk.ask('acceptAccount', {})).toMatchObject({ ok: true });
    expect(desk.sessions).toBe(1);
    expect(desk.view).toMatchObject({ view: 'home', member: { name: 'Dana' } });
    await desk.ask('signOut', {});
    expect(await signIn('sam')).toMatchObject({ ok: true });
    expect(desk.view).toMatchObject({ view: 'home', member: { name: 'Sam' } });
  });

  it('an administrator who goes back has decided nothing', async () => {
    await signIn('dana');
    await desk.ask('cancelSignIn', {});
    expect(desk.view).toMatchObject({ view: 'signIn' });
    expect(await desk.ask('acceptAccount', {})).toBeUndefined();
    expect(await signIn('sam')).toMatchObject({ code: 'accountInQuestion' });
  });

  it('the decision is void after a lock, and after 5 minutes', async () => {
    await signIn('dana');
    await desk.lock();
    expect(await desk.ask('acceptAccount', {})).toBeUndefined();
    await desk.ask('signIn', { email: 'dana@rivertown.example', password: PASSWORD });
    await desk.verify(1);
    expect(desk.view).toMatchObject({ view: 'acceptance' });
    await desk.wait(301);
    expect(await desk.ask('acceptAccount', {})).toBeUndefined();
    expect(desk.sessions).toBe(0);
  });
});

it('nobody accepts an account that is not in question', async () => {
  await desk.ask('signIn', { email: 'dana@rivertown.example', password: PASSWORD });
  expect(desk.view).toMatchObject({ view: 'enrolment' });
  expect(await desk.ask('acceptAccount', {})).toMatchObject({ ok: false, code: 'signInExpired' });
  expect(desk.sessions).toBe(0);
});

describe('when the first decision of the account is broken', () => {
  beforeEach(async () => {
    const { decisions } = desk.account;
    const [first, ...others] = decisions.entries;
    if (first === undefined) throw new Error('There is no decision.');
    decisions.entries = [{ ...first, signature: Buffer.alloc(64) }, ...others];
    await desk.restart();
    await desk.account.chain.check();
  });

  it('the main window says what to do, and offers no sign-in', () => {
    expect(desk.view).toEqual({
      view: 'broken',
      message: expect.stringMatching(
        /first decision.*restore a backup of account\.db.*“Backup and restore”.*start anew/s,
      ) as string,
    });
  });

  it('nobody is let in, not even an administrator, and nothing is decided', async () => {
    const { entries } = desk.account.decisions;
    for (const name of ['sam', 'dana'] as const) {
      const email = `${name}@rivertown.example`;
      expect(await desk.ask('signIn', { email, password: PASSWORD })).toMatchObject({
        ok: false,
        code: 'accountLost',
      });
      expect(await desk.ask('acceptAccount', {})).not.toMatchObject({ ok: true });
    }
    expect(desk.view).toMatchObject({ view: 'broken' });
    expect(desk.account.decisions.entries).toEqual(entries);
    expect([desk.sessions, desk.secrets]).toEqual([0, 0]);
  });

  it('no other clinic is founded over it', async () => {
    const form = { clinicName: 'Other', name: 'Mallory', email: 'mallory@other.example' };
    const input = { ...form, password: 'eleven-copper-kettles', timeoutSeconds: 900 };
    expect(await desk.ask('createClinic', input)).toMatchObject({ code: 'alreadySetUp' });
  });
});
