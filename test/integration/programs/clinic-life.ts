import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { TOTP, URI } from 'otpauth';
import { Acceptance } from '../../../src/main/account/acceptance.js';
import { hashOf } from '../../../src/main/account/shares.js';
import { DEFAULT_POLICY } from '../../../src/shared/policy/policy.js';
import { composeSession } from '../../../src/main/app/compose-session.js';
import { loginHalves } from '../../../src/main/host/log-in/login-halves.js';
import { type IdleSource, NO_ORDERS_HERE } from '../../../src/main/ports/index.js';
import { AccountDatabase } from '../../../src/main/storage/database.js';
import { openPauseStore } from '../../../src/main/storage/pause-store.js';
import { openSessionStore } from '../../../src/main/storage/session-store.js';
import { NO_SIGNER } from '../../support/fakes/no-signer.js';
import { AccountMemory } from '../../../src/main/vault/account-memory.js';
import { openKeychain } from '../../../src/main/vault/keychain.js';
import { Vault } from '../../../src/main/vault/vault.js';
import { FakeComputerLock } from '../../support/fakes/fake-computer-lock.js';
import { FakeGuard } from '../../support/fakes/fake-guard.js';
import { RecordingScreens } from '../../support/fakes/recording-screens.js';
import { DANA, partsOf, RealClinic } from '../../support/real-clinic.js';
import { FOLDER } from '../opened-by-thief.js';

/*
 * A clinic's life on a real database and the real keychain, without windows. Argument: the folder. `begin`
 * creates everything that has a secret, begins a session, and prints the secrets; `end CAUSE` ends the
 * session like the app. With a second argument one half of the session's key is kept in the place of this
 * OS that is lost at a log-out.
 */
const [folder = '', inMemory] = process.argv.slice(2);
/** What the clinic shares. */
const CLINIC_APP = 'https://portal.clinic.example/';

const database = new AccountDatabase(join(folder, 'account.db'));
const parts = partsOf(database);
const { account, chain, audit, clock, installation } = parts;
const clinic = new RealClinic(parts);
const { identity } = clinic;
const { keys } = identity;
const store = openSessionStore(
  database,
  inMemory === undefined ? null : loginHalves([installation, FOLDER]),
);
const vault = new Vault(openKeychain('session'), clock, installation, FOLDER);
const memory = new AccountMemory(openKeychain('computer'), clock, installation);
chain.onDecided((position) => memory.note(position));
const acceptance = new Acceptance({ account, chain, memory, reseal: () => undefined });
const screens = new RecordingScreens();
/** Somebody is always active: only the test ends the session. */
const idle: IdleSource = {
  idleMs: () => 0,
  resolutionMs: 0,
  screenLocked: () => false,
  doubt: () => undefined,
};
const fakes = { guard: new FakeGuard(), computerLock: new FakeComputerLock(), screens, idle };
const pauseStore = openPauseStore(database);
const ports = { ...fakes, clock, store, pauseStore, account, audit, vault, keys };
const { runner, sessions } = composeSession({
  ...ports,
  policy: () => DEFAULT_POLICY,
  orders: NO_ORDERS_HERE,
  onChange: () => undefined,
  takenUpIn: () => Promise.resolve({ bootId: 'boot', loginId: 'login' }),
  signer: NO_SIGNER,
  vouch: (memberId, seedKeys) => identity.admission.vouch(memberId, seedKeys),
  recall: () => acceptance.recall(),
});

/** @returns every value that must never be readable at rest */
async function begin(): Promise<Readonly<Record<string, string>>> {
  const member = await clinic.found();
  const owner = clinic.author;
  const { uri } = identity.secondFactor.start(owner);
  const totp = URI.parse(uri);
  if (!(totp instanceof TOTP)) throw new Error('The address is not one of TOTP.');
  const confirmed = await identity.secondFactor.confirm(owner, totp.generate());
  if (!confirmed.ok) throw new Error(confirmed.code);
  const invited = await identity.recovery.invite(member.id, owner);
  if (!invited.ok) throw new Error(invited.code);
  const recoveryKey = await identity.recovery.makeKit(owner);
  const sealed = keys.clinic?.clinic.seal('clinic-apps', Buffer.from(CLINIC_APP));
  if (sealed === undefined) throw new Error('Dana has no share of the clinic’s keys.');
  await chain.commit(owner, () => ({
    change: { kind: 'apps.changed', records: { 'clinic-apps': hashOf(sealed) } },
    boxes: [sealed],
  }));
  const refusal = await sessions.begin(member, runner.state.generation, owner.keys.copy());
  if (refusal !== null) throw new Error(refusal);
  return {
    password: DANA.password,
    clinicApp: CLINIC_APP,
    secondFactor: Buffer.from(totp.secret.bytes).toString('latin1'),
    secondFactorInText: totp.secret.base32,
    recoveryCode: confirmed.recoveryCodes[0] ?? '',
    invitation: invited.invitation,
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
