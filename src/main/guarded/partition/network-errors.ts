/** Errors when we ourselves stopped something, or when a file came: the page has not failed. */
const STOPPED_BY_US: ReadonlySet<number> = new Set([
  -3, // ERR_ABORTED
  -20, // ERR_BLOCKED_BY_CLIENT
]);

/** @param code as Chromium counts its errors of the network */
export function isStoppedByUs(code: number): boolean {
  return STOPPED_BY_US.has(code);
}

/** Chromium's errors about certificates are -200 to -299. */
export function isCertificateError(code: number): boolean {
  return code <= -200 && code > -300;
}
