import type { Author } from '../../../src/main/ports/index.js';
import type { SignedChange } from '../../../src/main/account/changes.js';
import { type StoredEntry, writeEntry } from '../../../src/main/account/entry.js';
import { writeBeat } from '../../../src/main/clinic/beat.js';
import { SeedKeys } from '../../../src/main/keys/seed-keys.js';
import { policyWith } from '../fakes/builders.js';
import { seedOf } from '../fakes/member-seeds.js';
import { OFFLINE_LIMIT_SECONDS, PEOPLE } from './clinic-image.js';
import type { ClinicWorld } from './clinic-world.js';
import type { VirtualDesk } from './virtual-desk.js';

/**
 * What somebody puts into the log who has taken a workstation over, and so has the keys of the log. `stranger`:
 * in an administrator's name, signed by nobody who may; `member`: by somebody who may not decide this; `replay`:
 * an old decision once more; `rubbish`: no row at all; `beat`: something in the name of another workstation.
 */
export type Forgery = 'stranger' | 'member' | 'replay' | 'rubbish' | 'beat';

const STRANGER = SeedKeys.fresh();

/** Appends it. @returns the body that nobody may ever follow; `null` where there is none */
export function forge(world: ClinicWorld, how: Forgery): Buffer | null {
  const { server } = world;
  const desk = [...world.desks].reverse().find(({ id, rows, desk: app }) => {
    const isThere = server.standingOf(id) === 'enrolled' && app !== null;
    return isThere && rows.rows.length === server.rows.length;
  });
  const keys = desk?.desk?.clinic.secret.identity?.logKeys ?? null;
  if (desk === undefined || keys === null) return null;
  if (how === 'beat') {
    forgeBeat(world, desk);
    return null;
  }
  const head = server.rows.at(-1);
  if (head === undefined) return null;
  if (how === 'rubbish') {
    server.append(desk.id, head, Buffer.from('this is no row'), []);
    return null;
  }
  const { entries } = desk.account.decisions;
  const forged = how === 'replay' ? entries.at(-1) : written(world, how);
  if (forged === undefined || forged === null) return null;
  server.append(desk.id, head, keys.sealRow(forged), []);
  return how === 'replay' ? null : forged.body;
}

/** Another workstation, as it is made to seem, has decisions that nobody else was given. */
function forgeBeat({ server, desks }: ClinicWorld, by: VirtualDesk): void {
  const { state } = by.account;
  const logKeys = by.desk?.clinic.secret.identity?.logKeys ?? null;
  const shared = state?.shared ?? null;
  const victim = desks.find(({ id }) => id !== by.id && shared?.workstations[id] !== undefined);
  if (state === null || shared === null || logKeys === null || victim === undefined) return;
  const beat = {
    ...{ order: [1_000, 1] as const, version: '1.0.0', seq: 900, trail: null, freeSinceMs: null },
    ...{ atMs: server.nowMs(), head: { seq: 900, link: Buffer.alloc(32, 9) }, session: null },
  };
  const body = writeBeat(
    beat,
    { workstation: victim.id, keys: STRANGER, logKeys },
    { ...state, shared },
  );
  const other = { workstation: victim.id, heardMs: server.nowMs(), change: 1, body };
  for (const { id, line } of desks) {
    if (id === victim.id) continue;
    line.lies.beat = (truth) => ({ ...truth, other });
    // Whoever asks for all of them gets it, too.
    line.lies.beats = (truth) =>
      truth.map((said) =>
        said.workstation === victim.id ? { ...other, change: said.change } : said,
      );
  }
}

/** A policy as loose as it gets, after the newest decision. */
function written(world: ClinicWorld, how: 'stranger' | 'member'): StoredEntry | null {
  const state = world.desks.find(({ rows }) => rows.rows.length === world.server.rows.length)
    ?.account.state;
  if (state === null || state === undefined) return null;
  const [dana] = PEOPLE;
  const sam = PEOPLE.find(({ id }) => state.members[id]?.role !== 'administrator');
  if (sam === undefined) return null;
  const author: Author =
    how === 'stranger'
      ? { memberId: dana.id, keys: STRANGER }
      : { memberId: sam.id, keys: seedOf(sam) };
  // A stranger claims the administrator's key.
  const { signing } = seedOf(how === 'stranger' ? dana : sam).publicKeys;
  const change: SignedChange = {
    kind: 'policy.set',
    policy: policyWith({
      ...{ sessionTimeoutSeconds: 604_800, longestSessionSeconds: 604_800 },
      offlineLimitSeconds: OFFLINE_LIMIT_SECONDS,
    }),
  };
  const { clinic, seq, link } = state;
  const after = { seq, link: Buffer.from(link, 'base64') };
  const by = { as: 'member', id: author.memberId, key: signing } as const;
  return writeEntry({ clinic, at: 1_000, by, trail: null, change }, after, author.keys);
}
