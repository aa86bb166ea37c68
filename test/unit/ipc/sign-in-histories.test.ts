import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RequestName } from '../../../src/shared/requests/requests.js';
import { SignInDesk } from './sign-in-desk.js';
import { OTHER_PASSWORD, PASSWORD } from '../../support/fakes/identity-world.js';

/*
 * Random orders of all requests before a session, right and wrong, and of restarts, through the real gate
 * and the real handlers.
 */

type Deed =
  | { readonly do: 'ask'; readonly name: RequestName; readonly input: unknown }
  /** A code of the authenticator app, this many steps from now. */
  | { readonly do: 'verify' | 'confirm'; readonly steps: number }
  /** One of the recovery codes that were shown last. */
  | { readonly do: 'recover'; readonly index: number }
  | { readonly do: 'redeem'; readonly right: boolean }
  | { readonly do: 'lock' | 'restart' | 'repeatCode' }
  | { readonly do: 'wait'; readonly seconds: number };

function ask(name: RequestName, input: unknown = {}): fc.Arbitrary<Deed> {
  return fc.constant<Deed>({ do: 'ask', name, input });
}

const email = fc.constantFrom('sam@rivertown.example', 'nobody@rivertown.example');
const password = fc.constantFrom(PASSWORD, PASSWORD, PASSWORD, OTHER_PASSWORD);
const steps = fc.constantFrom(-2, -1, 0, 0, 1, 2);

const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ email, password }).map((input): Deed => ({
      do: 'ask',
      name: 'signIn',
      input,
    })),
  },
  { weight: 3, arbitrary: steps.map((by): Deed => ({ do: 'verify', steps: by })) },
  { weight: 3, arbitrary: steps.map((by): Deed => ({ do: 'confirm', steps: by })) },
  { weight: 2, arbitrary: ask('startTwoFactor', { proof: null }) },
  { weight: 2, arbitrary: ask('finishEnrolment') },
  { weight: 1, arbitrary: ask('verifyCode', { code: '000000' }) },
  { weight: 1, arbitrary: ask('useRecoveryCode', { code: '0000-0000-0000-0000' }) },
  { weight: 1, arbitrary: ask('cancelSignIn') },
  { weight: 1, arbitrary: ask('acceptAccount') },
  {
    weight: 1,
    arbitrary: ask('turnOffTwoFactor', { proof: { password: PASSWORD, code: '000000' } }),
  },
  { weight: 1, arbitrary: ask('signOut') },
  { weight: 1, arbitrary: fc.nat(9).map((index): Deed => ({ do: 'recover', index })) },
  { weight: 1, arbitrary: fc.boolean().map((right): Deed => ({ do: 'redeem', right })) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Deed>({ do: 'lock' }, { do: 'restart' }, { do: 'repeatCode' }),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(1, 29, 61, 301).map((seconds): Deed => ({ do: 'wait', seconds })),
  },
);

const RIGHT: Deed = {
  do: 'ask',
  name: 'signIn',
  input: { email: 'sam@rivertown.example', password: PASSWORD },
};

/** Sequences that lead to a session, cut and mixed with all other deeds. */
const WAYS: readonly (readonly Deed[])[] = [
  [
    { do: 'wait', seconds: 61 },
    RIGHT,
    { do: 'ask', name: 'startTwoFactor', input: { proof: null } },
  ],
  [
    { do: 'confirm', steps: 0 },
    { do: 'ask', name: 'finishEnrolment', input: {} },
  ],
  [{ do: 'wait', seconds: 61 }, RIGHT, { do: 'verify', steps: 0 }],
  [{ do: 'ask', name: 'signOut', input: {} }, RIGHT],
];

const history = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: deed.map((one) => [one]) },
      { weight: 2, arbitrary: fc.constantFrom(...WAYS) },
    ),
    { minLength: 5, maxLength: 30 },
  )
  .map((parts) => parts.flat());

async function carryOut(desk: SignInDesk, one: Deed): Promise<void> {
  switch (one.do) {
    case 'ask':
      await desk.ask(one.name, one.input);
      return;
    case 'verify':
      return desk.verify(one.steps);
    case 'confirm':
      return desk.confirm(one.steps);
    case 'recover':
      return desk.recover(one.index);
    case 'redeem':
      return desk.redeem(one.right);
    case 'lock':
      return desk.lock();
    case 'restart':
      return desk.restart();
    case 'repeatCode':
      return desk.repeatCode();
    case 'wait':
      return desk.wait(one.seconds);
  }
}

it('with two-factor authentication required, no order of calls begins a session without it', async () => {
  let sessions = 0;
  let enrolments = 0;
  await fc.assert(
    fc.asyncProperty(history, async (deeds) => {
      const desk = await SignInDesk.open();
      for (const one of deeds) {
        await carryOut(desk, one);
        // Everybody in a session has shown a second factor in this very sign-in.
        expect(desk.unearned).toEqual([]);
      }
      sessions += desk.sessions;
      enrolments += desk.enrolments;
      expect(desk.acceptedTwice).toEqual([]);
    }),
    { numRuns: 150 },
  );
  // The histories must go far enough to prove something.
  expect(enrolments).toBeGreaterThan(5);
  expect(sessions).toBeGreaterThan(5);
}, 120_000);

it('the intended sequence begins a session', async () => {
  const desk = await SignInDesk.open();
  await desk.ask('signIn', { email: 'sam@rivertown.example', password: PASSWORD });
  expect(desk.sessions).toBe(0);
  await desk.ask('startTwoFactor', { proof: null });
  await desk.confirm(0);
  await desk.ask('finishEnrolment', {});
  expect(desk.sessions).toBe(1);
  await desk.ask('signOut', {});
  await desk.ask('signIn', { email: 'sam@rivertown.example', password: PASSWORD });
  await desk.verify(1);
  expect(desk.sessions).toBe(2);
  expect(desk.unearned).toEqual([]);
});
