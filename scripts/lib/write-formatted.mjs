// @ts-check

import { writeFileSync } from 'node:fs';

/**
 * Writes a file in the format that the format check expects.
 *
 * @param {string} file
 * @param {string} text
 */
export async function writeFormatted(file, text) {
  // Imported only now: commands start before the set-up has installed the project's packages.
  const { format, resolveConfig } = await import('prettier');
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
}
