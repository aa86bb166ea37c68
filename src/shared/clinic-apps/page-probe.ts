import { z } from 'zod';

/*
 * What main asks of a page of a clinic app. The probe runs in a world of its own beside the page's
 * scripts: they can neither see nor change it, and it has nothing of Electron.
 */

/** The isolated world of the probe; Electron keeps the numbers below 1 000 to itself. */
export const PROBE_WORLD = 7_001;

/** A field that somebody typed into, as the draft filter judges it. */
export interface TypedField {
  /** `input`'s type, or `textarea`, or `contenteditable`. */
  readonly type: string;
  /** `autocomplete` of the field, or of its form where the field says nothing; lower case. */
  readonly autocomplete: string;
  readonly name: string;
  readonly id: string;
  readonly label: string;
  readonly inputMode: string;
  /** -1 where the page sets no limit. */
  readonly maxLength: number;
  readonly value: string;
}

export interface ProbeReport {
  /** Whether something was typed and not sent. */
  readonly unsaved: boolean;
  /** What was typed within {@link TYPED_LATELY_MS} and may leave the page at all. */
  readonly fields: readonly TypedField[];
  /** What was typed into forms that were sent since the last report; `null`: none was. */
  readonly sent: readonly TypedField[] | null;
}

/** The most fields in a report, and the most characters of each. */
export const MOST_TYPED_FIELDS = 30;
export const LONGEST_TYPED_VALUE = 20_000;

const word = z.string().max(1_000);
const typedFields = z
  .array(
    z.strictObject({
      type: word,
      autocomplete: word,
      name: word,
      id: word,
      label: word,
      inputMode: word,
      maxLength: z.number(),
      value: z.string().max(LONGEST_TYPED_VALUE),
    }),
  )
  .max(MOST_TYPED_FIELDS);

/** What comes from a page is checked like what comes from a stranger. */
export const probeReportSchema: z.ZodType<ProbeReport> = z.strictObject({
  unsaved: z.boolean(),
  fields: typedFields,
  sent: typedFields.nullable(),
});

/** How long typed text counts as typed lately, in milliseconds: 15 minutes. */
export const TYPED_LATELY_MS = 900_000;

/** What the probe offers, as `clinicProbe` in its world. */
export interface PageProbe {
  /** Listens in every document that is there now; again does no harm. */
  watch(): void;
  report(): ProbeReport;
  /** @param origin the only one that may see them */
  fill(origin: string, userName: string, password: string): Promise<FillOutcome>;
}

/** `noFields`: there is none for either. `notTaken`: what was filled in is not what the page holds. */
export type FillOutcome = 'filled' | 'noFields' | 'notTaken';
