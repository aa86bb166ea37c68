/** The result of reading a text that somebody typed, or a file. */
export type Reading<Value> =
  | { readonly ok: true; readonly value: Value }
  /** `problem`: one sentence for that person. It repeats nothing that may be secret. */
  | { readonly ok: false; readonly problem: string };

export function unread(problem: string): Reading<never> {
  return { ok: false, problem };
}
