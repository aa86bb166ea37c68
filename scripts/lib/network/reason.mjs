// @ts-check
// Why a download failed, in words for the person who can solve the problem.

/**
 * @param {unknown} error from fetch; its own message is mostly "fetch failed"
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
  // Node tries all addresses of a server and reports an error for each.
  if (error instanceof AggregateError && error.errors.length > 0) return innermost(error.errors[0]);
  if (error instanceof Error && error.cause !== undefined) return innermost(error.cause);
  return error;
}
