import {
  type BeatAnswer,
  type HeardBeat,
  LONGEST_BEAT,
  MOST_AT_ONCE,
  type OwnBeat,
} from '../../../src/main/ports/clinic-server.js';
import { check, type Keeper } from './virtual-server-rules.js';

interface KeptBeat extends HeardBeat {
  readonly run: Buffer;
  readonly whose: Buffer | null;
  copiedAtMs: number | null;
}

/** What the workstations say of themselves, as the virtual server keeps it. */
export class VirtualBeats {
  #kept = new Map<string, KeptBeat>();
  #change = 0;
  #turn = 0;

  constructor(private readonly server: Keeper) {}

  get bytes(): readonly Buffer[] {
    return [...this.#kept.values()].flatMap(({ body, whose }) =>
      whose === null ? [body] : [body, whose],
    );
  }

  /** As after a crash: numbers begin anew, too. */
  forget(): void {
    this.#kept.clear();
    this.#change = 0;
  }

  remove(workstation: string): void {
    this.#kept.delete(workstation);
  }

  beat(me: string, { run, runBefore, whose, body }: OwnBeat): BeatAnswer {
    this.server.place(me, ['enrolled']);
    check([run, runBefore, whose].every((name) => name === null || name.length === 16));
    check(body.length > 0 && body.length <= LONGEST_BEAT);
    const others = [...this.#kept.values()].filter(({ workstation }) => workstation !== me);
    const alike = others.filter((other) => isSame(other.whose, whose));
    const before = this.#kept.get(me);
    const isCopy =
      before !== undefined && !isSame(before.run, run) && !isSame(before.run, runBefore);
    const nowMs = this.server.nowMs();
    if (isCopy) before.copiedAtMs = nowMs;
    else {
      this.#change += 1;
      const copiedAtMs = before?.copiedAtMs ?? null;
      const said = { run: Buffer.from(run), whose, body: Buffer.from(body), copiedAtMs };
      this.#kept.set(me, { workstation: me, heardMs: nowMs, change: this.#change, ...said });
    }
    // One after the other: simulations are repeated.
    this.#turn += 1;
    const other = others[this.#turn % Math.max(1, others.length)];
    return {
      greeting: this.server.greet(me),
      isCopy,
      copiedAtMs: this.#kept.get(me)?.copiedAtMs ?? null,
      elsewhere: alike.length,
      other: other === undefined ? null : heard(other),
    };
  }

  beats(me: string, after: number, whose: Buffer | null): readonly HeardBeat[] {
    this.server.place(me, ['enrolled']);
    const start = after > this.#change ? 0 : after;
    return [...this.#kept.values()]
      .filter(({ change }) => change > start)
      .filter((beat) => whose === null || isSame(beat.whose, whose))
      .sort((one, other) => one.change - other.change)
      .slice(0, MOST_AT_ONCE)
      .map(heard);
  }
}

function isSame(one: Buffer | null, other: Buffer | null): boolean {
  return one !== null && other !== null && one.equals(other);
}

function heard({ workstation, heardMs, change, body }: KeptBeat): HeardBeat {
  return { workstation, heardMs, change, body };
}
