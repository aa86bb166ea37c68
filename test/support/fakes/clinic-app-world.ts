import {
  type ClinicAppSettings,
  NEW_CLINIC_APP,
} from '../../../src/shared/clinic-apps/clinic-app.js';
import type { TypedField } from '../../../src/shared/clinic-apps/page-probe.js';
import { ClinicAppKeeper } from '../../../src/main/clinic-apps/clinic-app-keeper.js';
import { DraftKeeper } from '../../../src/main/clinic-apps/draft-keeper.js';
import { ClinicAppJournal } from '../../../src/main/clinic-apps/journal.js';
import { PlaceKeeper } from '../../../src/main/clinic-apps/place-keeper.js';
import { SiteSignInKeeper } from '../../../src/main/clinic-apps/site-sign-in-keeper.js';
import { KeyRing } from '../../../src/main/identity/key-ring.js';
import type { Author, Member } from '../../../src/main/ports/index.js';
import { memberNamed } from './builders.js';
import { keysOf, MemoryAccount } from './memory-account.js';
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
  readonly account = MemoryAccount.of(this.dana, this.sam);
  readonly keys = new KeyRing(this.account);
  apps!: ClinicAppKeeper;
  places!: PlaceKeeper;
  drafts!: DraftKeeper;
  siteSignIns!: SiteSignInKeeper;

  constructor() {
    this.account.decisions.database = [this.store, this.audit];
    this.restart();
  }

  /** The app starts again on the same files, and somebody signs in. */
  restart(): void {
    this.#hold(this.dana.id);
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

  /** Dana decides. */
  get asDana(): Author {
    return this.keys.authorFor(this.dana);
  }

  #hold(id: Member['id']): void {
    this.keys.hold(id, keysOf({ id }));
  }

  /** Adds an app, as Dana. @returns its id */
  async add(changes: Partial<ClinicAppSettings> = {}): Promise<string> {
    const saved = await this.apps.save(null, settingsOf(changes), this.asDana);
    if (!saved.ok) throw new Error(`The app was refused: ${saved.code}`);
    return saved.app.id;
  }

  /** Whether any stored byte could be read as this text. */
  stores(text: string): boolean {
    return [...this.store.boxes.values()].some((box) => box.includes(text));
  }

  /** Changes one byte of a record, as somebody with the file can. */
  damage(name: string): void {
    const box = this.store.boxes.get(name);
    if (box === undefined) throw new Error(`There is no record ${name}.`);
    box[box.length - 1] = (box.at(-1) ?? 0) ^ 1;
  }
}
