// @ts-check
// A request of a window's page, without the clicks that lead to it.

import { Stop } from '../../scripts/lib/cli.mjs';

/**
 * @param {import('playwright').Page} page
 * @param {string} request
 * @param {unknown} input
 * @returns {Promise<any>} the answer
 * @throws {Stop} with the sentence of a refusal
 */
export async function askPage(page, request, input) {
  const answer = await page.evaluate(
    ([name, given]) => {
      const bridge = /** @type {any} */ (globalThis).clinic;
      return bridge[/** @type {string} */ (name)](given);
    },
    [request, input],
  );
  if (!answer.ok) throw new Stop(`${request}: ${answer.message}`);
  return answer;
}
