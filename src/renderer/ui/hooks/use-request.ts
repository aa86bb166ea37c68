import { useRef, useState } from 'react';
import { say } from '../../../shared/words/say.js';
import type { Done, Refusal, Throttled } from '../../../shared/requests/answers.js';

type Outcome = Done | Refusal<string> | Throttled;
export type Unanswered = Refusal<'unanswered'>;

const UNANSWERED: Unanswered = {
  ok: false,
  code: 'unanswered',
  get message() {
    return say(
      'The app did not answer. Try again; if that does not help, close it and start it again.',
    );
  },
};

/** The person was asked for a proof and cancelled: this is no problem to show. */
const STILL_ASKED: ReadonlySet<string> = new Set(['passwordRequired', 'proofRequired']);

export interface Request {
  readonly busy: boolean;
  /** Why the last request was refused, and what to do, or `null`. */
  readonly problem: string | null;
  /** When a throttled request may be sent again, on the `performance.now()` scale. */
  readonly retryAt: number | null;
  /** Sends a request, but not while another one is under way. */
  readonly send: <Result extends Outcome>(
    ask: () => Promise<Result>,
  ) => Promise<Result | Unanswered>;
  /** For `onClick`: sends a request that has no input. */
  readonly press: (ask: (input: Record<string, never>) => Promise<Outcome>) => () => void;
  /** Clears the last refusal. */
  readonly forget: () => void;
}

/** One request to main at a time, with its refusal in words. */
export function useRequest(): Request {
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [retryAt, setRetryAt] = useState<number | null>(null);

  async function send<Result extends Outcome>(
    ask: () => Promise<Result>,
  ): Promise<Result | Unanswered> {
    if (running.current) return UNANSWERED;
    running.current = true;
    setBusy(true);
    setProblem(null);
    setRetryAt(null);
    // Main rejects a request that is not allowed now, for example just after the end of the session.
    const answer = await ask().catch(() => UNANSWERED);
    running.current = false;
    setBusy(false);
    if (!answer.ok && !STILL_ASKED.has(answer.code)) setProblem(answer.message);
    if ('retryAfterSeconds' in answer)
      setRetryAt(performance.now() + answer.retryAfterSeconds * 1_000);
    return answer;
  }

  function forget(): void {
    setProblem(null);
    setRetryAt(null);
  }

  const press: Request['press'] = (ask) => () => void send(() => ask({}));

  return { busy, problem, retryAt, send, press, forget };
}
