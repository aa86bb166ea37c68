import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readServerAddress } from '../../shared/clinic/server-address.js';
import { say } from '../../shared/words/say.js';
import { composeJoining } from '../app/compose-clinic.js';
import { type Account, ACCOUNT_FILE } from '../app/open-account.js';
import { tryCode } from '../clinic/joining.js';
import { Work } from '../clinic/work.js';
import { WorkstationSecret } from '../clinic/workstation-secret.js';
import { joinRefusal } from '../ipc/clinic-messages.js';
import type { JoinForm, SecretStore, ServerConnector } from '../ports/index.js';
import { askToSetAside } from '../storage/set-aside.js';
import { AccountMemory } from '../vault/account-memory.js';
import { type CommandOutcome, failed } from './command-outcome.js';

/** The values of `--enrol [--server=ADDRESS] [--set-aside]`. */
export interface EnrolOrder {
  /** Empty: the managed policy's. */
  readonly server: string;
  readonly setAside: boolean;
}

export interface EnrolParts {
  /** Of the account. */
  readonly folder: string;
  readonly connector: ServerConnector;
  /** The address that the managed policy names, or `null`. */
  readonly managedServer: () => Promise<string | null>;
  /** @returns the account, made where there is none, or a text for people why there is none */
  readonly open: () => Promise<Account | string>;
  /** The keychain's entries of this computer. */
  readonly keychain: SecretStore;
}

/**
 * Makes this computer a workstation of a clinic without a window, for roll-outs. The code comes on standard
 * input, never on the command line, where every process of this computer could read it.
 * @param readSecret asks a question, and reads the answer as one line
 */
export async function enrol(
  { server, setAside }: EnrolOrder,
  parts: EnrolParts,
  readSecret: (question: string) => Promise<string>,
): Promise<CommandOutcome> {
  const typed = server === '' ? ((await parts.managedServer()) ?? '') : server;
  if (typed === '')
    return failed(
      say('Say where the clinic’s server is: --server=ADDRESS, or clinicServer in the policy.'),
    );
  const address = readServerAddress(typed);
  if (!address.ok) return failed(address.problem);
  const formOf = async (): Promise<JoinForm> => {
    const code = await readSecret(say('Enrolment code'));
    return { place: address.value, code, setAside: false };
  };
  const file = join(parts.folder, ACCOUNT_FILE);
  let form: JoinForm | null = null;
  if (setAside && existsSync(file)) {
    form = await formOf();
    // Nothing is set aside for a code that is not good.
    const tried = await tryCode(parts.connector, form);
    if (!tried.ok) return failed(joinRefusal(tried.code).message);
    askToSetAside(file);
  }
  const opened = await parts.open();
  if (typeof opened === 'string') return failed(opened);
  if (opened.account.state !== null || opened.clinicStore.removal() !== null)
    return failed(
      say(
        'There is an account on this computer already. With --set-aside its file is kept beside, under another name, and this computer joins the clinic.',
      ),
    );
  return joinHere(opened, parts, form ?? (await formOf()));
}

async function joinHere(
  opened: Account,
  { connector, keychain }: EnrolParts,
  form: JoinForm,
): Promise<CommandOutcome> {
  const { clinicStore: store, clock, installation } = opened;
  const memory = new AccountMemory(keychain, clock, installation);
  const joined = await composeJoining({
    ...{ opened, connector, memory },
    secret: new WorkstationSecret({ store, keychain, clock, installation }),
    work: new Work(() => undefined),
    setAside: () => Promise.resolve(),
  }).join(form);
  if (!joined.ok) return failed(joinRefusal(joined.code).message);
  // What this computer is to remember must be written before this program ends.
  await memory.read();
  return { exitCode: 0, message: say('This computer is a workstation of the clinic now.') };
}
