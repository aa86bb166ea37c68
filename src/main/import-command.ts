import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import type { Members } from './identity/members.js';
import type { PolicyKeeper } from './policy/policy-keeper.js';
import type { AccountStore } from './ports.js';

/** What `--import-settings=FILE [--administrator=EMAIL]` asked for. */
export interface ImportOrder {
  readonly file: string;
  readonly administrator: string;
}

export interface ImportParts {
  readonly account: AccountStore;
  readonly members: Members;
  readonly policies: PolicyKeeper;
}

/** How the command ended: its exit code, and one line for the person who ran it. */
export interface ImportOutcome {
  readonly exitCode: 0 | 1;
  readonly message: string;
}

function failed(message: string): ImportOutcome {
  return { exitCode: 1, message };
}

/**
 * Brings in a settings file from the command line. Once there is an account, only an administrator
 * may: the email comes as a switch, the password from standard input, never from the command line,
 * where every process of this computer could read it.
 * @param readPassword reads one line
 */
export async function importSettings(
  order: ImportOrder,
  parts: ImportParts,
  readPassword: () => Promise<string>,
): Promise<ImportOutcome> {
  let text: string;
  try {
    text = await readFile(order.file, 'utf8');
  } catch {
    return failed(`${order.file} could not be read. Check the path and that you may read it.`);
  }
  // Before anybody is asked for a password: a file that can't be used needs none.
  const reading = parts.policies.check(text);
  if (!reading.ok)
    return failed(`${order.file} was not used, and nothing was changed. ${reading.problem}`);

  let administratorId: string | null = null;
  if (parts.account.clinicName() !== null) {
    if (order.administrator === '')
      return failed('This workstation is set up already: add --administrator=EMAIL.');
    const checked = await parts.members.check(
      order.administrator.trim().toLowerCase(),
      await readPassword(),
    );
    if (!checked.ok || checked.member.role !== 'administrator')
      return failed('That is not the email and password of an active administrator.');
    administratorId = checked.member.id;
  }
  parts.policies.importFile(text, administratorId);
  return { exitCode: 0, message: `${order.file} was brought in.` };
}

/** One line from standard input. On a terminal what is typed is not shown. */
export async function passwordFromInput(): Promise<string> {
  const onTerminal = process.stdin.isTTY;
  if (onTerminal) process.stderr.write('Password: ');
  const lines = createInterface({ input: process.stdin, terminal: onTerminal });
  try {
    return await lines.question('');
  } finally {
    lines.close();
  }
}
