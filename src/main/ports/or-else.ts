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

/** Does some work whose failure nobody can handle here: it becomes a warning of the process. */
export function orWarn(work: () => void): void {
  try {
    work();
  } catch (error) {
    process.emitWarning(error instanceof Error ? error : String(error));
  }
}
