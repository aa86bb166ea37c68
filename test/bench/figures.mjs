// @ts-check
// Numbers: measures, sums up and formats them.

/** Milliseconds on a clock that all processes of this computer share and nobody can set. */
export function nowMilliseconds() {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** @param {readonly number[]} values at least one */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/**
 * The smallest value that is at or above this percentage of all values.
 *
 * @param {readonly number[]} values at least one
 * @param {number} percent
 */
export function percentile(values, percent) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

/** @param {number} value in milliseconds */
export function milliseconds(value) {
  return `${value.toFixed(0)} ms`;
}

/** @param {number} bytes */
export function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

/**
 * @param {number} value
 * @param {number} limit
 */
export function verdict(value, limit) {
  return value <= limit ? 'met' : 'MISSED';
}
