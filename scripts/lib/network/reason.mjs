// @ts-check
// Why a download failed, in words for the person who has to put it right.

/**
 * @param {unknown} error from fetch, whose own words are mostly "fetch failed"
 * @returns {string} half a sentence
 */
export function reasonOf(error) {
  const inner = innermost(error);
  const code = inner instanceof Error && 'code' in inner ? String(inner.code) : '';
  const text = inner instanceof Error ? inner.message : String(inner);
  const refused = /^Proxy response \((\d+)\)|^Proxy Authentication Required \((\d+)\)/.exec(text);
  if (refused) return `the proxy refused the connection (${refused[1] ?? refused[2]})`;
  if (/^(other side closed|terminated)$/.test(text) || code === 'ECONNRESET') {
    return 'the connection was cut off';
  }
  return text || code || 'it is not known why';
}

/** @param {unknown} error @returns {unknown} */
function innermost(error) {
  // Node tries all of a server's addresses and tells what became of each.
  if (error instanceof AggregateError && error.errors.length > 0) return innermost(error.errors[0]);
  if (error instanceof Error && error.cause !== undefined) return innermost(error.cause);
  return error;
}
