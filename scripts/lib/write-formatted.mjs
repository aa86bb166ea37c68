// @ts-check

import { writeFileSync } from 'node:fs';

/**
 * Writes a file as the check of formatting wants it.
 *
 * @param {string} file
 * @param {string} text
 */
export async function writeFormatted(file, text) {
  // Only now: commands begin before the set-up has brought the project's packages.
  const { format, resolveConfig } = await import('prettier');
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
}
