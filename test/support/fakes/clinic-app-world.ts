import {
  type ClinicAppSettings,
  NEW_CLINIC_APP,
} from '../../../src/shared/clinic-apps/clinic-app.js';
import type { TypedField } from '../../../src/shared/clinic-apps/page-probe.js';
import { withAccess } from '../../../src/main/account/clinic-state.js';
import { rotate } from '../../../src/main/account/rotation.js';
import { shareFor } from '../../../src/main/account/shares.js';
import { ClinicAppKeeper } from '../../../src/main/clinic-apps/clinic-app-keeper.js';
import { DraftKeeper } from '../../../src/main/clinic-apps/draft-keeper.js';
import { ClinicAppJournal } from '../../../src/main/clinic-apps/journal.js';
import { PlaceKeeper } from '../../../src/main/clinic-apps/place-keeper.js';
import { SiteSignInKeeper } from '../../../src/main/clinic-apps/site-sign-in-keeper.js';
import { KeyRing } from '../../../src/main/identity/key-ring.js';
import type { Author, Decision, Member } from '../../../src/main/ports/index.js';
import { memberNamed } from './builders.js';
import { keysOf } from './member-seeds.js';
import { MemoryAccount } from './memory-account.js';
import { MemoryAudit } from './memory-audit.js';
import { MemoryIdentityStore } from './memory-identity-store.js';
import { VirtualClock } from './virtual-clock.js';

/** A portal, with what a test wants of it. */
export function settingsOf(changes: Partial<ClinicAppSettings> = {}): ClinicAppSettings {
  return {
    ...NEW_CLINIC_APP,
    name: 'Portal',
    address: 'https://portal.clinic.example/',
    ...changes,
  };
}

/** A plain line of text that somebody typed. */
export function typedField(changes: Partial<TypedField> = {}): TypedField {
  return {
    type: 'text',
    autocomplete: '',
    name: 'note',
    id: '',
    label: 'Note',
    inputMode: '',
    maxLength: -1,
    value: 'The cough is better.',
    ...changes,
  };
}

/**
 * Everything about clinic apps that has no windows, on memory stores. The administrator Dana and
 * the receptionist Sam are members, and Dana's keys are held.
 */
export class ClinicAppWorld {
  readonly clock = new VirtualClock();
  readonly audit = new MemoryAudit();
  readonly store = new MemoryIdentityStore();
  readonly dana = memberNamed('Dana', 'administrator');
  readonly sam = memberNamed('Sam', 'receptionist');
  account = MemoryAccount.of(this.dana, this.sam);
  keys!: KeyRing;
  apps!: ClinicAppKeeper;
  places!: PlaceKeeper;
  drafts!: DraftKeeper;
  siteSignIns!: SiteSignInKeeper;

  constructor() {
    this.account.decisions.database = [this.store, this.audit];
    this.#compose();
    this.#hold(this.dana.id);
  }

  /** The app starts again on the same files, and a member's session lives, or goes on. */
  restart({ id }: Pick<Member, 'id'> = this.dana): void {
    this.account = this.account.restarted();
    this.#compose();
    this.#hold(id);
  }

  #compose(): void {
    this.keys = new KeyRing(this.account);
    const { store, account, keys, clock } = this;
    const journal = new ClinicAppJournal(this.audit, clock);
    const base = { store, account, keys, clock, journal };
    this.apps = new ClinicAppKeeper({
      ...{ ...base, decisions: account.chain },
      author: () => keys.author,
    });
    this.places = new PlaceKeeper({ ...base, apps: this.apps });
    this.drafts = new DraftKeeper({ ...base, apps: this.apps });
    this.siteSignIns = new SiteSignInKeeper(base);
  }

  /** The last session of whoever it was ends, and this member signs in. */
  nextSession(memberId: string): void {
    this.places.endSession();
    this.drafts.endSession();
    this.#hold(memberId);
    this.places.beginSession(memberId);
    this.drafts.beginSession(memberId);
  }

  /** Dana decides, whoever is signed in. */
  get asDana(): Author {
    return { memberId: this.dana.id, keys: keysOf(this.dana) };
  }

  #hold(id: Member['id']): void {
    this.keys.hold(id, keysOf({ id }));
  }

  /** Dana turns a member's access on or off, as identity does it. */
  async setAccess({ id }: Pick<Member, 'id'>, active: boolean): Promise<void> {
    const change = { kind: 'member.access', memberId: id, active } as const;
    await this.account.chain.commit(this.asDana, (now): Decision => {
      const { state } = now;
      const after = state === null ? 'unknownMember' : withAccess(state, id, active);
      if (state === null || after === 'unknownMember' || this.keys.clinic === null)
        throw new Error('There is no such member, or no clinic.');
      const keys = this.keys.clinic;
      if (active) {
        const { opening } = keysOf({ id }).publicKeys;
        const holder = { name: id, opening, isAdministrator: false };
        const { share, box } = shareFor(state, { keys, holder });
        return { change: { ...change, rotation: null, share }, boxes: [box] };
      }
      const { rotation, boxes } = rotate(now, after, keys);
      return { change: { ...change, rotation, share: null }, boxes };
    });
  }

  /** Adds an app, as Dana. @returns its id */
  async add(changes: Partial<ClinicAppSettings> = {}): Promise<string> {
    const saved = await this.apps.save(null, settingsOf(changes), this.asDana);
    if (!saved.ok) throw new Error(`The app was refused: ${saved.code}`);
    return saved.app.id;
  }

  /** The names of all sealed records: members' own, and the clinic's. */
  get records(): readonly string[] {
    const clinics = Object.keys(this.account.state?.records ?? {});
    return [...clinics, ...this.store.boxes.keys()];
  }

  /** Whether any stored byte could be read as this text. */
  stores(text: string): boolean {
    const { decisions } = this.account;
    const bodies = decisions.entries.map(({ body }) => body);
    return [...this.store.boxes.values(), ...decisions.boxes.values(), ...bodies].some((bytes) =>
      bytes.includes(text),
    );
  }

  /** Changes one byte of a record, as somebody with the file can. */
  damage(name: string): void {
    const hash = this.account.state?.records[name] ?? '';
    const box = this.store.boxes.get(name) ?? this.account.decisions.boxes.get(hash);
    if (box === undefined) throw new Error(`There is no record ${name}.`);
    box[box.length - 1] = (box.at(-1) ?? 0) ^ 1;
  }
}
