import { z } from 'zod';

/*
 * What main asks from a page of a clinic app. The probe runs in an isolated world beside the page's
 * scripts: they can neither see nor change it. It has no access to Electron.
 */

/** The isolated world of the probe; Electron reserves the numbers below 1 000. */
export const PROBE_WORLD = 7_001;

/** The most fields in a report, and the most characters of each. */
export const MOST_TYPED_FIELDS = 30;
export const LONGEST_TYPED_VALUE = 20_000;

const word = z.string().max(1_000);
const typedField = z.strictObject({
  /** `input`'s type, or `textarea`, or `contenteditable`. */
  type: word,
  /** `autocomplete` of the field, or of its form if the field has none; lower case. */
  autocomplete: word,
  name: word,
  id: word,
  label: word,
  inputMode: word,
  /** -1 if the page sets no limit. */
  maxLength: z.number(),
  value: z.string().max(LONGEST_TYPED_VALUE),
});
/** A field that somebody typed into, as the draft filter judges it. */
export type TypedField = Readonly<z.infer<typeof typedField>>;

const typedFields = z.array(typedField).max(MOST_TYPED_FIELDS).readonly();

/** A page's report is untrusted input and is checked like any. */
export const probeReportSchema = z.strictObject({
  /** Whether a field has typed input that was not sent. */
  unsaved: z.boolean(),
  /** Fields typed into within {@link TYPED_LATELY_MS} whose text may leave the page. */
  fields: typedFields,
  /** Fields of the forms that were sent since the last report; `null`: no form was sent. */
  sent: typedFields.nullable(),
});
export type ProbeReport = Readonly<z.infer<typeof probeReportSchema>>;

/** For how long typed text is kept in reports, in milliseconds: 15 minutes. */
export const TYPED_LATELY_MS = 900_000;

/** The functions of the probe: `clinicProbe` in its world. */
export interface PageProbe {
  /** Starts to listen in every document that exists now. A repeated call does no harm. */
  watch(): void;
  report(): ProbeReport;
  /** @param origin the only origin that may receive the user name and the password */
  fill(origin: string, userName: string, password: string): Promise<FillOutcome>;
}

/** `noFields`: the page has no field for either. `notTaken`: the page does not hold what was filled in. */
export type FillOutcome = 'filled' | 'noFields' | 'notTaken';
