import { isDeepStrictEqual } from 'node:util';
import type { SeedKeys } from '../keys/seed-keys.js';
import {
  type Author,
  type BeatAnswer,
  type BeatSession,
  type ClinicServer,
  type Clock,
  type ElsewhereFact,
  type Presence,
  type WorkstationBeat,
} from '../ports/index.js';
import { openSession } from './beat.js';
import type { HeardBeats, KnownBeat } from './heard-beats.js';

const CALL_MS = 5_000;

export interface PresenceParts {
  readonly clock: Clock;
  /** The server while it is connected. */
  readonly server: () => ClinicServer | null;
  readonly heard: HeardBeats;
  /** The clinic's log, and this workstation; `null` while this computer has no account with others. */
  readonly place: () => { readonly log: string; readonly workstation: string } | null;
  /** Who is signed in here. */
  readonly author: () => Author | null;
  /** The administrators' keys, newest first, while one of them is signed in; none otherwise. */
  readonly administrators: () => readonly SeedKeys[];
  /** What is known of where else a member is signed in is something else now. */
  readonly onElsewhere: () => void;
}

/** Who is where, from what the workstations of the clinic say of themselves. */
export class ClinicPresence implements Presence {
  readonly #parts: PresenceParts;
  #elsewhere: readonly ElsewhereFact[] = [];
  /** Up to where it was heard over this connection. */
  #asked: { readonly server: ClinicServer; readonly change: number } | null = null;
  /** Whose session each beat says, so that it is opened once. */
  #opened = new Map<string, { readonly beat: KnownBeat; readonly session: BeatSession | null }>();

  constructor(parts: PresenceParts) {
    this.#parts = parts;
  }

  get elsewhere(): readonly ElsewhereFact[] {
    return this.#elsewhere;
  }

  async everybody(): Promise<{
    readonly contact: 'connected' | 'away';
    readonly beats: readonly WorkstationBeat[];
  }> {
    const server = this.#parts.server();
    const isHeard = server !== null && (await this.#hearFrom(server));
    return { contact: isHeard ? 'connected' : 'away', beats: this.#open() };
  }

  /** What the server answered to this workstation's own beat. @param whose as it said */
  answered({ elsewhere }: BeatAnswer, whose: Buffer | null, server: ClinicServer): void {
    if (elsewhere > 0 && whose !== null) void this.#lookElsewhere(whose, server);
    else this.#know([]);
  }

  /** Nobody is signed in any more: what only they could read is forgotten. */
  forget(): void {
    this.#opened.clear();
    this.#know([]);
  }

  async #hearFrom(server: ClinicServer): Promise<boolean> {
    const { heard } = this.#parts;
    const after = this.#asked?.server === server ? this.#asked.change : 0;
    try {
      this.#asked = { server, change: await heard.hearAll(server, after, CALL_MS) };
      return true;
    } catch {
      return false;
    }
  }

  #open(): readonly WorkstationBeat[] {
    const { heard, place, administrators } = this.#parts;
    const log = place()?.log ?? '';
    const keys = administrators();
    if (keys.length === 0) this.#opened.clear();
    return heard.all.map((beat) => {
      const { workstation } = beat;
      const known = this.#opened.get(workstation);
      if (known?.beat === beat) return publicOf(beat, known.session);
      const session = openSession(beat, { log, workstation }, 'administrators', keys);
      if (keys.length > 0) this.#opened.set(workstation, { beat, session });
      return publicOf(beat, session);
    });
  }

  async #lookElsewhere(whose: Buffer, server: ClinicServer): Promise<void> {
    const { clock, heard, author, place } = this.#parts;
    let beats: readonly (KnownBeat | null)[];
    try {
      const found = await server.beats(0, whose, CALL_MS);
      beats = await Promise.all(found.map((beat) => heard.hear(beat)));
    } catch {
      // The connection is gone, and the next one asks again.
      return;
    }
    const here = place();
    const own = author();
    if (here === null || own === null) return;
    const { wallMs } = clock.now();
    const facts = beats.flatMap((beat): readonly ElsewhereFact[] => {
      if (beat === null || beat.workstation === here.workstation) return [];
      const { workstation, heardMs } = beat;
      const session = openSession(beat, { log: here.log, workstation }, 'member', [own.keys]);
      // A computer that was switched off says no more that it ended.
      if (session?.memberId !== own.memberId || session.longestEndMs <= wallMs) return [];
      return [{ workstation, sinceMs: session.sinceMs, heardMs }];
    });
    this.#know(facts);
  }

  #know(elsewhere: readonly ElsewhereFact[]): void {
    if (isDeepStrictEqual(elsewhere, this.#elsewhere)) return;
    this.#elsewhere = elsewhere;
    this.#parts.onElsewhere();
  }
}

function publicOf(
  { workstation, heardMs, atMs, version, seq, trail, freeSinceMs }: KnownBeat,
  session: BeatSession | null,
): WorkstationBeat {
  return { workstation, heardMs, atMs, version, seq, trail, freeSinceMs, session };
}
