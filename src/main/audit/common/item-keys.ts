import type { SeedKeys } from '../../keys/seed-keys.js';
import { type ClinicServer, MOST_AT_ONCE } from '../../ports/index.js';
import { type ItemPlace, keyNumberOf, openItem, openItemKey } from './item-box.js';

const CALL_MS = 5_000;

/** Who reads the clinic's common audit. */
export interface ItemReader {
  /** The name of the clinic's log. */
  readonly log: string;
  /** The administrators' keys, newest first, while one of them is signed in; none otherwise. */
  readonly administrators: () => readonly SeedKeys[];
}

/** A sealed item of somebody's trail. */
export type SealedItem = Omit<ItemPlace, 'log'> & { readonly box: Buffer };

/** Opens items, and keeps the keys that were needed for it. The owner calls `forget` when done. */
export class ItemKeys {
  readonly #reader: ItemReader;
  /** By workstation and number; `null` for one that is missing or does not open. */
  readonly #keys = new Map<string, Buffer | null>();

  constructor(reader: ItemReader) {
    this.#reader = reader;
  }

  /**
   * The texts of items, in their order.
   * @returns `null` for each that does not open; rejects with `ServerAwayError`, and when no administrator is
   *   signed in any more
   */
  async open(
    server: ClinicServer,
    items: readonly SealedItem[],
  ): Promise<readonly (string | null)[]> {
    await this.#fetch(server, items);
    const { log } = this.#reader;
    return items.map((item) => {
      const key = this.#keys.get(nameOf(item.workstation, keyNumberOf(item.box)));
      return key === undefined || key === null ? null : openItem(key, { log, ...item }, item.box);
    });
  }

  /** Overwrites the keys in memory. */
  forget(): void {
    for (const key of this.#keys.values()) key?.fill(0);
    this.#keys.clear();
  }

  async #fetch(server: ClinicServer, items: readonly SealedItem[]): Promise<void> {
    const wanted = new Map<string, Set<number>>();
    for (const { workstation, box } of items) {
      const number = keyNumberOf(box);
      if (number === 0 || this.#keys.has(nameOf(workstation, number))) continue;
      const numbers = wanted.get(workstation) ?? new Set();
      wanted.set(workstation, numbers.add(number));
    }
    for (const [workstation, numbers] of wanted)
      for (const number of [...numbers].sort((one, other) => one - other))
        if (!this.#keys.has(nameOf(workstation, number)))
          await this.#fetchOf(server, workstation, number, numbers);
  }

  /** Fetches one key, and those after it that are wanted too. */
  async #fetchOf(
    server: ClinicServer,
    workstation: string,
    first: number,
    wanted: ReadonlySet<number>,
  ): Promise<void> {
    const most = Math.min(MOST_AT_ONCE, Math.max(...wanted) - first + 1);
    const place = { workstation, kind: 'key', after: first - 1 } as const;
    const found = await server.trailItems(place, most, CALL_MS);
    const { log, administrators } = this.#reader;
    const holders = administrators();
    if (holders.length === 0) throw new Error('No administrator is signed in any more.');
    this.#keys.set(nameOf(workstation, first), null);
    for (const { number, box } of found)
      if (wanted.has(number)) {
        const key = openItemKey(holders, { log, workstation, number }, box);
        this.#keys.set(nameOf(workstation, number), key);
      }
  }
}

function nameOf(workstation: string, number: number): string {
  return `${workstation} ${number}`;
}
