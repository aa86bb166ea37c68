import { beforeEach, describe, expect, it } from 'vitest';
import {
  REQUEST_NAMES,
  type RequestName,
  REQUESTS,
} from '../../../src/shared/requests/requests.js';
import { DEFAULT_SIGN_IN_RULES } from '../../../src/shared/policy/sign-in-rules.js';
import {
  ownSecurityHandlers,
  type OwnSecurityHandlerParts,
} from '../../../src/main/ipc/own-security-handlers.js';
import { type AuditHandlerParts, auditHandlers } from '../../../src/main/ipc/audit-handlers.js';
import { type MemberHandlerParts, memberHandlers } from '../../../src/main/ipc/member-handlers.js';
import { type PolicyHandlerParts, policyHandlers } from '../../../src/main/ipc/policy-handlers.js';
import type { ProofGiven } from '../../../src/main/identity/sign-in/step-up.js';
import { VALID_INPUTS } from '../../support/requests.js';
import { IdentityWorld, OTHER_PASSWORD, PASSWORD } from '../../support/fakes/identity-world.js';
import { memberNamed } from '../../support/fakes/builders.js';
import { type Codes, setUpSecondFactor } from '../../support/fakes/second-factor.js';
import { EVERY_EVENT } from '../../../src/shared/workstation/audit-log.js';

/*
 * Dana, an administrator, signed in a moment ago and left the desk. Somebody else sits down there and tries
 * every act that would give a way into the account.
 */

/** Each test derives several passwords, also on a slow computer. */
const SLOW = { timeout: 30_000 };

const RIGHT: ProofGiven = { password: PASSWORD };
const NEWCOMER = {
  name: 'Mallory',
  email: 'mallory@takeover.example',
  role: 'administrator',
  password: OTHER_PASSWORD,
};

/** A fake session machine with the parts that the handlers use. */
class Session {
  readonly setPolicy = (): void => undefined;
  readonly setRole = (): void => undefined;
  readonly requestEnd = (): void => undefined;
  state: unknown;

  constructor(readonly memberId: string) {
    this.state = { kind: 'active', generation: 1, session: { memberId } };
  }

  end(): void {
    this.state = { kind: 'signedOut', generation: 2, ended: null };
  }
}

let world: IdentityWorld;
let session: Session;

beforeEach(async () => {
  world = await IdentityWorld.open();
  await world.changeRules(OPENED);
  world.holdKeys();
  session = new Session(world.dana.id);
  logActs = [];
  // The recent sign-in, which lets the settings window open.
  world.identity.proof.prove(world.dana.id);
});

type Answer = Readonly<Record<string, unknown>>;

/** What was done to the audit log, which lies outside of the account. */
let logActs: string[] = [];

const AUDIT = {
  auditLog: {
    export: () => Promise.resolve({ fileName: 'log.csv', text: 'everything' }),
    exported: () => logActs.push('exported'),
  },
  auditKeeping: {
    keep: () => Promise.resolve(void logActs.push('kept shorter')),
    removeOld: () => Promise.resolve({ ok: true, removed: logActs.push('removed') }),
  },
  documents: () => ({
    save: (_document: unknown, mayStill: () => boolean) =>
      Promise.resolve(mayStill() ? 'saved' : 'cancelled'),
  }),
};

function ask(name: RequestName, input: object): Promise<Answer> {
  const { account, clock, identity } = world;
  const parts = {
    ...{ ...identity, ...AUDIT },
    ...{ account, clock, runner: session },
    sessions: { changeKeys: () => Promise.resolve() },
  };
  const handlers = {
    ...policyHandlers(parts as unknown as PolicyHandlerParts),
    ...memberHandlers(parts as unknown as MemberHandlerParts),
    ...ownSecurityHandlers(parts as unknown as OwnSecurityHandlerParts),
    ...auditHandlers(parts as unknown as AuditHandlerParts),
  } as unknown as Record<string, (input: object, caller: object) => Promise<Answer>>;
  const parsed = REQUESTS[name].input.parse(input) as object;
  return Promise.resolve(handlers[name]?.(parsed, { member: world.dana }) ?? {});
}

/** The data that a takeover would change. */
function account(): unknown {
  const { state } = world.account;
  if (state === null) throw new Error('There is no clinic.');
  const { members, rules, requiredSince, emergencyKit, invitations, shares, policy } = state;
  const { twoFactor, ...dana } = members[danaId] ?? {};
  return structuredClone({
    // A spent code changes the asker's own second factor, which is right.
    ...{ members: { ...members, [danaId]: dana }, twoFactor: twoFactor?.record ?? null },
    ...{ rules, requiredSince, emergencyKit, invitations, shares, policy, logActs },
  });
}

const samId = memberNamed('Sam', 'receptionist').id;
const danaId = memberNamed('Dana', 'administrator').id;
const OPENED = { ...DEFAULT_SIGN_IN_RULES, requireTwoFactor: true, graceDays: 3 };

/** The input of each act, besides the proof. */
const ACTS = {
  makeEmergencyKit: {},
  addMember: NEWCOMER,
  enableMember: { memberId: samId },
  changeMemberRole: { memberId: samId, role: 'administrator' },
  resetTwoFactor: { memberId: samId },
  inviteMember: { memberId: samId },
  rotateKeys: {},
  saveSignInRules: { rules: { ...OPENED, requireTwoFactor: false }, openedWith: OPENED },
  startTwoFactor: {},
  exportAuditLog: { filter: EVERY_EVENT, format: 'table' },
  keepAuditLog: { years: 1 },
  removeOldAuditEvents: {},
} as const satisfies Partial<Record<RequestName, object>>;

/** Acts that only the member's own windows offer, with a proof of the same form. */
const OWN = {
  changePassword: { newPassword: OTHER_PASSWORD },
  renewRecoveryCodes: {},
} as const satisfies Partial<Record<RequestName, object>>;

/** `audit-`, `clinic-` and `quick-sign-in-handlers.test.ts` try these; the sign-in's own tests the last. */
const ELSEWHERE = [
  ...['exportAuditLog', 'keepAuditLog', 'removeOldAuditEvents', 'joinAnotherClinic'],
  ...['shareAccount', 'inviteWorkstations', 'removeWorkstation', 'moveServer', 'leaveClinic'],
  ...['startBadge', 'removeBadge', 'turnOffTwoFactor'],
];

it('every request that takes a proof is tried here', () => {
  const withProof = REQUEST_NAMES.filter((name) => 'proof' in VALID_INPUTS[name]);
  expect(new Set(withProof)).toEqual(
    new Set([...Object.keys(ACTS), ...Object.keys(OWN), ...ELSEWHERE]),
  );
});

describe.each(Object.entries(ACTS) as [RequestName, object][])('%s', SLOW, (name, input) => {
  it('is not done in a fresh session without a proof: the answer says what is needed', async () => {
    const before = account();
    expect(await ask(name, { ...input, proof: null })).toMatchObject({
      ok: false,
      code: 'proofRequired',
      withCode: false,
    });
    await setUpSecondFactor(world, world.dana);
    expect(await ask(name, { ...input, proof: null })).toMatchObject({ withCode: true });
    expect(account()).toMatchObject({
      ...(before as object),
      twoFactor: expect.any(String) as string,
    });
    expect(world.audit.named('signIn.failed')).toEqual([]);
  });
});

describe.each(Object.entries({ ...ACTS, ...OWN }) as [RequestName, object][])(
  '%s',
  SLOW,
  (name, input) => {
    const act = (proof: ProofGiven): Promise<Answer> => ask(name, { ...input, proof });

    it('is not done with a wrong password, which counts and is recorded', async () => {
      const before = account();
      for (let i = 0; i < 3; i += 1)
        expect(await act({ password: OTHER_PASSWORD })).toMatchObject({ code: 'wrongPassword' });
      expect(await act(RIGHT)).toMatchObject({ code: 'throttled', retryAfterSeconds: 2 });
      expect(account()).toEqual(before);
      for (const event of ['signIn.failed', 'signIn.throttled'] as const)
        expect(world.audit.named(event)[0]).toMatchObject({
          memberId: danaId,
          detail: { step: 'confirmation' },
        });
    });

    it('needs a code if there is a second factor, and each code counts once', async () => {
      const codes = await setUpSecondFactor(world, world.dana);
      const before = account();
      expect(await act(RIGHT)).toMatchObject({ code: 'wrongCode' });
      // The code that the set-up used; a code of a sign-in counts as used too.
      expect(await act({ ...RIGHT, code: codes.at(0) })).toMatchObject({ code: 'usedCode' });
      expect(await act({ ...RIGHT, recoveryCode: '0000-0000-0000-0000' })).toMatchObject({
        code: 'wrongRecoveryCode',
      });
      expect(world.audit.named('signIn.failed')).toHaveLength(3);
      expect(await act({ ...RIGHT, code: codes.at(1) })).toMatchObject({ code: 'throttled' });
      expect(account()).toEqual(before);
      world.clock.stop(60_000);
      const code = codes.at(0);
      expect(await act({ ...RIGHT, code })).toMatchObject({ ok: true });
      const elsewhere = await ask('makeEmergencyKit', { proof: { ...RIGHT, code } });
      expect(elsewhere['ok']).toBe(false);
    });

    it('accepts a recovery code in place of a lost phone, once', async () => {
      const codes: Codes = await setUpSecondFactor(world, world.dana);
      const proof = { ...RIGHT, recoveryCode: codes.recoveryCodes[4]?.toLowerCase() };
      expect(await act(proof)).toMatchObject({ ok: true });
      expect(world.audit.names).toContain('recoveryCode.used');
      const again = await ask('makeEmergencyKit', { proof });
      expect(again['ok']).toBe(false);
    });

    it('is not done when the session ends while the proof is checked', async () => {
      const before = account();
      const asked = act(RIGHT);
      session.end();
      expect(await asked).toMatchObject({ code: 'lockedMeanwhile' });
      expect(account()).toEqual(before);
    });

    it('is not done if the record of a second factor was damaged by hand', async () => {
      await setUpSecondFactor(world, world.dana);
      world.account.decisions.boxes.delete(
        world.account.state?.members[danaId]?.twoFactor?.record ?? '',
      );
      const before = account();
      expect(await act(RIGHT)).toMatchObject({ code: 'recordTampered' });
      expect(account()).toEqual(before);
    });
  },
);

it('one code sent twice at the same time does one act', async () => {
  const codes = await setUpSecondFactor(world, world.dana);
  const proof = { ...RIGHT, code: codes.next() };
  const answers = await Promise.all([
    ask('makeEmergencyKit', { proof }),
    ask('inviteMember', { memberId: samId, proof }),
  ]);
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
});

describe('for oneself', () => {
  it.each([
    ['resetTwoFactor', 'ownReset', /My security.*another administrator/],
    ['inviteMember', 'ownInvitation', /My security.*another administrator/],
  ] as const)('%s is refused, with and without a proof', async (name, code, words) => {
    await setUpSecondFactor(world, world.dana);
    const before = account();
    for (const proof of [null, RIGHT]) {
      const refused = await ask(name, { memberId: danaId, proof });
      expect(refused).toMatchObject({ ok: false, code });
      expect(refused['message']).toMatch(words);
    }
    expect(account()).toEqual(before);
  });

  it('a member’s id in another case belongs to nobody', async () => {
    const memberId = danaId.toUpperCase();
    expect(memberId).not.toBe(danaId);
    for (const name of ['resetTwoFactor', 'inviteMember'] as const)
      expect(await ask(name, { memberId, proof: RIGHT })).toMatchObject({ code: 'unknownMember' });
  });
});

describe('what needs no proof', () => {
  it('a taken email is told before a code is spent on it', async () => {
    const input = { ...NEWCOMER, email: world.sam.email.toUpperCase(), proof: null };
    expect(await ask('addMember', input)).toMatchObject({ code: 'emailTaken' });
  });

  it('rules that let in nobody more', async () => {
    const save = (graceDays: number, openedWith: object = world.identity.rules.current()) => {
      const rules = { ...OPENED, shortestPassword: 8, graceDays };
      return ask('saveSignInRules', { rules, openedWith, proof: null });
    };
    for (const graceDays of [3, 0]) expect(await save(graceDays)).toMatchObject({ ok: true });
    for (const graceDays of [1, 14])
      expect(await save(graceDays)).toMatchObject({ code: 'proofRequired' });
    // Who opened the form before the rules became stricter does not loosen them by what was shown then.
    expect(await save(3, OPENED)).toMatchObject({ ok: true, inForce: { graceDays: 0 } });
  });

  it('taking somebody’s access away', async () => {
    expect(await ask('disableMember', { memberId: samId })).toMatchObject({ ok: true });
    expect(world.account.memberById(samId)?.active).toBe(false);
    expect(await ask('enableMember', { memberId: samId, proof: null })).toMatchObject({
      code: 'proofRequired',
    });
  });
});
