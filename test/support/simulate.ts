import fc from 'fast-check';

/*
 * The processes of `npm run simulate`: each lives through random lives of something and writes a line of JSON
 * for each batch, or for the first life that breaks a promise. The same seed gives the same lives.
 *
 * Arguments: the seed and how many lives; or, to replay one, itself as JSON.
 */

/** Lives between two lines of progress. */
const BATCH = 1_000;

/** A life takes a fraction of a second. One that takes this long, in milliseconds, will not end. */
const ENDLESS_MS = 120_000;

export type SimulatorLine =
  | { readonly lived: number }
  | {
      readonly broken: string;
      /** What a person reads of the life, an act after the other. */
      readonly told: readonly unknown[];
      readonly life: unknown;
      /** How many were lived through before the one that failed. */
      readonly lived: number;
    };

export interface Lives<Life> {
  /** The arbitrary lives of a batch, each with its share of all. */
  readonly kinds: readonly { readonly any: fc.Arbitrary<Life>; readonly share: number }[];
  /** @throws when a promise is broken */
  readonly live: (life: Life) => Promise<unknown>;
  readonly tell: (life: Life) => readonly unknown[];
  /** The same life with one thing less each: tried once the shortest that fast-check finds is known. */
  readonly shorter?: (life: Life) => readonly Life[];
}

export async function simulate<Life>(lives: Lives<Life>): Promise<void> {
  const [first = '0', second = '1'] = process.argv.slice(2);
  if (first.startsWith('{')) {
    await replay(lives, JSON.parse(first) as Life);
    return;
  }
  for (let done = 0; done < Number(second); done += BATCH)
    if (!(await batch(lives, Number(first) + done, Math.min(BATCH, Number(second) - done)))) break;
}

async function batch<Life>(lives: Lives<Life>, seed: number, count: number): Promise<boolean> {
  for (const { any, share } of lives.kinds) {
    let lived = -1;
    const property = fc.asyncProperty(any, async (life) => {
      lived += 1;
      await liveWatched(lives, life, lived);
    });
    const result = await fc.check(property, { seed, numRuns: Math.ceil(count * share) });
    const { counterexample, errorInstance, numRuns } = result;
    if (result.failed && counterexample !== null) {
      const [found] = counterexample;
      const { life, broken } = await shortest(lives, found, whatBroke(errorInstance));
      write({ broken, told: lives.tell(life), life, lived: numRuns - 1 });
      return false;
    }
    write({ lived: numRuns });
  }
  return true;
}

/** Leaves out what is not needed for the life to break a promise. */
async function shortest<Life>(
  { live, shorter = () => [] }: Lives<Life>,
  life: Life,
  broken: string,
): Promise<{ readonly life: Life; readonly broken: string }> {
  let found = { life, broken };
  for (let tries = shorter(life); ; tries = shorter(found.life)) {
    let next: typeof found | null = null;
    for (const one of tries) {
      const broke = await live(one).then(
        () => null,
        (error: unknown) => whatBroke(error),
      );
      if (broke !== null) next = { life: one, broken: broke };
      if (next !== null) break;
    }
    if (next === null) return found;
    found = next;
  }
}

async function replay<Life>(lives: Lives<Life>, life: Life): Promise<void> {
  try {
    await liveWatched(lives, life, 0);
    write({ lived: 1 });
  } catch (error) {
    write({ broken: whatBroke(error), told: lives.tell(life), life, lived: 0 });
  }
}

/** Names a life that has no end, and ends the process. */
async function liveWatched<Life>(lives: Lives<Life>, life: Life, lived: number): Promise<void> {
  const watch = setTimeout(() => endless(lives, life, lived), ENDLESS_MS);
  await lives.live(life).finally(() => clearTimeout(watch));
}

/** It cannot be stopped from within, so nothing shorter is looked for. */
function endless<Life>({ tell }: Lives<Life>, life: Life, lived: number): never {
  const broken = `it had no end after ${ENDLESS_MS / 1_000} seconds`;
  write({ broken, told: tell(life), life, lived });
  process.exit(1);
}

function whatBroke(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function write(line: SimulatorLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
