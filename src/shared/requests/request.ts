import type { z } from 'zod';
import type { WindowKind } from './views.js';

/**
 * Who may ask: anyone at the screen, who has entered a right password and not yet the rest
 * (`signingIn`), who sets two-factor authentication up, within a sign-in or a session (`enrolling`),
 * a signed-in member, or a signed-in administrator.
 */
export type Access = 'anyone' | 'signingIn' | 'enrolling' | 'member' | 'administrator';

/** All there is to say of one request. `main/ipc/gate.ts` enforces it before a handler runs. */
export interface Request<
  Input extends z.ZodType = z.ZodType,
  Who extends Access = Access,
  Answer = unknown,
> {
  /** The windows that may ask it. */
  readonly windows: readonly WindowKind[];
  readonly access: Who;
  /** Whether the password must have been proved within the last five minutes. */
  readonly recentPassword?: true;
  /** Strict: a field that is not named here is refused. */
  readonly input: Input;
  /** Of the types alone: there is never a value. A request that the gate refuses is rejected instead. */
  readonly answer: Answer;
}

export function request<Input extends z.ZodType, const Who extends Access, Answer>(
  definition: Request<Input, Who, Answer>,
): Request<Input, Who, Answer> {
  return definition;
}

/** Names the type of an answer in a definition. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- it is there for the type alone
export function answers<Answer>(): Answer {
  return undefined as Answer;
}
