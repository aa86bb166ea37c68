/** The middle value. @param values at least one */
export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/**
 * The Wilcoxon–Mann–Whitney test with its normal approximation: by how many standard deviations the
 * ranks of the first sample lie from where they would be if both were of one distribution. Positive
 * when the first is the greater one. For measured times, in which ties do not matter.
 */
export function rankSumDeviation(one: readonly number[], other: readonly number[]): number {
  const all = [
    ...one.map((value) => ({ value, first: true })),
    ...other.map((value) => ({ value, first: false })),
  ].sort((a, b) => a.value - b.value);
  const rankSum = all.reduce((sum, { first }, index) => sum + (first ? index + 1 : 0), 0);
  const expected = (one.length * (all.length + 1)) / 2;
  const variance = (one.length * other.length * (all.length + 1)) / 12;
  return (rankSum - expected) / Math.sqrt(variance);
}
