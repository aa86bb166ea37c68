import { X509Certificate } from 'node:crypto';
import { orElse } from '../../ports/or-else.js';
import { systemText } from '../posix/root-file.js';
import { runProgram, type RunProgram } from '../process/run-program.js';
import { powerShell, type RunPowerShell } from '../windows/system-programs.js';
import type { MachineAuthorities } from './server-judge.js';

/*
 * The authorities that administrators of this computer trust: what `update-ca-certificates` and its like
 * make on Linux, the machine's own root store on Windows, the System keychain on macOS. Each store is read
 * when a server first needs it, and again after `GOOD_MS`. The stores of users are not read.
 */

/** How long a reading stays valid, in milliseconds. */
export const GOOD_MS = 60_000;
/** The largest store that is accepted, in bytes. Debian's has 220 thousand. */
const MOST_BYTES = 8_000_000;

/** Where Linux systems keep all that they trust as one file; the first that is there counts. */
export const LINUX_BUNDLES: readonly string[] = [
  '/etc/ssl/certs/ca-certificates.crt', // Debian, Ubuntu, Arch, Gentoo
  '/etc/pki/tls/certs/ca-bundle.crt', // Fedora, Red Hat
  '/etc/ssl/ca-bundle.pem', // openSUSE
];

const SYSTEM_KEYCHAIN = '/Library/Keychains/System.keychain';
/** How long macOS may take to list it, in milliseconds. */
const KEYCHAIN_MS = 10_000;

/** Uses no methods, so that it runs in the Constrained Language. One certificate in each line, as bytes. */
const WINDOWS_ROOTS = `
$ErrorActionPreference = 'Stop'
foreach ($one in Get-ChildItem -LiteralPath 'Cert:\\LocalMachine\\Root') { $one.RawData -join ',' }
`;

/** @returns the certificates of the machine's store, as PEM texts or DER; rejects when it can't be read */
type ReadStore = () => Promise<readonly (string | Buffer)[]>;

export function linuxStore(bundles: readonly string[] = LINUX_BUNDLES): ReadStore {
  return async () => {
    for (const path of bundles) {
      const text = await systemText(path, MOST_BYTES);
      if (text !== null) return pemBlocks(text);
    }
    return [];
  };
}

export function macStore(run: RunProgram = runProgram): ReadStore {
  return async () => {
    const args = ['find-certificate', '-a', '-p', SYSTEM_KEYCHAIN];
    const bounds = { timeMs: KEYCHAIN_MS, output: MOST_BYTES };
    return pemBlocks(await run('/usr/bin/security', args, bounds));
  };
}

export function windowsStore(
  run: RunPowerShell = powerShell(undefined, {}, MOST_BYTES),
): ReadStore {
  return async () =>
    (await run(WINDOWS_ROOTS))
      .split(/\r?\n/)
      .filter((line) => /^\d+(,\d+)*$/.test(line))
      .map((line) => Buffer.from(line.split(',').map(Number)));
}

export function machineAuthorities(platform: NodeJS.Platform): MachineAuthorities {
  if (platform === 'win32') return rememberedFor(GOOD_MS, windowsStore());
  return rememberedFor(GOOD_MS, platform === 'darwin' ? macStore() : linuxStore());
}

/** @param nowMs milliseconds of a clock that only goes forward */
export function rememberedFor(
  goodMs: number,
  read: ReadStore,
  nowMs: () => number = () => performance.now(),
): MachineAuthorities {
  let known: { readonly atMs: number; readonly all: Promise<readonly X509Certificate[]> } | null =
    null;
  return () => {
    if (known === null || nowMs() - known.atMs >= goodMs)
      // A store that can't be read trusts nobody.
      known = { atMs: nowMs(), all: read().then(certificates, () => []) };
    return known.all;
  };
}

function pemBlocks(text: string): readonly string[] {
  return text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}

function certificates(stored: readonly (string | Buffer)[]): readonly X509Certificate[] {
  // One with an old or strange form cannot be read; the others count.
  return stored.flatMap((one) => orElse(() => [new X509Certificate(one)], []));
}
