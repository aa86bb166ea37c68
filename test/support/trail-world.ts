import { rmSync } from 'node:fs';
import Database from 'libsql';
import { TrailSigning } from '../../src/main/audit/trail-signer.js';
import {
  type Proofs,
  type TrailVerdict,
  verifyTrail,
} from '../../src/main/audit/verify/verify-trail.js';
import { SeedKeys } from '../../src/main/keys/seed-keys.js';
import type { AuditEvent, TrailAnchor, TrailKeyOwner } from '../../src/main/ports/index.js';
import { type AuditTrail, openAuditTrail } from '../../src/main/storage/audit-trail.js';
import { AccountDatabase } from '../../src/main/storage/database.js';

export const DANA = '11111111-1111-4111-8111-111111111111';
export const SAM = '22222222-2222-4222-8222-222222222222';

/** An account database with an audit trail, and everything that its check needs from elsewhere. */
export class TrailWorld {
  readonly keys = { [DANA]: SeedKeys.fresh(), [SAM]: SeedKeys.fresh() };
  administrators = SeedKeys.fresh();
  readonly workstation: string;
  readonly path: string;
  readonly #earlier: SeedKeys[] = [];
  readonly anchors: TrailAnchor[] = [];
  trail!: AuditTrail;
  signing!: TrailSigning;
  wallMs = 1_800_000_000_000;
  isFounded = false;
  #database!: AccountDatabase;

  /** @param path of the database file, which is made when it is missing */
  constructor(path: string, workstation = 'station-1') {
    this.path = path;
    this.workstation = workstation;
    this.open();
  }

  open(): void {
    this.#database = new AccountDatabase(this.path);
    const administrators = (): string | null =>
      this.isFounded ? this.administrators.publicKeys.opening : null;
    this.trail = openAuditTrail(this.#database, this.workstation, { administrators });
    const clock = { now: () => ({ wallMs: this.wallMs, bootMs: this.wallMs }) };
    this.signing = new TrailSigning({ trail: this.trail, clock: clock as never });
  }

  close(): void {
    this.#database.close();
  }

  emptyLog(): void {
    this.#database.emptyLog();
  }

  together<T>(work: () => T): T {
    return this.#database.together(work);
  }

  happens(event: AuditEvent['event'], more: Partial<AuditEvent> = {}): void {
    this.wallMs += 1_000;
    const at = { wallMs: this.wallMs, bootMs: this.wallMs };
    this.trail.append({ event, at, memberId: DANA, ...more });
  }

  /** The first events of a clinic. */
  found(): this {
    this.happens('managedPolicy.changed', { memberId: null });
    this.isFounded = true;
    this.decide();
    this.happens('clinic.created');
    return this;
  }

  /** A decision of the clinic, which names how far the trail has come. */
  decide(): void {
    const head = this.trail.head();
    if (head !== null) this.anchors.push({ ...head, at: this.wallMs });
  }

  begin(memberId: typeof DANA | typeof SAM = DANA): void {
    this.happens('session.started', { memberId });
    this.signing.sessionBegins(memberId, this.keys[memberId]);
  }

  end(memberId: typeof DANA | typeof SAM = DANA): void {
    this.signing.sessionEnds(memberId, this.keys[memberId]);
    this.happens('session.ended', {
      ...{ memberId, cause: 'idle', measuredMs: 60_004.25, limitSeconds: 60, latenessMs: 4.25 },
      wipe: 'done',
    });
  }

  /** A whole session, with some events in it. */
  session(memberId: typeof DANA | typeof SAM = DANA, events = 3): this {
    this.begin(memberId);
    for (let count = 0; count < events; count += 1)
      this.happens('clinicApp.opened', { memberId, detail: { app: `App ${count}` } });
    this.end(memberId);
    return this;
  }

  /** New keys for administrators, as after somebody lost the role. */
  rotate(): void {
    this.#earlier.push(this.administrators);
    this.administrators = SeedKeys.fresh();
  }

  get owners(): readonly TrailKeyOwner[] {
    return [DANA, SAM].map((memberId) => ({
      ...{ memberId, key: this.keys[memberId as typeof DANA].publicKeys.signing },
      ...{ isAdministrator: memberId === DANA, from: 0, until: null },
    }));
  }

  get proofs(): Proofs {
    const openers = [this.administrators, ...this.#earlier];
    return {
      owners: this.owners,
      anchors: this.anchors,
      openFirstKey: (info, sealed) =>
        openers.map((keys) => keys.openSealed(info, sealed)).find((key) => key !== null) ?? null,
    };
  }

  verify(other: Partial<Proofs> = {}): Promise<TrailVerdict> {
    return verifyTrail(this.trail, { ...this.proofs, ...other });
  }

  /** What another program does to the file, which first drops what stands in its way. */
  edit(...statements: readonly string[]): void {
    this.use((file) => {
      const triggers = file
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        .all() as { name: string; sql: string }[];
      for (const { name } of triggers) file.exec(`DROP TRIGGER ${name}`);
      for (const sql of statements) file.exec(sql);
      for (const { sql } of triggers) file.exec(sql);
    });
  }

  use<T>(work: (file: Database.Database) => T): T {
    const file = new Database(this.path);
    try {
      return work(file);
    } finally {
      file.close();
    }
  }

  remove(): void {
    this.close();
    rmSync(this.path, { force: true });
  }
}
