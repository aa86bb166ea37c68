import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { TOTP, URI } from 'otpauth';
import { AccountDecisions } from '../../../src/main/account/decisions.js';
import { DEFAULT_POLICY } from '../../../src/shared/policy/policy.js';
import { composeSession } from '../../../src/main/app/compose-session.js';
import { composeIdentity } from '../../../src/main/app/compose-identity.js';
import { systemClock } from '../../../src/main/host/clock.js';
import { loginHalves } from '../../../src/main/host/log-in/login-halves.js';
import type { IdleSource } from '../../../src/main/ports/index.js';
import { SqlAccountStore } from '../../../src/main/storage/account-store.js';
import { openAuditTrail } from '../../../src/main/storage/audit-trail.js';
import { AccountDatabase } from '../../../src/main/storage/database.js';
import { openIdentityStore } from '../../../src/main/storage/identity-store.js';
import { installationId } from '../../../src/main/storage/installation.js';
import { openSessionStore } from '../../../src/main/storage/session-store.js';
import { openKeychain } from '../../../src/main/vault/keychain.js';
import { Vault } from '../../../src/main/vault/vault.js';
import { FakeComputerLock } from '../../support/fakes/fake-computer-lock.js';
import { FakeGuard } from '../../support/fakes/fake-guard.js';
import { FOLDER } from '../opened-by-thief.js';
import { RecordingScreens } from '../../support/fakes/recording-screens.js';

/*
 * A clinic's life on a real database and the real keychain, without windows. Argument: the folder. `begin`
 * creates everything that has a secret, begins a session, and prints the secrets; `end CAUSE` ends the
 * session like the app. With a second argument one half of the session's key is kept in the place of this
 * OS that is lost at a log-out.
 */
const [folder = '', inMemory] = process.argv.slice(2);
const ADMINISTRATOR = {
  clinicName: 'Harbour Street Clinic',
  name: 'Dana Whitlock',
  email: 'dana@harbour.example',
  password: 'quiet-harbour-lamp-42',
};

const clock = systemClock();
const database = new AccountDatabase(join(folder, 'account.db'));
const installation = installationId(database, clock.now().wallMs);
const account = new SqlAccountStore(database);
const audit = openAuditTrail(database, installation);
const store = openSessionStore(
  database,
  inMemory === undefined ? null : loginHalves([installation, FOLDER]),
);
const identity = composeIdentity({
  account,
  decisions: new AccountDecisions(account),
  identityStore: openIdentityStore(database),
  audit,
  clock,
  installation,
  onChange: () => undefined,
});
const { keys } = identity;
const vault = new Vault(openKeychain(), clock, installation, FOLDER);
const screens = new RecordingScreens();
/** Somebody is always active: only the test ends the session. */
const idle: IdleSource = {
  idleMs: () => 0,
  resolutionMs: 0,
  screenLocked: () => false,
  doubt: () => undefined,
};
const fakes = { guard: new FakeGuard(), computerLock: new FakeComputerLock(), screens, idle };
const ports = { ...fakes, clock, store, account, audit, vault, keys };
const { runner, sessions } = composeSession({
  ...ports,
  policy: () => DEFAULT_POLICY,
  onChange: () => undefined,
  takenUpIn: () => Promise.resolve({ bootId: 'boot', loginId: 'login' }),
});

/** @returns every value that must never be readable at rest */
async function begin(): Promise<Readonly<Record<string, string>>> {
  const created = await identity.members.createClinic(ADMINISTRATOR, DEFAULT_POLICY, []);
  if (!created.ok) throw new Error(created.code);
  const { member, accountKey } = created;
  const owner = { memberId: member.id, key: accountKey };
  const { uri } = identity.secondFactor.start(owner);
  const totp = URI.parse(uri);
  if (!(totp instanceof TOTP)) throw new Error('The address is not one of TOTP.');
  const confirmed = await identity.secondFactor.confirm(owner, totp.generate());
  if (!confirmed.ok) throw new Error(confirmed.code);
  const invitation = await identity.recovery.invite(member.id, owner);
  const recoveryKey = await identity.recovery.makeKit(owner);
  const refusal = await sessions.begin(member, runner.state.generation, accountKey);
  if (refusal !== null) throw new Error(refusal);
  return {
    password: ADMINISTRATOR.password,
    secondFactor: Buffer.from(totp.secret.bytes).toString('latin1'),
    secondFactorInText: totp.secret.base32,
    recoveryCode: confirmed.recoveryCodes[0] ?? '',
    invitation,
    recoveryKey,
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  const [order] = line.split(' ');
  let result: unknown = null;
  if (order === 'begin') result = await begin();
  if (order === 'end') {
    runner.requestEnd('idle');
    await runner.whenEndSettled(10_000);
    result = runner.state.kind;
  }
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
