import type { BusCall } from './connection.js';

export const LOGIND = 'org.freedesktop.login1';
export const LOGIND_MANAGER = `${LOGIND}.Manager`;
export const LOGIND_SESSION = `${LOGIND}.Session`;

/**
 * Finds this process's own OS session.
 * @param ask gives the first value of the answer, or `undefined` where there is none
 * @returns its path on logind's bus, or `null` where logind knows none
 */
export async function ownSession(
  ask: (call: BusCall) => Promise<unknown>,
  env: NodeJS.ProcessEnv,
): Promise<string | null> {
  const manager = {
    destination: LOGIND,
    path: '/org/freedesktop/login1',
    interface: LOGIND_MANAGER,
  };
  const byName = { ...manager, member: 'GetSession', signature: 's' };
  const id = env['XDG_SESSION_ID'];
  const calls: readonly BusCall[] = [
    // The caller's own session, or else its user's session with a display: desktops start apps as user
    // services, which belong to no session.
    { ...byName, body: ['auto'] },
    // For logind before version 243, which does not know `auto`.
    { ...manager, member: 'GetSessionByPID', signature: 'u', body: [process.pid] },
    // Last, because a user service may have got the session of its service manager.
    ...(id === undefined || id === '' ? [] : [{ ...byName, body: [id] }]),
  ];
  for (const call of calls) {
    const path = await ask(call);
    if (typeof path === 'string') return path;
  }
  return null;
}
