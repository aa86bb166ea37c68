import type { PowerMonitor } from 'electron';

export type IdleStates = Pick<PowerMonitor, 'getSystemIdleState'>;

/** In seconds. The value does not matter: a locked computer counts as locked however short it was idle. */
const ANY_THRESHOLD = 60;

/** Whether Windows or macOS says that the computer is locked. */
export function saysLocked(states: IdleStates): boolean {
  return states.getSystemIdleState(ANY_THRESHOLD) === 'locked';
}
