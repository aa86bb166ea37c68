import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolder } from '../../scripts/lib/remove-folder.mjs';
import type { ClinicState } from '../../src/main/account/clinic-state.js';
import { type ComposedOffice, composeOffice } from '../../src/main/app/compose-clinic.js';
import { composeIdentity, type Identity } from '../../src/main/app/compose-identity.js';
import { type Account, openAccount } from '../../src/main/app/open-account.js';
import { type OpenClinic, openClinic } from '../../src/main/app/open-clinic.js';
import type { Author, ServerConnector, ServerPlace } from '../../src/main/ports/index.js';
import { PostgresFounder } from '../../src/main/server/postgres-founder.js';
import { AccountMemory } from '../../src/main/vault/account-memory.js';
import { DEFAULT_POLICY } from '../../src/shared/policy/policy.js';
import { FakeKeychain } from './fakes/fake-keychain.js';

const ADMINISTRATOR = {
  clinicName: 'Harbour Street Clinic',
  name: 'Dana Whitlock',
  email: 'dana@harbour.example',
  password: 'quiet-harbour-lamp-42',
};

/**
 * One computer of a clinic, with the app's own parts and a database file of its own, but without Electron,
 * windows and a real keychain: for what needs many of them.
 */
export class SimulatedDesk {
  readonly account: Account;
  readonly clinic: OpenClinic;
  readonly office: ComposedOffice['office'];
  readonly identity: Identity;
  /** Called after each change of the account. */
  onAccount: () => void = () => undefined;
  readonly #folder: string;

  private constructor(account: Account, folder: string, connector: ServerConnector) {
    this.account = account;
    this.#folder = folder;
    const { clock, installation } = account;
    const keychain = new FakeKeychain();
    const nothing = (): void => undefined;
    const carryOut = (): void => void composed.carryOutRemoval();
    this.clinic = openClinic({
      ...{ ...account, connector, keychain, onChange: nothing, onShut: nothing },
      ...{ onRemoved: carryOut, onContact: nothing },
    });
    const reseal = nothing;
    const { desk } = this.clinic;
    this.identity = composeIdentity({ ...account, reseal, desk, onChange: nothing });
    const composed = composeOffice({
      ...{ opened: account, clinic: this.clinic, connector, reseal, startAgain: nothing },
      founder: new PostgresFounder(),
      keys: this.identity.keys,
      memory: new AccountMemory(keychain, clock, installation),
      runner: { requestEnd: nothing, whenEndSettled: () => Promise.resolve() },
      onChange: nothing,
    });
    this.office = composed.office;
    account.onAccount(() => {
      this.clinic.follow();
      this.onAccount();
    });
  }

  static async open(connector: ServerConnector): Promise<SimulatedDesk> {
    const folder = mkdtempSync(join(tmpdir(), 'clinic-desk-'));
    const account = await openAccount(folder, { mayMake: true });
    await account.chain.check();
    const desk = new SimulatedDesk(account, folder, connector);
    desk.clinic.follow();
    return desk;
  }

  get state(): ClinicState {
    const { state } = this.account.account;
    if (state === null) throw new Error('There is no clinic here.');
    return state;
  }

  /** Who is signed in, as far as identity knows of it. */
  get author(): Author {
    const { author } = this.identity.keys;
    if (author === null) throw new Error('Nobody is signed in.');
    return author;
  }

  /** Founds a clinic here, and shares it. */
  async share(
    place: ServerPlace,
    owner: { readonly user: string; readonly password: string },
  ): Promise<void> {
    const { founding, keys } = this.identity;
    const founded = await founding.found(ADMINISTRATOR, DEFAULT_POLICY, []);
    if (!founded.ok) throw new Error(founded.code);
    keys.hold(founded.member.id, founded.keys);
    const form = { place, owner, workstationName: 'Reception 1' };
    const shared = await this.office.share(form, this.author);
    if (!shared.ok) throw new Error(shared.code);
    await this.connected();
  }

  /** @param code from paper */
  async join(place: ServerPlace, code: string): Promise<void> {
    const joined = await this.office.join({ place, code, setAside: false });
    if (!joined.ok) throw new Error(joined.code);
    await this.connected();
  }

  async connected(): Promise<void> {
    while (this.clinic.link.state.kind !== 'connected')
      await new Promise((resolve) => setTimeout(resolve, 10));
  }

  async close(): Promise<void> {
    await this.clinic.stop();
    await removeFolder(this.#folder);
  }
}
