import type { ClinicServer, NamedBox } from '../ports/index.js';
import { neededBoxes } from './chain-parts.js';
import type { ClinicAccount } from './clinic-account.js';
import { boxesOf, type ClinicState } from './clinic-state.js';
import type { LogKeys } from './log-keys.js';
import { hashOf } from './shares.js';

/** How long the server may take, in milliseconds. */
const CALL_MS = 10_000;
/** How many boxes travel together. */
const BOXES_AT_ONCE = 50;

export interface LogBoxesParts {
  readonly account: Pick<ClinicAccount, 'state' | 'box'>;
  readonly keys: () => LogKeys;
}

/** The boxes that decisions name, on their way to the clinic's server and from it. */
export class LogBoxes {
  readonly #parts: LogBoxesParts;

  constructor(parts: LogBoxesParts) {
    this.#parts = parts;
  }

  /** The boxes that this computer needs for a state and does not have, as far as the server has them. */
  async missing(server: ClinicServer, state: ClinicState | null): Promise<readonly Buffer[]> {
    const { account } = this.#parts;
    if (state === null) return [];
    const wanted = new Set(neededBoxes(state));
    // Whoever has signed in here gets the new password's credential, so that it works without the server too.
    for (const { id, keys } of Object.values(account.state?.members ?? {})) {
      const now = state.members[id]?.keys.credential;
      if (now !== undefined && account.box(keys.credential) !== null) wanted.add(now);
    }
    const missing = [...wanted].filter((hash) => account.box(hash) === null);
    const boxes: Buffer[] = [];
    for (const some of inParts(missing)) boxes.push(...(await this.of(server, some, CALL_MS)));
    return boxes;
  }

  /** Boxes from the server: only those that are what their hashes say. */
  async of(
    server: ClinicServer,
    hashes: readonly string[],
    boundMs: number,
  ): Promise<readonly Buffer[]> {
    const keys = this.#parts.keys();
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
    for (const some of inParts(boxes)) await server.bringBoxes(this.named(some), CALL_MS);
  }

  named(boxes: readonly Buffer[]): readonly NamedBox[] {
    const keys = this.#parts.keys();
    return boxes.map((box) => ({ name: keys.boxName(hashOf(box)), box: keys.sealBox(box) }));
  }
}

function inParts<Each>(all: readonly Each[]): readonly (readonly Each[])[] {
  const parts: Each[][] = [];
  for (let at = 0; at < all.length; at += BOXES_AT_ONCE)
    parts.push(all.slice(at, at + BOXES_AT_ONCE));
  return parts;
}
