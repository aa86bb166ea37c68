import { ipcMain, type WebContents } from 'electron';
import { requestChannel } from '../../shared/requests/channels.js';
import { REQUEST_NAMES, type RequestName } from '../../shared/requests/requests.js';
import { say } from '../../shared/words/say.js';
import { endProcess } from '../windows/hardening/end-process.js';
import { FloodGate } from './flood-gate.js';
import { decide, type Decision, type Gatekeeper, type Handlers } from './gate.js';

/** A request that the gate refused. The window's call is rejected with it. */
class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest';
}

/** Answers the windows' requests, each through the gate. A request without a handler gets no answer. */
export function serve(handlers: Partial<Handlers>, gatekeeper: Gatekeeper): void {
  const flood = new FloodGate();
  for (const name of REQUEST_NAMES) {
    const handler = handlers[name];
    if (handler === undefined) continue;
    ipcMain.handle(requestChannel(name), (event, rawInput: unknown) => {
      // The window is gone by now: nobody waits for an answer.
      if (event.sender.isDestroyed()) return undefined;
      const verdict = flood.judge(event.sender.id, performance.now());
      if (verdict === 'drop') return undefined;
      // The windows make a new page afterwards, as after a crash.
      if (verdict === 'destroy') endProcess(event.sender);
      if (verdict !== 'pass') throw new RefusedRequest(`"${name}" was refused (flood).`);
      // The typings promise a frame; a window that was destroyed meanwhile has none.
      const frame = event.senderFrame as typeof event.senderFrame | undefined;
      const decision = decide(
        name,
        rawInput,
        {
          contents: event.sender,
          url: frame?.url ?? null,
          isMainFrame: frame?.parent === null,
        },
        gatekeeper,
      );
      if (decision.allowed) return answer(handler, decision, event.sender);
      if (decision.why === 'passwordRequired')
        return {
          ok: false,
          code: 'passwordRequired',
          message: say('Enter your password again to go on.'),
        };
      throw new RefusedRequest(`"${name}" was refused (${decision.why}).`);
    });
  }
}

function answer(
  handler: Handlers[RequestName],
  { kind, member, input }: Extract<Decision, { allowed: true }>,
  contents: WebContents,
): unknown {
  // The gate has checked what this handler's types promise: the schema of its input, and its member.
  return (handler as (input: unknown, caller: unknown) => unknown)(input, {
    contents,
    kind,
    member,
  });
}
