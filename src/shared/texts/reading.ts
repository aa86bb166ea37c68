/** What became of reading a text that somebody typed, or a file. */
export type Reading<Value> =
  | { readonly ok: true; readonly value: Value }
  /** `problem`: one sentence for that person, without what they may keep to themselves. */
  | { readonly ok: false; readonly problem: string };
