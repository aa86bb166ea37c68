import type { AuditProgress, AuditVerdict } from '../../shared/workstation/audit-verdict.js';
import {
  type AuditSink,
  type Clock,
  ServerAwayError,
  type TrailAnchor,
  type TrailProofs,
  type TrailStore,
} from '../ports/index.js';
import { clinicFingerprint } from './clinic-fingerprint.js';
import { type CheckedTrail, clinicVerdictInWords } from './clinic-verdict.js';
import type { ClinicTrails, ServerTrails } from './common/clinic-log.js';
import { verdictInWords } from './verdict-words.js';
import { verifyTrail } from './verify/verify-trail.js';

type Known = Pick<TrailProofs, 'owners' | 'anchors'>;

/** What a check needs from the account. */
export interface AccountProofs extends Omit<TrailProofs, keyof Known> {
  /** The clinic's public signing key, in base 64; `null` before there is a clinic. */
  readonly clinic: string | null;
  /** What was decided about one trail, by the id of its workstation; `null` for a computer that is none. */
  of(workstation: string | null): Known;
}

export interface AuditCheckParts {
  readonly trail: TrailStore;
  readonly audit: AuditSink;
  readonly clock: Clock;
  /** The trails of all workstations. */
  readonly clinic: ClinicTrails;
  /** Asked at the beginning of each check, while an administrator is signed in. */
  readonly proofs: (workstations: readonly (string | null)[]) => Promise<AccountProofs>;
  readonly nameOf: (id: string) => string;
}

/** What a check found. */
export interface Checked {
  /** The clinic's public signing key, in base 64. */
  readonly clinic: string | null;
  readonly source: AuditVerdict['source'];
  /** This computer's own copy comes first. */
  readonly trails: readonly CheckedTrail[];
  /** Workstations whose trail was not read to the end, as the server went out of reach. */
  readonly unchecked: readonly string[];
}

/** Checks the audit trails for the administrator who asks. */
export class AuditCheck {
  readonly #parts: AuditCheckParts;
  #progress: AuditProgress | null = null;
  #running: Promise<Checked> | null = null;

  constructor(parts: AuditCheckParts) {
    this.#parts = parts;
  }

  /** How far a check has come; `null` while none runs. */
  get progress(): AuditProgress | null {
    return this.#progress;
  }

  /**
   * Checks all trails from end to end, and records that in this computer's own. Whoever asks meanwhile gets the
   * same answer.
   * @returns rejects when this computer's trail cannot be read
   */
  async run(memberId: string): Promise<AuditVerdict> {
    const { audit, clock, clinic, nameOf } = this.#parts;
    const checked = await this.verdict();
    const { trails, source } = checked;
    const events = trails.reduce((sum, { verdict }) => sum + verdict.sound, 0);
    const detail = { events, problems: problemsOf(checked) };
    audit.append({ event: 'auditLog.verified', at: clock.now(), memberId, detail });
    const about = { nameOf, fingerprint: clinicFingerprint(checked.clinic) };
    const own = trails[0];
    if (source === 'single' && own !== undefined) return verdictInWords(own.verdict, about);
    return clinicVerdictInWords(checked, { ...about, stationOf: (id) => clinic.nameOf(id) });
  }

  verdict(): Promise<Checked> {
    this.#running ??= this.#run().finally(() => {
      this.#progress = null;
      this.#running = null;
    });
    return this.#running;
  }

  async #run(): Promise<Checked> {
    const { trail, clinic, proofs: proofsFor } = this.#parts;
    const self = clinic.self();
    const known = self === null ? [null] : clinic.workstations();
    const proofs = await proofsFor(known);
    const { remembered = null, openFirstKey } = proofs;
    const sum = new Sum(trail.head()?.events ?? 0, (progress) => (this.#progress = progress));
    const verdict = await verifyTrail(
      trail,
      { ...proofs.of(self), remembered, openFirstKey },
      sum.follow(),
    );
    const own: CheckedTrail = { workstation: self, copy: 'here', verdict };
    if (self === null)
      return { clinic: proofs.clinic, source: 'single', trails: [own], unchecked: [] };

    const trails = [own];
    const all = new Set(known);
    const server = await clinic.open();
    try {
      for (const id of server?.trails.keys() ?? []) all.add(id);
      sum.add([...(server?.trails.values() ?? [])].reduce((one, other) => one + other, 0));
      for (const id of all)
        if (id !== null && server !== null)
          trails.push(await this.#checked(id, { server, proofs, sum }));
    } catch (error) {
      if (!(error instanceof ServerAwayError)) throw error;
    } finally {
      server?.done();
    }
    const done = new Set(trails.slice(1).map(({ workstation }) => workstation));
    const left = [...all].filter((id): id is string => id !== null && !done.has(id));
    return {
      ...{ clinic: proofs.clinic, trails },
      source: done.size === 0 ? 'here' : 'clinic',
      unchecked: left,
    };
  }

  async #checked(
    workstation: string,
    parts: {
      readonly server: ServerTrails;
      readonly proofs: AccountProofs;
      readonly sum: Sum;
    },
  ): Promise<CheckedTrail> {
    const { server, proofs, sum } = parts;
    const { owners, anchors } = proofs.of(workstation);
    const said = await this.#saidOf(workstation, server);
    const known = [...anchors, ...said];
    const copy = await server.open(workstation, Math.max(0, ...known.map(({ events }) => events)));
    const { openFirstKey } = proofs;
    const verdict = await verifyTrail(
      copy,
      { owners, anchors: known, remembered: null, openFirstKey },
      sum.follow(),
    );
    sum.done(server.trails.get(workstation) ?? 0);
    return { workstation, copy: 'server', verdict };
  }

  /** How far a trail had come by what its workstation said last, or, for this one, by what it has sent. */
  async #saidOf(workstation: string, server: ServerTrails): Promise<readonly TrailAnchor[]> {
    const { trail, clinic } = this.#parts;
    if (workstation !== clinic.self()) {
      const beat = server.beats.get(workstation);
      return beat === undefined ? [] : [beat];
    }
    const events = (await clinic.sent()) ?? 0;
    const row = trail.rows(events - 1, 1)[0];
    return row?.id !== events || row.link === null ? [] : [{ events, link: row.link, at: row.at }];
  }
}

/** How many things a check found wrong. */
export function problemsOf({ trails }: Pick<Checked, 'trails'>): number {
  return trails.reduce((sum, { verdict }) => sum + verdict.problems.length, 0);
}

/** The progress over several trails. */
class Sum {
  #of: number;
  #checked = 0;
  readonly #tell: (progress: AuditProgress) => void;

  constructor(of: number, tell: (progress: AuditProgress) => void) {
    this.#of = of;
    this.#tell = tell;
    this.#say(0);
  }

  /** So many more are to be checked, after all that were. */
  add(events: number): void {
    this.#checked = this.#of;
    this.#of += events;
  }

  follow(): (events: number) => void {
    return (events) => this.#say(events);
  }

  /** So many were checked. */
  done(events: number): void {
    this.#checked += events;
    this.#say(0);
  }

  #say(more: number): void {
    this.#tell({ checked: Math.min(this.#checked + more, this.#of), of: this.#of });
  }
}
