import { isRecord } from '../../shared/policy/read-policy.js';
import { readJson } from '../../shared/texts/json.js';
import type { AsideEntry, DecisionStore } from '../ports/index.js';
import { mayGoOn } from './chain-parts.js';
import { readChange, type SignedChange } from './changes.js';
import { boxesOf, type ClinicState, positionOf } from './clinic-state.js';
import type { Entry, Position } from './entry.js';
import { replay, stateOf } from './replay.js';

/** A decision that was in force here, and is not among the clinic's any more. */
export interface LostDecision extends Pick<Entry, 'at' | 'by'> {
  readonly id: number;
  readonly change: SignedChange;
  /** The account when it was decided. */
  readonly before: ClinicState;
  /** What the account was until the server went on differently. */
  readonly last: ClinicState;
}

type AsideStore = Pick<DecisionStore, 'everyAside' | 'lost'>;

/**
 * The lost decisions, oldest first. A file can be changed: only what follows from the clinic's founding, was
 * allowed and is signed was ever in force.
 */
export async function readLost(
  store: AsideStore,
  clinic: string,
): Promise<readonly LostDecision[]> {
  const wanted = new Set(store.lost().map(signatureOf));
  if (wanted.size === 0) return [];
  const all: LostDecision[] = [];
  for (const chain of chainsIn(store.everyAside())) {
    if (!chain.some((entry) => wanted.has(signatureOf(entry)))) continue;
    const found: Omit<LostDecision, 'last'>[] = [];
    const { state: last } = await replay(
      { entriesAfter: (seq, most) => chain.slice(seq, seq + most) },
      () => false,
      ({ seq, at, by, signature, change }, before) => {
        const id = chain[seq - 1]?.id;
        if (id === undefined || before?.clinic !== clinic || change.kind === 'later') return;
        // The same decision may have been lost, and found again, before.
        if (wanted.delete(signatureOf({ signature }))) found.push({ id, at, by, change, before });
      },
    );
    if (last !== null) all.push(...found.map((one) => ({ ...one, last })));
  }
  return all;
}

/** What a chain said that was set aside, as the server went on without some of it. */
export class Aside {
  readonly #store: AsideStore & Pick<DecisionStore, 'asideEntries'>;
  #state: ClinicState | null = null;
  #boxes: ReadonlySet<string> | null = null;

  constructor(store: AsideStore & Pick<DecisionStore, 'asideEntries'>) {
    this.#store = store;
  }

  /**
   * Whether a member, or the emergency kit, may go on with what has taken its place: see {@link mayGoOn}.
   * @param has whether that goes on from there
   */
  lets(
    { memberId, kit }: { readonly memberId: string; readonly kit: string | undefined },
    now: ClinicState | null,
    has: (at: Position) => boolean,
  ): boolean {
    const lost = this.#state;
    const isOfThisClinic = lost !== null && lost.clinic === now?.clinic;
    return !isOfThisClinic || has(positionOf(lost)) || mayGoOn(lost, memberId, kit);
  }

  async read(): Promise<void> {
    this.become(await stateOf(this.#store.asideEntries()));
  }

  become(state: ClinicState | null): void {
    this.#state = state;
    this.#boxes = null;
  }

  /** The boxes of a state, and those of lost decisions, so that they can be made again. */
  withBoxesOf(state: ClinicState): ReadonlySet<string> {
    // What was sealed under other keys, nobody can bring back.
    if (this.#state?.shares.box !== state.shares.box) return boxesOf(state);
    this.#boxes ??= boxesOfLost(this.#store);
    return new Set([...boxesOf(state), ...this.#boxes]);
  }
}

/** Nothing of it is checked. */
function boxesOfLost(store: AsideStore): ReadonlySet<string> {
  const boxes = new Set<string>();
  for (const { body } of store.lost()) {
    const json = readJson(body.toString('utf8'));
    const change = json.ok && isRecord(json.value) ? readChange(json.value['change']) : null;
    if (change?.kind !== 'apps.changed') continue;
    for (const hash of Object.values(change.records)) if (hash !== null) boxes.add(hash);
  }
  return boxes;
}

/** Each chain that was set aside from its first entry on. */
function chainsIn(rows: readonly AsideEntry[]): readonly (readonly AsideEntry[])[] {
  const chains: AsideEntry[][] = [];
  for (const row of rows)
    if (row.seq === 1) chains.push([row]);
    else chains.at(-1)?.push(row);
  return chains;
}

function signatureOf({ signature }: Pick<AsideEntry, 'signature'>): string {
  return signature.toString('base64');
}
