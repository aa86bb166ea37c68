import type { ManagedProxy } from '../../../shared/policy/managed-proxy.js';
import type { ProxySettings } from '../../ports/index.js';
import { systemText } from '../posix/root-file.js';
import { runProgram, type RunProgram } from '../process/run-program.js';
import { registryValue } from '../windows/system-programs.js';

/*
 * The proxy that administrators of the computer set. The environment of this process and the settings of
 * the desktop do not count: whoever starts the app, or used it before, could set them.
 */

/** Every log-in gets these variables; root alone can change the file. */
const ENVIRONMENT_FILE = '/etc/environment';
const MOST_BYTES = 65_536;

/** Here Group Policy says that proxies belong to the machine; users then can't change them. */
const WINDOWS_KEY =
  'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';

/**
 * The operating system's settings, as far as administrators alone can set them. Never rejects.
 * @param environmentFile of Linux
 */
export async function machineProxy(
  platform: NodeJS.Platform,
  { run = runProgram, environmentFile = ENVIRONMENT_FILE }: MachineProxyParts = {},
): Promise<ProxySettings> {
  // Only administrators can change the network of a Mac.
  if (platform === 'darwin') return { kind: 'system' };
  if (platform === 'win32') {
    // Without this value each user has proxies of their own.
    const perUser = await registryValue(run, WINDOWS_KEY, 'ProxySettingsPerUser');
    return { kind: perUser === '0x0' ? 'system' : 'direct' };
  }
  return proxyOfEnvironment((await systemText(environmentFile, MOST_BYTES)) ?? '');
}

export interface MachineProxyParts {
  readonly run?: RunProgram;
  readonly environmentFile?: string;
}

/** @param text of a file of `NAME=value` lines, as PAM reads it */
export function proxyOfEnvironment(text: string): ProxySettings {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const found = /^\s*(?:export\s+)?(\w+)\s*=\s*(.*?)\s*$/.exec(line);
    if (found === null) continue;
    const [, name = '', value = ''] = found;
    values.set(name.toLowerCase(), value.replace(/^(["'])(.*)\1$/, '$2'));
  }
  const all = serverOf(values.get('all_proxy'));
  const rules = [
    ['http', serverOf(values.get('http_proxy')) ?? all],
    ['https', serverOf(values.get('https_proxy')) ?? all],
  ].flatMap(([scheme, server]) => (server === null ? [] : [`${scheme}=${server}`]));
  return rules.length === 0
    ? { kind: 'direct' }
    : { kind: 'server', rules: rules.join(';'), exceptions: exceptions(values.get('no_proxy')) };
}

/** Leaves names and passwords out: Chromium accepts none here, and sends none. */
function serverOf(value: string | undefined): string | null {
  const found =
    /^(?:(https?|socks[45]?):\/\/)?(?:[^@/]*@)?([\w.-]+|\[[\da-f:.]+\])(:\d+)?\/?$/i.exec(
      value ?? '',
    );
  if (found === null) return null;
  const [, scheme = 'http', host = '', port = ''] = found;
  return `${scheme.toLowerCase()}://${host}${port}`;
}

/** A name in `no_proxy` also covers all names below it. */
function exceptions(value = ''): string {
  return value
    .split(/[\s,]+/)
    .filter((one) => one !== '')
    .flatMap((one) => (/^[a-z]/i.test(one) ? [one, `*.${one}`] : [one]))
    .join(',');
}

/** The managed proxy holds if there is one, else the operating system's. */
export function proxyInForce(managed: ManagedProxy | null, machine: ProxySettings): ProxySettings {
  if (managed === null) return machine;
  if ('script' in managed) return { kind: 'script', address: managed.script };
  if (managed.server === 'direct') return { kind: 'direct' };
  return { kind: 'server', rules: managed.server, exceptions: managed.exceptions ?? '' };
}
