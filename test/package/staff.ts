import { readFileSync } from 'node:fs';
import type { Owner } from '../../scripts/lib/desktop.mjs';
import { must, program } from '../../scripts/lib/packaging/installation.mjs';

export const DESKTOP_ENTRY = `/usr/share/applications/${program}.desktop`;

/** A user of this computer without special rights. */
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
  // Fields such as %U stand for files that were dropped on the icon: none here.
  const [first, ...rest] = words.filter((word) => word !== undefined && !/^%.$/.test(word));
  if (first === undefined) throw new Error(`${DESKTOP_ENTRY} starts nothing.`);
  return [first, ...rest.filter((word) => word !== undefined)];
}
