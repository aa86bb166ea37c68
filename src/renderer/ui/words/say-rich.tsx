import { Children, type ReactNode } from 'react';
import { messageOf } from '../../../shared/words/say.js';

type Part = (inner: ReactNode) => ReactNode;

/**
 * Says a sentence that has parts of another look: `sayRich('Read the <b>terms</b>.', { b: bold })`.
 * Everything else is as for `say`.
 *
 * @param values what stands in its braces, and for each tag how its part looks
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
