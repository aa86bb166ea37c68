/** What some work gives, or `otherwise` where it throws. */
export function orElse<Result, Otherwise>(
  work: () => Result,
  otherwise: Otherwise,
): Result | Otherwise {
  try {
    return work();
  } catch {
    return otherwise;
  }
}
