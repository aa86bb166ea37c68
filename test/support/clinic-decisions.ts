import { type Entry, type Position, START, writeEntry } from '../../src/main/account/entry.js';
import type { SignedChange } from '../../src/main/account/changes.js';
import { SeedKeys } from '../../src/main/keys/seed-keys.js';
import { DEFAULT_POLICY } from '../../src/shared/policy/policy.js';
import { DEFAULT_SIGN_IN_RULES } from '../../src/shared/policy/sign-in-rules.js';

const BOX = Buffer.alloc(32, 5).toString('base64');
/** After somebody lost access. */
const NEW_BOX = Buffer.alloc(32, 6).toString('base64');

/** The chain of a clinic's decisions, really signed. */
export class ClinicDecisions {
  readonly entries: Entry[] = [];
  /** On which computer of a clinic with several the next decision is made. */
  on: string | null = null;
  readonly #founder: { readonly id: string; readonly keys: SeedKeys };

  /** @param trail how far the audit trail has come */
  constructor(id: string, keys: SeedKeys, trail: Entry['trail']) {
    this.#founder = { id, keys };
    this.decide(trail, {
      ...{ kind: 'clinic.founded', clinicName: 'Harbour Street Clinic' },
      administrator: this.#person(id, 'Dana Whitlock', 'dana@harbour.example'),
      keys: this.#keysOf(keys),
      ...{ policy: DEFAULT_POLICY, rules: DEFAULT_SIGN_IN_RULES },
      shares: { epoch: 1, administrators: BOX, box: BOX },
      cost: { memoryKib: 65_536, passes: 3, lanes: 1 },
    });
  }

  get clinic(): string {
    return this.#founder.keys.publicKeys.signing;
  }

  decide(trail: Entry['trail'], change: SignedChange): void {
    const { id, keys } = this.#founder;
    this.#write({ as: 'member', id, key: keys.publicKeys.signing }, keys, trail, change);
  }

  #write(by: Entry['by'], keys: SeedKeys, trail: Entry['trail'], change: SignedChange): void {
    const last = this.entries.at(-1);
    const after: Position = last === undefined ? START : { seq: last.seq, link: last.link };
    const place = this.on === null ? {} : { on: this.on };
    const body = { clinic: this.clinic, at: 1_800_000_000_000, by, ...place, trail, change };
    this.entries.push(writeEntry(body, after, keys));
  }

  /** From here on the account is that of several computers. @param first the one that had it until now */
  share(trail: Entry['trail'], first: string): void {
    const { publicKeys } = SeedKeys.fresh();
    this.on = first;
    this.decide(trail, {
      ...{ kind: 'clinic.shared', log: first, keys: { epoch: 1, box: BOX } },
      server: { addresses: [{ host: 'db.harbour.example', port: 5_432 }], database: 'clinic' },
      workstation: { id: first, name: 'Reception 1', ...publicKeys },
    });
  }

  /** One more computer. @param trail how far its own audit trail has come */
  enrol(trail: Entry['trail'], workstation: string): void {
    const code = SeedKeys.fresh();
    const { publicKeys } = code;
    const until = 1_800_000_100_000;
    const named = { workstation, name: workstation.slice(0, 8) };
    this.decide(null, { kind: 'workstation.invited', ...named, code: publicKeys, until });
    this.on = workstation;
    const by = { as: 'enrolment', id: workstation, key: publicKeys.signing } as const;
    const keys = SeedKeys.fresh().publicKeys;
    this.#write(by, code, trail, { kind: 'workstation.enrolled', workstation, keys });
  }

  add(trail: Entry['trail'], id: string, keys: SeedKeys): void {
    this.decide(trail, {
      ...{ kind: 'member.added', role: 'receptionist', share: BOX },
      member: this.#person(id, 'Sam Okafor', 'sam@harbour.example'),
      keys: this.#keysOf(keys),
    });
  }

  disable(trail: Entry['trail'], memberId: string): void {
    const shares = { epoch: 2, administrators: NEW_BOX, box: NEW_BOX };
    const change = { memberId, active: false, rotation: { shares, records: {} }, share: null };
    this.decide(trail, { kind: 'member.access', ...change });
  }

  #person(id: string, name: string, email: string) {
    return { id, name, email, createdAt: 1_800_000_000_000 };
  }

  #keysOf(keys: SeedKeys) {
    return { ...keys.publicKeys, version: 1, credential: BOX };
  }
}
