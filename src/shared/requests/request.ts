import { z } from 'zod';
import type { WindowKind } from './views.js';

/**
 * Who may ask: `anyone` at the screen; `signingIn`: the password was right, the second step is missing;
 * `enrolling`: sets up two-factor authentication, within a sign-in or a session; a signed-in `member`; or a
 * signed-in `administrator`.
 */
export type Access = 'anyone' | 'signingIn' | 'enrolling' | 'member' | 'administrator';

/** The whole definition of one request. `main/ipc/gate.ts` enforces it before a handler runs. */
export interface Request<
  Input extends z.ZodType = z.ZodType,
  Who extends Access = Access,
  Answer = unknown,
> {
  /** The windows that may send this request. */
  readonly windows: readonly WindowKind[];
  readonly access: Who;
  /** Whether the password must have been proved within the last five minutes. */
  readonly recentPassword?: true;
  /** Strict: a field that is not named here is refused. */
  readonly input: Input;
  /** For the types only: it never has a value. If the gate refuses a request, its promise is rejected. */
  readonly answer: Answer;
}

export function request<Input extends z.ZodType, const Who extends Access, Answer>(
  definition: Request<Input, Who, Answer>,
): Request<Input, Who, Answer> {
  return definition;
}

/** Defines requests that the same windows may send and the same people may ask, by their inputs' fields. */
export function requestsFrom<const Who extends Access>(
  shared: Pick<Request<z.ZodType, Who>, 'windows' | 'access' | 'recentPassword'>,
): <Fields extends z.ZodRawShape, Answer>(
  fields: Fields,
  answer: Answer,
) => Request<z.ZodObject<Fields, z.core.$strict>, Who, Answer> {
  return (fields, answer) => ({ ...shared, input: z.strictObject(fields), answer });
}

/** What administrators ask in the settings window. */
export const byAdministrator = requestsFrom({ windows: ['settings'], access: 'administrator' });

/** The same, if the password was proved lately. */
export const byProvedAdministrator = requestsFrom({
  windows: ['settings'],
  access: 'administrator',
  recentPassword: true,
});

/** Sets the type of the answer in a definition. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- it is there for the type alone
export function answers<Answer>(): Answer {
  return undefined as Answer;
}
