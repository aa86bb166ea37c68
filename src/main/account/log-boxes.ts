import type { ClinicServer, NamedBox } from '../ports/index.js';
import type { KeptLogKeys } from './changes.js';
import { neededBoxes } from './chain-parts.js';
import type { ClinicAccount } from './clinic-account.js';
import { boxesOf, type ClinicState, hasSameBoxes } from './clinic-state.js';
import type { LogKeys } from './log-keys.js';
import { hashOf } from './shares.js';

/** How long the server may take, in milliseconds. */
const CALL_MS = 10_000;
/** How many boxes travel together. */
const BOXES_AT_ONCE = 50;

export interface LogBoxesParts {
  readonly account: Pick<ClinicAccount, 'state' | 'box' | 'boxesHere'>;
  readonly keys: () => LogKeys;
}

/** The boxes that decisions name, on their way to the clinic's server and from it. */
export class LogBoxes {
  readonly #parts: LogBoxesParts;
  /** The account for which all were here. Another reading of the chain is another one: a file can be changed. */
  #whole: ClinicState | null = null;

  constructor(parts: LogBoxesParts) {
    this.#parts = parts;
  }

  /** The boxes that this computer needs for a state and does not have, as far as the server has them. */
  async missing(
    server: ClinicServer,
    state: ClinicState | null,
    keys = this.#parts.keys(),
  ): Promise<readonly Buffer[]> {
    const { account } = this.#parts;
    if (state === null) return [];
    // Each decision comes this way, a clinic names hundreds of boxes, and few decisions are about one.
    if (this.#whole !== null && this.#whole === account.state && hasSameBoxes(this.#whole, state)) {
      this.#whole = state;
      return [];
    }
    const here = account.boxesHere();
    const wanted = new Set(neededBoxes(state));
    // Whoever has signed in here gets the new password's credential, so that it works without the server too.
    for (const { id, keys } of Object.values(account.state?.members ?? {})) {
      const now = state.members[id]?.keys.credential;
      if (now !== undefined && here.has(keys.credential)) wanted.add(now);
    }
    const missing = [...wanted].filter((hash) => !here.has(hash));
    const boxes: Buffer[] = [];
    for (const some of inParts(missing))
      boxes.push(...(await this.of(server, some, CALL_MS, keys)));
    this.#whole = boxes.length === missing.length ? state : null;
    return boxes;
  }

  here(hash: string): Buffer | null {
    return this.#parts.account.box(hash);
  }

  /** Boxes from the server: only those that are what their hashes say. */
  async of(
    server: ClinicServer,
    hashes: readonly string[],
    boundMs: number,
    keys = this.#parts.keys(),
  ): Promise<readonly Buffer[]> {
    const wanted = new Set(hashes);
    const names = hashes.map((hash) => keys.boxName(hash));
    const sealed = await server.boxes(names, boundMs);
    return sealed.flatMap(({ box: text }) => {
      const box = keys.openBox(text);
      return box !== null && wanted.has(hashOf(box)) ? box : [];
    });
  }

  /** Brings the server every box of a state that is here: it may have lost some. */
  async bringAll(server: ClinicServer, state: ClinicState): Promise<void> {
    const boxes = [...boxesOf(state)].flatMap((hash) => this.#parts.account.box(hash) ?? []);
    for (const some of inParts(boxes)) {
      const named = some.map((box) => this.#named(box, state.shared?.keys));
      await server.bringBoxes(named, CALL_MS);
    }
  }

  /**
   * Takes boxes off the server that one state named and a later one does not. Keys of the log stay: whoever was
   * away needs each of them to read on.
   */
  async dropUnnamed(server: ClinicServer, before: ClinicState, after: ClinicState): Promise<void> {
    const kept = boxesOf(after).add(before.shared?.keys.box ?? '');
    const hashes = [...boxesOf(before)].filter((hash) => !kept.has(hash));
    const names = hashes.map((hash) => this.#parts.keys().boxName(hash));
    for (const some of inParts(names)) await server.dropBoxes(some, CALL_MS);
  }

  named(boxes: readonly Buffer[]): readonly NamedBox[] {
    return boxes.map((box) => this.#named(box));
  }

  /** Under the newest key; but the box that brings a key is read by whoever has only the one before. */
  #named(box: Buffer, newest?: KeptLogKeys): NamedBox {
    const keys = this.#parts.keys();
    const hash = hashOf(box);
    const epoch = hash === newest?.box ? Math.max(1, newest.epoch - 1) : keys.epoch;
    return { name: keys.boxName(hash), box: keys.sealBox(box, epoch) };
  }
}

function inParts<Each>(all: readonly Each[]): readonly (readonly Each[])[] {
  const parts: Each[][] = [];
  for (let at = 0; at < all.length; at += BOXES_AT_ONCE)
    parts.push(all.slice(at, at + BOXES_AT_ONCE));
  return parts;
}
