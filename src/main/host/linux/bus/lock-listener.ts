export interface LockListener {
  /** The computer was locked, or another person's OS session is in front of this one. */
  readonly onLock: () => void;
  readonly onUnlock: () => void;
  readonly onSleep: () => void;
  readonly onWake: () => void;
}

/** Ignores a value that is no boolean. */
export function tellLocked(locked: unknown, { onLock, onUnlock }: LockListener): void {
  if (locked === true) onLock();
  if (locked === false) onUnlock();
}
