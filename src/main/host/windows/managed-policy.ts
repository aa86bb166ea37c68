import { LONGEST_MANAGED_POLICY } from '../../../shared/policy/managed-policy.js';
import { say } from '../../../shared/words/say.js';
import type { ManagedReading } from '../../ports/index.js';
import { broken, jsonFrom, textReading, tooLarge } from '../managed/native-document.js';
import { belongsToAdministrators } from './access-list.js';
import { powerShell, type RunPowerShell } from './system-programs.js';

/*
 * Node knows nothing of Windows' access lists, so PowerShell, which every Windows has, is asked for
 * them and for the text in one call. It also knows where the folder really is: the environment
 * variable for that could be set by whoever starts the app.
 */

const SCRIPT = `
$ErrorActionPreference = 'Stop'
$folder = Join-Path ([Environment]::GetFolderPath('CommonApplicationData')) 'Clinic Workstation'
$file = Join-Path $folder 'policy.json'
if (-not (Test-Path -LiteralPath $file)) { '{"found":false}'; exit }
$items = (Get-Item -LiteralPath $folder -Force), (Get-Item -LiteralPath $file -Force)
@{
  found = $true
  link = [bool]($items | Where-Object { $_.Attributes -band [IO.FileAttributes]::ReparsePoint })
  size = $items[1].Length
  folder = (Get-Acl -LiteralPath $folder).Sddl
  file = (Get-Acl -LiteralPath $file).Sddl
  text = if ($items[1].Length -le ${LONGEST_MANAGED_POLICY}) {
    [Convert]::ToBase64String([IO.File]::ReadAllBytes($file))
  } else { '' }
} | ConvertTo-Json -Compress
`;

type Answer = { readonly found: false } | ({ readonly found: true } & Found);

interface Found {
  readonly link: boolean;
  /** In bytes. */
  readonly size: number;
  /** Access lists, in SDDL. */
  readonly folder: string;
  readonly file: string;
  /** In base64. */
  readonly text: string;
}

/** Reads the policy file of a Windows computer. Never rejects. */
export async function readOnWindows(run: RunPowerShell = powerShell()): Promise<ManagedReading> {
  const answer = (await jsonFrom(run(SCRIPT))) as Answer | undefined;
  if (answer === undefined)
    return broken(
      'unreadable',
      say('Windows did not say whether there is one. Check that PowerShell may run.'),
    );
  if (!answer.found) return { found: false };
  const { link, size, folder, file, text } = answer;
  if (link || !belongsToAdministrators(folder) || !belongsToAdministrators(file))
    return broken(
      'untrusted',
      say('It and its folder must belong to Administrators, and nobody else may write to them.'),
    );
  if (size > LONGEST_MANAGED_POLICY) return tooLarge();
  return textReading(Buffer.from(text, 'base64'));
}
