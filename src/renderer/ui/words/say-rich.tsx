import { Children, type ReactNode } from 'react';
import { messageOf } from '../../../shared/words/say.js';

type Part = (inner: ReactNode) => ReactNode;

/**
 * Says a sentence with parts in another style: `sayRich('Read the <b>terms</b>.', { b: bold })`. Otherwise
 * like `say`.
 *
 * @param values the values for its braces, and for each tag how to show its part
 */
export function sayRich(
  english: string,
  values: Readonly<Record<string, string | number | ReactNode | Part>>,
): ReactNode {
  const said = messageOf(english, { tags: true }).format<ReactNode>(
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        typeof value === 'function'
          ? (inner: ReactNode[]) => value(Children.toArray(inner))
          : value,
      ]),
    ),
  );
  return Array.isArray(said) ? Children.toArray(said) : said;
}
