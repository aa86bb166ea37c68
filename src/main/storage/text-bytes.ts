import { type RawBuilder, sql } from 'kysely';

/**
 * A column with text, as bytes: libsql ends the whole process at a text that is not UTF-8, and another
 * program, or a failing disk, can have written any bytes.
 */
export function asBytes(column: string): RawBuilder<Uint8Array> {
  return sql<Uint8Array>`CAST(${sql.ref(column)} AS BLOB)`;
}

/** The text of such bytes; what is not UTF-8 becomes U+FFFD. */
export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}
