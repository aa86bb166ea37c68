import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Owner } from '../../scripts/lib/desktop.mjs';
import { projectRoot } from '../../scripts/lib/paths.mjs';
import { run } from '../../scripts/lib/processes.mjs';

/*
 * The package on this computer: built, installed with apt, removed with apt. All of it takes root.
 */

export const PROGRAM = 'clinic-workstation';
export const FOLDER = '/opt/Clinic Workstation';
export const BINARY = `${FOLDER}/${PROGRAM}`;
export const DESKTOP_ENTRY = `/usr/share/applications/${PROGRAM}.desktop`;

/** @returns the .deb, built from the sources as they are */
export async function buildPackage(): Promise<string> {
  const output = join(projectRoot, 'test-results/package');
  const dist = join(projectRoot, 'scripts/dist.mjs');
  await must(process.execPath, [dist, '--only', 'deb', '--fast', '--output', output]);
  const name = readdirSync(output).find((file) => file.endsWith('.deb'));
  if (name === undefined) throw new Error('npm run dist made no .deb.');
  return join(output, name);
}

export async function install(file: string): Promise<void> {
  await apt('install', '--reinstall', '--allow-downgrades', '--no-install-recommends', file);
}

export async function remove(): Promise<void> {
  await apt('remove', PROGRAM);
}

/** Whether dpkg counts it as installed. */
export async function isInstalled(): Promise<boolean> {
  const { stdout } = await run('dpkg-query', ['-W', '-f', '${db:Status-Status}', PROGRAM]);
  return stdout === 'installed';
}

/** Somebody who works at this computer and may do nothing special on it. */
export interface Staff extends Owner {
  readonly name: string;
}

export async function createStaff(): Promise<Staff> {
  const name = `clinic-test-${process.pid}`;
  await must('useradd', ['--create-home', '--shell', '/bin/sh', name]);
  const uid = Number(await must('id', ['-u', name]));
  const gid = Number(await must('id', ['-g', name]));
  return { name, uid, gid };
}

export async function removeStaff({ name }: Staff): Promise<void> {
  await must('userdel', ['--remove', '--force', name]);
}

/** The command of the installed desktop entry, as a desktop starts it without a file. */
export function entryCommand(): readonly [string, ...string[]] {
  const line = /^Exec=(.*)$/m.exec(readFileSync(DESKTOP_ENTRY, 'utf8'))?.[1] ?? '';
  const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);
  // Fields such as %U stand for files that were dropped on the icon: none.
  const [program, ...args] = words.filter((word) => word !== undefined && !/^%.$/.test(word));
  if (program === undefined) throw new Error(`${DESKTOP_ENTRY} starts nothing.`);
  return [program, ...args.filter((word) => word !== undefined)];
}

/** Runs a command that has to succeed. */
export async function must(command: string, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run(command, args);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`);
  return stdout.trim();
}

async function apt(...args: readonly string[]): Promise<void> {
  const options = ['-y', '-q', '-o', 'DPkg::Lock::Timeout=300', '-o', 'APT::Sandbox::User=root'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' };
  const { code, stdout, stderr } = await run('apt-get', [...options, ...args], { env });
  if (code !== 0) throw new Error(`apt-get ${args.join(' ')} failed:\n${stdout}${stderr}`);
}
