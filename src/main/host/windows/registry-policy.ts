import { z } from 'zod';
import { managedSettings } from '../../../shared/policy/managed-settings.js';
import { say } from '../../../shared/words/say.js';
import type { ManagedReading } from '../../ports/index.js';
import {
  broken,
  isTree,
  jsonFrom,
  nativeReading,
  type NativeValues,
} from '../managed/native-document.js';
import { powerShell, type RunPowerShell } from './system-programs.js';

/*
 * What Group Policy decides, as it lies in the registry: a key is an object, a value in it a field of
 * the same name. `HKEY_CURRENT_USER` is not asked: a user's own programs may write there.
 */

export const POLICY_KEY = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Clinic Workstation';

/**
 * Written so that it also runs where PowerShell is held to the Constrained Language: properties, casts
 * and cmdlets, no methods. Each character goes out as a number, because the output of a program is in
 * the code page of this computer, which loses letters.
 */
const SCRIPT = `
$ErrorActionPreference = 'Stop'
$root = 'Registry::${POLICY_KEY}'
$values = @()
if (Test-Path -LiteralPath $root) {
  $keys = @(Get-Item -LiteralPath $root) + @(Get-ChildItem -LiteralPath $root -Recurse)
  $values = @(foreach ($key in $keys) {
    $properties = Get-ItemProperty -LiteralPath $key.PSPath
    foreach ($name in $key.Property) {
      @{ key = $key.Name; name = $name; value = $properties.$name }
    }
  })
}
$json = ConvertTo-Json -InputObject @{ values = $values } -Depth 4 -Compress
[int[]][char[]]$json -join ','
`;

const answer = z.object({
  values: z.array(z.object({ key: z.string(), name: z.string(), value: z.unknown() })),
});

/** Reads what Group Policy decides for a Windows computer. Never rejects. */
export async function readRegistryPolicy(
  run: RunPowerShell = powerShell(),
): Promise<ManagedReading> {
  const { data } = answer.safeParse(await jsonFrom(run(SCRIPT).then(decoded)));
  if (data === undefined)
    return broken(
      'unreadable',
      say('Windows did not say what its registry has. Check that PowerShell may run.'),
    );
  const flags = flagPaths();
  // Keys without values are nothing: Group Policy leaves such keys behind.
  const tree: NativeValues = emptyTree();
  for (const { key, name, value } of data.values) {
    const path = [...key.slice(POLICY_KEY.length).split('\\').slice(1), name];
    const where = path.join('.');
    const isFlag = flags.has(where) && (value === 0 || value === 1);
    if (!put(tree, path, isFlag ? value === 1 : value))
      return broken(
        'invalid',
        say('{where} contradicts another value: a limit is either fixed or a cap.', { where }),
      );
  }
  return nativeReading(tree);
}

/** The registry has no truth values: for these settings 1 is yes and 0 is no. */
function flagPaths(): ReadonlySet<string> {
  const flags = managedSettings().filter(({ form }) => form.kind === 'flag');
  return new Set(flags.map(({ path }) => path.join('.')));
}

/** @param numbers UTF-16 code units, with commas between */
function decoded(numbers: string): string {
  return Buffer.from(Uint16Array.from(numbers.split(','), Number).buffer).toString('utf16le');
}

/** @returns whether there was no other value in the way */
function put(
  tree: NativeValues,
  [name = '', ...below]: readonly string[],
  value: unknown,
): boolean {
  if (below.length > 0) {
    const inside = (tree[name] ??= emptyTree());
    return isTree(inside) && put(inside, below, value);
  }
  if (name in tree) return false;
  tree[name] = value;
  return true;
}

/** Has no inherited names, whatever the registry's are called. */
function emptyTree(): NativeValues {
  return Object.create(null) as NativeValues;
}
