import type { PolicySource } from '../../../shared/policy/managed-address.js';
import { say } from '../../../shared/words/say.js';
import type { Clock, ManagedReading, WatchedPlace } from '../../ports/index.js';
import { type Fetch, type FileAnswer, smallFile } from '../network/small-file.js';
import { broken, textReading, tooLarge } from './native-document.js';

/** How old a reading may get while somebody is signed in, and at a sign-in, in milliseconds. */
const FRESH_MS = 15 * 60_000;

/**
 * How old it may get while nobody is signed in, in milliseconds. Looks come sooner, so that this timer wakes
 * the computer only then.
 */
const SLOW_MS = 2 * FRESH_MS;

/** After the start the app's windows come first; in milliseconds. */
const FIRST_MS = 3_000;

/** Then it is asked again before it counts as away: a computer that woke has its network a moment later. */
const PAUSES_MS: readonly number[] = [5_000, 15_000, 40_000];

export interface PolicyAddressParts {
  /** What the computer's own policy says now. */
  readonly source: () => PolicySource | null;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly mostBytes: number;
  /** How long an answer may take, in milliseconds. */
  readonly timeMs?: number;
}

/** The place of a signed policy on the web, which the computer's own policy names. */
export function policyAddress(parts: PolicyAddressParts): WatchedPlace {
  const { source, fetch, clock, mostBytes, timeMs = 20_000 } = parts;
  const bounds = { mostBytes, timeMs };
  const address = (): string | null => source()?.address ?? null;
  let asked: PolicySource | null = null;
  let askedAtMs = Number.NEGATIVE_INFINITY;
  let isAsking = false;
  let isAway = false;
  let tell = (): void => undefined;
  let cancel = (): void => undefined;

  function askIn(ms: number): void {
    cancel();
    cancel = clock.after(ms, () => tell());
  }

  /** Asks again after each pause, for as long as nothing comes of it. */
  async function ask(from: PolicySource): Promise<FileAnswer> {
    for (const pause of isAway ? [] : PAUSES_MS) {
      const answer = await smallFile(fetch, from.address, bounds);
      const isThere = answer.kind === 'file' || answer.kind === 'tooLarge';
      if (isThere || !isSame(source(), from)) return answer;
      await new Promise<void>((resolve) => clock.after(pause, resolve));
    }
    return smallFile(fetch, from.address, bounds);
  }

  async function read(): Promise<ManagedReading> {
    const from = source();
    asked = from;
    askedAtMs = clock.now().bootMs;
    cancel();
    if (from === null) return { found: false };
    const answer = await ask(from);
    // Another one was named meanwhile: what came belongs to nobody.
    if (!isSame(source(), from)) return read();
    isAway = answer.kind !== 'file';
    askIn(SLOW_MS);
    return readingOf(answer);
  }

  return {
    kind: 'address',
    get path() {
      return address() ?? '';
    },
    read: async () => {
      isAsking = true;
      try {
        return await read();
      } finally {
        isAsking = false;
      }
    },
    watch: (onChanged) => {
      tell = onChanged;
      if (source() !== null) askIn(FIRST_MS);
    },
    look: () => {
      // It notices by itself that another one is named.
      if (isAsking) return;
      const now = source();
      const isOther = !isSame(now, asked);
      if (isOther || (now !== null && clock.now().bootMs - askedAtMs >= FRESH_MS)) tell();
    },
  };
}

function isSame(one: PolicySource | null, other: PolicySource | null): boolean {
  return one?.address === other?.address && one?.key === other?.key;
}

function readingOf(answer: FileAnswer): ManagedReading {
  switch (answer.kind) {
    case 'file':
      return textReading(answer.bytes);
    case 'tooLarge':
      return tooLarge();
    case 'status':
      return broken(
        'unreadable',
        say('Its server answered with status {status} instead of a policy.', {
          status: String(answer.status),
        }),
      );
    case 'unreachable':
      return broken(
        'unreadable',
        say('It cannot be reached, or something on the way answers in its place.'),
      );
  }
}
