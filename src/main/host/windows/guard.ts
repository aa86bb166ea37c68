import { renameSync, writeFileSync } from 'node:fs';
import { say } from '../../../shared/words/say.js';
import { orElse, orWarn } from '../../ports/or-else.js';
import {
  GUARD_RESTART_MS,
  type GuardOptions,
  GuardOrder,
  type StartedGuard,
  takeCharge,
} from '../guard/guard-run.js';
import { runProgram, type RunProgram } from '../process/run-program.js';
import { powerShell, powerShellProgram } from './system-programs.js';

/*
 * The guard of Windows: a hidden PowerShell, which every Windows has, waits until the app's process is
 * gone. Both scripts are constant, and use only cmdlets and simple types, so that they also run where
 * PowerShell is held to the Constrained Language. The values come in the environment, where nothing has to
 * be quoted. Neither script holds a secret. Time that the computer sleeps counts as waited.
 */

/** Waits, then clears. No double quotes, because it stands between two on a command line. */
export const WAIT_SCRIPT = `
$ErrorActionPreference = 'Stop';
$app = Get-Process -Id $env:CLINIC_GUARD_APP -ErrorAction SilentlyContinue;
if ($app) { Wait-Process -InputObject $app };
$file = $env:CLINIC_GUARD_FILE;
if (-not (Test-Path -LiteralPath $file)) { exit };
$order, $longest = (Get-Content -LiteralPath $file -TotalCount 1) -split ' ';
if ($order -ne 'nothing') {
$left = [long]$order - [long]((Get-Date).ToUniversalTime() - [datetime]'1970-01-01').TotalSeconds;
if ($left -gt [long]$longest) { $left = [long]$longest };
while ($left -gt 0) {
if (-not (Test-Path -LiteralPath $file)) { exit };
$slice = $left;
if ($slice -gt 15) { $slice = 15 };
$began = (Get-Date).ToUniversalTime();
Start-Sleep -Seconds $slice;
$spent = [long]((Get-Date).ToUniversalTime() - $began).TotalSeconds;
if ($spent -lt $slice) { $spent = $slice };
$left = $left - $spent
};
if (-not (Test-Path -LiteralPath $file)) { exit };
Start-Process -FilePath $env:CLINIC_GUARD_PROGRAM -ArgumentList $env:CLINIC_GUARD_ARGUMENTS -Wait;
Remove-Item -LiteralPath $env:CLINIC_GUARD_SCRATCH -Recurse -Force -ErrorAction SilentlyContinue
};
Remove-Item -LiteralPath $file -Force
`
  .trim()
  .replaceAll('\n', ' ');

/**
 * Starts the script that waits, and prints its process id. A process in between starts it: Node ends its
 * own children with the app, but not what they started. A detached PowerShell, which has no console, does
 * not run at all (nodejs/node#51018).
 */
export const LAUNCH_SCRIPT =
  'Start-Process -FilePath $env:CLINIC_GUARD_SHELL -ArgumentList $env:CLINIC_GUARD_WAIT ' +
  '-WindowStyle Hidden -PassThru | Select-Object -ExpandProperty Id';

export interface WindowsGuardOptions extends GuardOptions {
  /** The app's own process. */
  readonly pid: number;
}

/**
 * Starts what outlives the app, and clears what a killed app leaves. The app tells it through a file,
 * because the guard notices nothing but the end of the process; the file is replaced whole, so that it is
 * never read half.
 */
export function windowsGuard(
  options: WindowsGuardOptions,
  program: RunProgram = runProgram,
  isRunning = (pid: number): boolean => orElse(() => process.kill(pid, 0), false),
): StartedGuard {
  const order = new GuardOrder();
  const { file, taken } = takeCharge(options, order.line);
  const launch = powerShell(program, environmentOf(options, file));
  let started: number | null = null;
  let startedMs = Number.NEGATIVE_INFINITY;

  const isAlive = (): boolean => started !== null && isRunning(started);
  const startIfNone = (): void => {
    const nowMs = performance.now();
    if (!taken || isAlive() || nowMs - startedMs < GUARD_RESTART_MS) return;
    startedMs = nowMs;
    started = null;
    launch(LAUNCH_SCRIPT).then(
      (answer) => {
        const pid = Number(answer.trim());
        if (Number.isSafeInteger(pid) && pid > 0) started = pid;
        else process.emitWarning(say('The guard did not start.'));
      },
      (error: unknown) =>
        process.emitWarning(say('The guard did not start. {error}', { error: String(error) })),
    );
  };
  startIfNone();
  return {
    get alive() {
      return isAlive();
    },
    expect: (clearInMs) => {
      if (!taken || !order.change(clearInMs)) return;
      // Otherwise the file keeps an earlier moment, or `nothing`: the next start clears what is left.
      orWarn(() => {
        writeFileSync(`${file}.new`, order.line, { mode: 0o600 });
        renameSync(`${file}.new`, file);
      });
      startIfNone();
    },
  };
}

function environmentOf(
  { command, pid, scratch }: WindowsGuardOptions,
  file: string,
): Readonly<Record<string, string>> {
  const [program = '', ...args] = command(file);
  return {
    CLINIC_GUARD_SHELL: powerShellProgram(),
    CLINIC_GUARD_WAIT: `-NoProfile -NonInteractive -WindowStyle Hidden -Command "${WAIT_SCRIPT}"`,
    CLINIC_GUARD_APP: String(pid),
    CLINIC_GUARD_FILE: file,
    CLINIC_GUARD_SCRATCH: scratch,
    CLINIC_GUARD_PROGRAM: program,
    CLINIC_GUARD_ARGUMENTS: args.map(windowsArgument).join(' '),
  };
}

/**
 * One argument, as programs of Windows take a command line apart (Microsoft: "Parsing C command-line
 * arguments", `CommandLineToArgvW`): between quotes, with quotes and the backslashes before one escaped.
 */
export function windowsArgument(argument: string): string {
  const inner = argument.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1');
  return `"${inner}"`;
}
