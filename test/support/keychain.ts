import type { Desktop } from '../../scripts/lib/desktop.mjs';
import { projectRoot } from '../../scripts/lib/paths.mjs';
import { run } from '../../scripts/lib/processes.mjs';

/** What is gone after each end of a session. */
export const SERVICE = 'Clinic Workstation';

/** What this computer remembers of the account, which stays. */
export const COMPUTER_SERVICE = 'Clinic Workstation, this computer';

/** An entry as another program that uses keytar reads it. */
export interface Credential {
  readonly account: string;
  readonly password: string;
}

/** Runs a line of JavaScript with keytar in a process of its own, and reads what it gives as JSON. */
async function withKeytar(desktop: Desktop, expression: string): Promise<unknown> {
  const script = `const keytar = require('keytar');
    Promise.resolve(${expression}).then(
      (value) => process.stdout.write(JSON.stringify(value ?? null)),
      (error) => { process.stderr.write(String(error)); process.exitCode = 1; });`;
  const { code, stdout, stderr } = await run(process.execPath, ['-e', script], {
    cwd: projectRoot,
    env: desktop.env,
  });
  if (code !== 0) throw new Error(`keytar: ${stderr}`);
  return JSON.parse(stdout);
}

/** The entries of a service, as keytar in another process reads them. */
export async function credentials(
  desktop: Desktop,
  service = SERVICE,
): Promise<readonly Credential[]> {
  const read = `keytar.findCredentials(${JSON.stringify(service)})`;
  // keytar's process dies when an entry is deleted between its search and its reading.
  const found = await withKeytar(desktop, read).catch(() => withKeytar(desktop, read));
  return found as readonly Credential[];
}

/** Puts an entry into the keychain, as any program of this OS user can. */
export async function plantCredential(
  desktop: Desktop,
  { account, password }: Credential,
  service = SERVICE,
): Promise<void> {
  const texts = [service, account, password].map((text) => JSON.stringify(text));
  await withKeytar(desktop, `keytar.setPassword(${texts.join(', ')})`);
}

/** How many decisions of the account this computer remembers, or `null`. */
export async function rememberedDecisions(desktop: Desktop): Promise<number | null> {
  const [entry] = await credentials(desktop, COMPUTER_SERVICE);
  return entry === undefined ? null : (JSON.parse(entry.password) as { seq: number }).seq;
}

/** Somebody deletes what this computer remembers of the account. */
export async function forgetDecisions(desktop: Desktop): Promise<void> {
  for (const { account } of await credentials(desktop, COMPUTER_SERVICE)) {
    const texts = [COMPUTER_SERVICE, account].map((text) => JSON.stringify(text));
    await withKeytar(desktop, `keytar.deletePassword(${texts.join(', ')})`);
  }
}

/** How many entries of a session the worst of two other programs finds: secret-tool and keytar. */
export async function entryCount(desktop: Desktop): Promise<number> {
  const bySecretTool = await desktop.secretEntries(SERVICE);
  const byKeytar = await credentials(desktop);
  return Math.max(bySecretTool.length, byKeytar.length);
}
