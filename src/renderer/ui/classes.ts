/** The classes of one element, from several style sheets. */
export function classes(...names: readonly (string | undefined)[]): string {
  return names.join(' ');
}
