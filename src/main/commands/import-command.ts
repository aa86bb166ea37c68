import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { textOfFile } from '../../shared/texts/file-text.js';
import { say } from '../../shared/words/say.js';
import type { SignInFlow } from '../identity/sign-in/sign-in-flow.js';
import type { PolicyKeeper } from '../policy/policy-keeper.js';
import type { AccountStore, Author } from '../ports/index.js';
import { type CommandOutcome, failed } from './command-outcome.js';

/** The values of `--import-settings=FILE [--administrator=EMAIL]`. */
export interface ImportOrder {
  readonly file: string;
  readonly administrator: string;
}

export interface ImportParts {
  readonly account: AccountStore;
  readonly flow: SignInFlow;
  readonly policies: PolicyKeeper;
}

function notUsed(file: string, problem: string): CommandOutcome {
  return failed(say('{file} was not used, and nothing was changed. {problem}', { file, problem }));
}

/**
 * Imports a settings file from the command line. After the set-up only an administrator may do so: the
 * email comes as a switch, the password from standard input, never from the command line, where every
 * process of this computer could read it.
 * @param readSecret asks a question, and reads the answer as one line
 */
export async function importSettings(
  order: ImportOrder,
  parts: ImportParts,
  readSecret: (question: string) => Promise<string>,
): Promise<CommandOutcome> {
  const { file } = order;
  let text: string;
  try {
    const written = textOfFile(await readFile(file));
    if (!written.ok) return notUsed(file, written.problem);
    text = written.value;
  } catch {
    return failed(
      say('{file} could not be read. Check the path and that you may read it.', { file }),
    );
  }
  // Check the file before asking for a password: a file that cannot be used needs none.
  const reading = parts.policies.check(text);
  if (!reading.ok) return notUsed(file, reading.problem);

  // A decision of a shared account needs its server, which only the running app is connected to.
  if ((parts.account.state?.shared ?? null) !== null)
    return failed(
      say(
        'The account of this workstation is shared with others. Start the app, and bring the file in under Settings, Session timeout: it counts at every workstation then.',
      ),
    );
  let author: Author | null = null;
  if (parts.account.clinicName() !== null) {
    if (order.administrator === '')
      return failed(say('This workstation is set up already: add --administrator=EMAIL.'));
    const admitted = await administrator(order.administrator, parts, readSecret);
    if (!admitted.ok) return failed(admitted.problem);
    ({ author } = admitted);
  }
  await parts.policies.importFile(text, author).finally(() => author?.keys.forget());
  return { exitCode: 0, message: say('{file} was brought in.', { file }) };
}

/** Signs an administrator in, with the second step if it is on, without beginning a session. */
async function administrator(
  email: string,
  { account, flow }: ImportParts,
  readSecret: (question: string) => Promise<string>,
): Promise<
  { readonly ok: true; readonly author: Author } | { readonly ok: false; readonly problem: string }
> {
  const entered = await flow.enter(
    email.trim().toLowerCase(),
    await readSecret(say('Password')),
    0,
  );
  const wrong = say('That is not the email and password of an active administrator.');
  if (!entered.ok)
    return {
      ok: false,
      problem:
        'retryAfterSeconds' in entered
          ? say(
              'There were too many wrong tries. Try again in {seconds, plural, one {{seconds} second} other {# seconds}}.',
              { seconds: entered.retryAfterSeconds },
            )
          : wrong,
    };
  let { complete } = entered;
  if (complete === null && flow.half(0)?.stage === 'code') {
    const verified = await flow.verifyCode(await readSecret(say('Authentication code')), 0);
    if (!verified.ok) return { ok: false, problem: say('That authentication code is not right.') };
    ({ complete } = verified);
  }
  flow.cancel();
  if (complete === null)
    return {
      ok: false,
      problem: say('Sign in to the app first: it asks you to set two-factor authentication up.'),
    };
  const { member, keys } = complete;
  if (member.role === 'administrator' && account.standing.kind === 'sound')
    return { ok: true, author: { memberId: member.id, keys } };
  keys.forget();
  return member.role === 'administrator'
    ? {
        ok: false,
        problem: say(
          'Sign in to the app first: it asks you whether this account is the right one.',
        ),
      }
    : { ok: false, problem: wrong };
}

/** Reads one line from standard input for each question. On a terminal the lines are not shown. */
export function secretsFromInput(): (question: string) => Promise<string> {
  let lines: AsyncIterator<string> | null = null;
  return async (question) => {
    const terminal = process.stdin.isTTY;
    if (terminal) process.stderr.write(say('{question}: ', { question }));
    // One reader for all questions: it reads ahead when the lines come from another program.
    lines ??= createInterface({ input: process.stdin, terminal })[Symbol.asyncIterator]();
    const next = await lines.next();
    return next.done === true ? '' : next.value;
  };
}
