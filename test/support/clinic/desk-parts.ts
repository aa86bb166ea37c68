import type { ClinicWipe } from '../../../src/main/ports/index.js';
import type { Policy } from '../../../src/shared/policy/policy.js';
import { FakeKeychain } from '../fakes/fake-keychain.js';
import { MemoryAccount } from '../fakes/memory-account.js';
import { MemoryDecisions } from '../fakes/memory-decisions.js';
import { MemoryLog } from '../fakes/memory-log.js';
import { PromiseKeeper } from '../fakes/promise-keeper.js';
import { VirtualComputer } from '../fakes/virtual-computer.js';
import { VirtualLine } from '../fakes/virtual-line.js';
import type { VirtualServer } from '../fakes/virtual-server.js';
import { type DeskImage, FIRST_POLICY } from './clinic-image.js';
import { DeskTrail } from './desk-trail.js';
import { MemoryClinicStore } from './memory-clinic-store.js';

/** What a computer of a simulated clinic has, whether its app runs or not: a line to the clinic's server, too. */
export abstract class DeskParts extends VirtualComputer {
  readonly id: string;
  readonly line: VirtualLine;
  /** The keychain's entries of the computer itself. */
  readonly ownKeychain = new FakeKeychain(this.journal);
  readonly rows = new MemoryLog();
  readonly clinicStore = new MemoryClinicStore();
  readonly trail: DeskTrail;
  readonly keeper: PromiseKeeper;
  /** From 0 to 1. */
  random: () => number = () => 0.5;
  isAsleep = false;
  isOff = false;

  constructor(image: DeskImage, server: VirtualServer) {
    super(FIRST_POLICY, (clock) => {
      const decisions = new MemoryDecisions();
      decisions.entries = [...image.entries];
      for (const [hash, box] of image.boxes) decisions.boxes.set(hash, box);
      decisions.state = image.state;
      return new MemoryAccount(clock, decisions);
    });
    this.id = image.id;
    this.trail = new DeskTrail(this.audit, image.id);
    this.line = new VirtualLine(server, this.clock);
    this.rows.rows = [...image.rows];
    if (image.workstation !== null) this.clinicStore.saveWorkstation(image.workstation);
    for (const [name, secret] of image.keychain) this.ownKeychain.entries.set(name, secret);
    this.ownKeychain.onCall = this.keychain.onCall;
    const { decisions, local } = this.account;
    const stores = [decisions, local, this.rows, this.clinicStore, this.clinic.identityStore];
    decisions.database = [...decisions.database, this.rows, this.clinicStore];
    for (const store of stores) store.beforeWrite = () => this.journal.call('disk');
    this.keeper = new PromiseKeeper(this);
  }

  /** Who is signed in here, by id. */
  get signedIn(): string | null {
    const { state } = this;
    return state?.kind === 'active' || state?.kind === 'warning' ? state.session.memberId : null;
  }

  /** The policy in force is about to be another one. */
  onPolicy(policy: Policy): void {
    this.keeper.before({ do: 'setPolicy', policy });
  }

  readonly clinicWipe: ClinicWipe = {
    wipe: (removal, also) => {
      const { decisions, local } = this.account;
      decisions.together(() => {
        decisions.setAside({ seq: 0, link: Buffer.alloc(32) });
        decisions.aside = [];
        decisions.keepBoxes(new Set());
        decisions.state = null;
        this.rows.clear();
        local.clear();
        this.clinicStore.clear();
        this.clinic.identityStore.boxes.clear();
        this.clinic.identityStore.tries.clear();
        this.clinicStore.saveRemoval(removal);
        also();
      });
    },
    isWiped: () => this.isWiped,
  };

  get isWiped(): boolean {
    const { decisions } = this.account;
    const { entries, aside, boxes, state } = decisions;
    const left = [entries.length, aside.length, boxes.size, this.rows.rows.length];
    const isEmpty = this.clinicStore.isEmpty && this.clinic.identityStore.boxes.size === 0;
    return left.every((count) => count === 0) && state === null && isEmpty;
  }
}
