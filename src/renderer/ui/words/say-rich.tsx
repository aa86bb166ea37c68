import { createElement, Fragment, type ReactNode } from 'react';
import { messageOf } from '../../../shared/words/say.js';

type Part = (inner: ReactNode) => ReactNode;

/** Children in a row need no keys: none of them ever changes its place. */
const row = (parts: readonly ReactNode[]): ReactNode => createElement(Fragment, null, ...parts);

/**
 * Says a sentence that has parts of another look: `sayRich('Read the <b>terms</b>.', { b: bold })`.
 * Everything else is as for `say`.
 *
 * @param values what stands in its braces, and for each tag how its part looks
 */
export function sayRich(
  english: string,
  values: Readonly<Record<string, ReactNode | Part>>,
): ReactNode {
  const parts = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'function' ? (inner: ReactNode[]) => value(row(inner)) : value,
  ]);
  const said = messageOf(english, { tags: true }).format<ReactNode>(Object.fromEntries(parts));
  return Array.isArray(said) ? row(said) : said;
}
