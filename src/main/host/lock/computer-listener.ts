export interface ComputerListener {
  readonly onSleep: () => void;
  readonly onWake: () => void;
  readonly onScreenLock: () => void;
  readonly onScreenUnlock: () => void;
  readonly onShutdown: () => void;
}

/** Of this a desktop itself tells, beside Electron. */
export type LockListener = Omit<ComputerListener, 'onShutdown'>;

/** Ignores a value that is no boolean. */
export function tellLocked(locked: unknown, listener: LockListener): void {
  if (locked === true) listener.onScreenLock();
  if (locked === false) listener.onScreenUnlock();
}
