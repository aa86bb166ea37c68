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
    // The caller's own session, or else its user's one with a screen: desktops start apps as user
    // services, which are part of no session.
    { ...byName, body: ['auto'] },
    // Where logind is older than that (243).
    { ...manager, member: 'GetSessionByPID', signature: 'u', body: [process.pid] },
    // Last of all: a user service may have been given the session of its service manager.
    ...(id === undefined || id === '' ? [] : [{ ...byName, body: [id] }]),
  ];
  for (const call of calls) {
    const path = await ask(call);
    if (typeof path === 'string') return path;
  }
  return null;
}
