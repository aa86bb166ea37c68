import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolder } from '../../scripts/lib/remove-folder.mjs';
import type { ClinicState } from '../../src/main/account/clinic-state.js';
import { type ComposedOffice, composeOffice } from '../../src/main/app/compose-clinic.js';
import { composeIdentity, type Identity } from '../../src/main/app/compose-identity.js';
import { type Account, openAccount } from '../../src/main/app/open-account.js';
import { type OpenClinic, openClinic } from '../../src/main/app/open-clinic.js';
import type {
  Author,
  ServerConnector,
  ServerFounder,
  ServerPlace,
} from '../../src/main/ports/index.js';
import { PostgresFounder } from '../../src/main/server/postgres-founder.js';
import { INITIAL_STATE } from '../../src/main/session/machine.js';
import { AccountMemory } from '../../src/main/vault/account-memory.js';
import { DEFAULT_POLICY } from '../../src/shared/policy/policy.js';
import { FakeKeychain } from './fakes/fake-keychain.js';

const ADMINISTRATOR = {
  clinicName: 'Harbour Street Clinic',
  name: 'Dana Whitlock',
  email: 'dana@harbour.example',
  password: 'quiet-harbour-lamp-42',
};

/** What a computer keeps while the app does not run. */
interface Disk {
  readonly folder: string;
  readonly keychain: FakeKeychain;
}

interface DeskParts {
  readonly connector: ServerConnector;
  readonly founder?: ServerFounder;
}

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
  readonly #disk: Disk;
  readonly #parts: DeskParts;

  private constructor(account: Account, disk: Disk, parts: DeskParts) {
    this.account = account;
    this.#disk = disk;
    this.#parts = parts;
    const { connector, founder = new PostgresFounder() } = parts;
    const { keychain } = disk;
    const { clock, installation } = account;
    const nothing = (): void => undefined;
    const carryOut = (): void => void composed.carryOutRemoval();
    this.clinic = openClinic({
      ...{ ...account, connector, keychain, onChange: nothing, onShut: nothing },
      ...{ onRemoved: carryOut, onContact: nothing, onOrdered: nothing },
    });
    const reseal = nothing;
    const { desk } = this.clinic;
    this.identity = composeIdentity({ ...account, reseal, desk, onChange: nothing });
    const composed = composeOffice({
      ...{ opened: account, clinic: this.clinic, connector, reseal, startAgain: nothing },
      founder,
      keys: this.identity.keys,
      memory: new AccountMemory(keychain, clock, installation),
      runner: {
        ...{ state: INITIAL_STATE, requestEnd: nothing },
        whenEndSettled: () => Promise.resolve(),
      },
      onChange: nothing,
    });
    this.office = composed.office;
    account.onAccount(() => {
      this.clinic.follow();
      this.onAccount();
    });
  }

  static open(connector: ServerConnector, founder?: ServerFounder): Promise<SimulatedDesk> {
    const keychain = new FakeKeychain();
    const parts = founder === undefined ? { connector } : { connector, founder };
    return SimulatedDesk.#start({ folder: freshFolder(), keychain }, parts);
  }

  static async #start(disk: Disk, parts: DeskParts): Promise<SimulatedDesk> {
    const account = await openAccount(disk.folder, { mayMake: true });
    await account.chain.check();
    const desk = new SimulatedDesk(account, disk, parts);
    desk.clinic.follow();
    return desk;
  }

  /** Another computer starts on a copy of what this one keeps. */
  copied(): Promise<SimulatedDesk> {
    const disk = { folder: freshFolder(), keychain: new FakeKeychain() };
    cpSync(this.#disk.folder, disk.folder, { recursive: true });
    for (const entry of this.#disk.keychain.entries) disk.keychain.entries.set(...entry);
    return SimulatedDesk.#start(disk, this.#parts);
  }

  /** The app starts again. */
  async restarted(): Promise<SimulatedDesk> {
    await this.clinic.stop();
    return SimulatedDesk.#start(this.#disk, this.#parts);
  }

  /** Where the account's file is. */
  get folder(): string {
    return this.#disk.folder;
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
    await removeFolder(this.#disk.folder);
  }
}

function freshFolder(): string {
  return mkdtempSync(join(tmpdir(), 'clinic-desk-'));
}
