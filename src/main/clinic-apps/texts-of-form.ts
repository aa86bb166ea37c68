/** How much of a form is read, in bytes. */
export const MOST_OF_FORM = 1_000_000;

/**
 * The texts in a sent form: the decoded values (for `application/x-www-form-urlencoded`, the usual
 * form), and the whole body, which holds the texts of the others (`multipart/form-data`, `text/plain`).
 */
export function textsOfForm(body: Buffer): readonly string[] {
  const text = body.subarray(0, MOST_OF_FORM).toString('utf8');
  return [text, ...new URLSearchParams(text).values()];
}
