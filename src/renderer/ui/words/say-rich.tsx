import { createElement, Fragment, type ReactNode } from 'react';
import { messageOf } from '../../../shared/words/say.js';

type Part = (inner: ReactNode) => ReactNode;

/** Children in a row need no keys: none of them ever changes its place. */
const row = (parts: readonly ReactNode[]): ReactNode => createElement(Fragment, null, ...parts);

/**
 * Says a sentence with parts in another style: `sayRich('Read the <b>terms</b>.', { b: bold })`. Otherwise
 * like `say`.
 *
 * @param values the values for its braces, and for each tag how to show its part
 */
export function sayRich(
  english: string,
  values: Readonly<Record<string, ReactNode | Part>>,
): ReactNode {
  const parts: Record<string, ReactNode | ((inner: ReactNode[]) => ReactNode)> = {};
  for (const [name, value] of Object.entries(values))
    parts[name] = typeof value === 'function' ? (inner) => value(row(inner)) : value;
  const said = messageOf(english, { tags: true }).format<ReactNode>(parts);
  return Array.isArray(said) ? row(said) : said;
}
