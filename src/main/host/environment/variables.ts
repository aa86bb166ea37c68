/** Variables by their names, and what each may be set to. */
export type Variables = Readonly<Record<string, RegExp>>;

/** The same for several names. */
export function each(names: readonly string[], value: RegExp): Variables {
  return Object.fromEntries(names.map((name) => [name, value]));
}

export function accepts(list: Variables, name: string, value: string): boolean {
  return Object.hasOwn(list, name) && list[name]?.test(value) === true;
}
