/** How much of a form is read, in bytes. */
export const MOST_OF_FORM = 1_000_000;

/**
 * The texts in what a form sends: encoded as an address's query (`application/x-www-form-urlencoded`,
 * the usual one), or as it is, with other things around it (`multipart/form-data`, `text/plain`).
 */
export function textsOfForm(body: Buffer): readonly string[] {
  const text = body.subarray(0, MOST_OF_FORM).toString('utf8');
  return [text, ...new URLSearchParams(text).values()];
}
