import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { readJson } from '../../../shared/texts/json.js';
import type { Clock, ErrorKind, ErrorNotes, NotedError } from '../../ports/index.js';
import { orElse } from '../../ports/or-else.js';

/** Its file, in the account's folder. */
export const ERRORS_FILE = 'errors.json';

/** How many are kept; older ones go. */
const MOST_KEPT = 100;

/** A single identifier, which can be no text of a person. */
const WORD = /^[A-Za-z][\w-]{0,49}$|^-?\d{1,10}$/;

/** ISO 8601, UTC. */
const TIME = /^[\d-]{10}T[\d:.]{8,12}Z$/;

/** How deep a stack is followed within the app's own files. */
const MOST_PLACES = 8;

/**
 * The last errors, in memory and in a small file, for whoever helps with this installation. Of an
 * error only what the program itself put there is kept: its kind, its code, and where in the app's own
 * files it happened. Its message is not, because that can repeat what somebody typed.
 */
export class ErrorLog implements ErrorNotes {
  readonly #file: string;
  readonly #clock: Pick<Clock, 'now'>;
  #noted: readonly NotedError[];

  constructor(file: string, clock: Pick<Clock, 'now'>) {
    this.#file = file;
    this.#clock = clock;
    this.#noted = readNoted(file);
  }

  get noted(): readonly NotedError[] {
    return this.#noted;
  }

  note(kind: ErrorKind, error: unknown): void {
    const at = new Date(this.#clock.now().wallMs).toISOString();
    const next = { kind, ...describe(error) };
    const last = this.#noted.at(-1);
    // A repeated error is only counted, so that it does not push out the others.
    this.#noted =
      last !== undefined && isSame(last, next)
        ? [...this.#noted.slice(0, -1), { ...last, lastAt: at, times: last.times + 1 }]
        : [...this.#noted, { ...next, firstAt: at, lastAt: at, times: 1 }].slice(-MOST_KEPT);
    try {
      writeFileSync(`${this.#file}.new`, JSON.stringify(this.#noted), { mode: 0o600 });
      renameSync(`${this.#file}.new`, this.#file);
    } catch {
      // The disk may be the problem: the errors then stay in memory only.
    }
  }
}

type Described = Pick<NotedError, 'name' | 'code' | 'places'>;

function isSame(one: NotedError, other: Described & Pick<NotedError, 'kind'>): boolean {
  const essence = ({ kind, name, code, places }: typeof other): string =>
    JSON.stringify([kind, name, code, places]);
  return essence(one) === essence(other);
}

function describe(error: unknown): Described {
  const { name, code, stack } = (
    typeof error === 'object' && error !== null ? error : {}
  ) as Partial<Record<'name' | 'code' | 'stack', unknown>>;
  return { name: word(name) ?? 'unknown', code: word(code), places: placesIn(stack) };
}

function word(value: unknown): string | null {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && WORD.test(text) ? text : null;
}

/** The app's own files with line and column, without the folders, which name people. */
function placesIn(stack: unknown): readonly string[] {
  if (typeof stack !== 'string') return [];
  return [...stack.matchAll(/^\s+at .*[/\\]out[/\\]main[/\\]([\w-]+\.js:\d+:\d+)\)?$/gm)]
    .slice(0, MOST_PLACES)
    .map(([, place = '']) => place);
}

/** An entry of the file is checked like an error: another program may have written it. */
const notedSchema = z.object({
  kind: z.string().regex(WORD),
  name: z.string().regex(WORD).catch('unknown'),
  code: z.string().regex(WORD).nullable().catch(null),
  places: z.array(z.string().regex(/^[\w-]+\.js:\d+:\d+$/)).catch([]),
  firstAt: z.string().regex(TIME),
  lastAt: z.string().regex(TIME),
  times: z.number(),
});

/** Nothing while there is no file yet, or one that was cut off. */
function readNoted(file: string): readonly NotedError[] {
  const json = readJson(orElse(() => readFileSync(file, 'utf8'), ''));
  if (!json.ok || !Array.isArray(json.value)) return [];
  return json.value.slice(-MOST_KEPT).flatMap((value) => {
    const { data } = notedSchema.safeParse(value);
    return data === undefined ? [] : [{ ...data, kind: data.kind as ErrorKind }];
  });
}
