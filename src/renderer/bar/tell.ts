/**
 * Asks main for something that the next view shows. Main refuses what comes after the end of the
 * session, and this window is gone then.
 */
export function tell(request: Promise<unknown>): void {
  void request.catch(() => undefined);
}
