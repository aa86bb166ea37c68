import { expect, it } from 'vitest';
import {
  type WorkstationHandlerParts,
  workstationHandlers,
} from '../../../src/main/ipc/workstation-handlers.js';

/* “Restart and update” ends the session before anything restarts. */

function press(isReady: boolean): { readonly did: readonly string[]; readonly answer: unknown } {
  const did: string[] = [];
  const parts = {
    runner: { requestEnd: (cause: string) => did.push(`end: ${cause}`) },
    updates: {
      installSoon: () => {
        did.push('install when the session is over');
        return isReady;
      },
    },
  } as unknown as WorkstationHandlerParts;
  const answer = workstationHandlers(parts).restartAndUpdate({}, null as never);
  return { did, answer };
}

it('ends the session for an update that is ready', () => {
  expect(press(true)).toEqual({
    did: ['install when the session is over', 'end: signOut'],
    answer: { ok: true },
  });
});

it('signs nobody out when there is no update', () => {
  const { did, answer } = press(false);
  expect(did).toEqual(['install when the session is over']);
  expect(answer).toMatchObject({ ok: false, code: 'noUpdateReady' });
});
