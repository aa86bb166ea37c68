import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectRoot } from '../../scripts/lib/paths.mjs';
import { run } from '../../scripts/lib/processes.mjs';

/*
 * Set-up for a user who is not root, on a computer without any needed package. Fakes replace the package
 * manager and sudo; they report missing packages and note their calls.
 */

const NOBODY = 65_534;
const EVERYTHING = '{ desktop: true, packaging: true, database: true, browser: false }';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clinic-root-'));
  chmodSync(folder, 0o777);
  cpSync(join(projectRoot, 'scripts'), join(folder, 'scripts'), { recursive: true });
  mkdirSync(join(folder, 'bin'));
  program('dpkg-query', 'exit 1');
  program('apt-cache', '');
  program('sudo', `echo "$@" >> '${join(folder, 'asked')}'`);
});
afterEach(() => rmSync(folder, { recursive: true }));

function program(name: string, text: string): void {
  writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
}

function setUp(sudo: boolean) {
  const code = `
    import { runCommand } from '${folder}/scripts/lib/cli.mjs';
    import { ensureSystemPackages } from '${folder}/scripts/lib/system-packages.mjs';
    await runCommand(() => ensureSystemPackages(${EVERYTHING}, { sudo: ${sudo} }));`;
  const other = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  return run(process.execPath, ['--input-type=module', '-e', code], {
    cwd: folder,
    env: { ...process.env, PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}` },
    ...other,
  });
}

describe.runIf(existsSync('/usr/bin/apt-get'))('system packages that are missing', () => {
  it('are named in one command to run, and nothing becomes root automatically', async () => {
    const { code, stderr } = await setUp(false);
    expect(code).toBe(1);
    expect(stderr).toMatch(/sudo apt-get install -y --no-install-recommends libnss3 /);
    expect(stderr).toContain('npm run setup -- --with-sudo');
    expect(existsSync(join(folder, 'asked'))).toBe(false);
  });

  it('are installed by sudo if the option asks for that', async () => {
    const { code, stderr } = await setUp(true);
    expect(code, stderr).toBe(0);
    const asked = readFileSync(join(folder, 'asked'), 'utf8').trim().split('\n');
    expect(asked[0]).toMatch(/^env DEBIAN_FRONTEND=noninteractive .*apt-get .*update/);
    const installed = asked.findIndex((line) => line.includes(' install -y '));
    expect(asked[installed]).toMatch(/libnss3 .*xvfb .*postgresql pgbouncer$/);
    // Meanwhile Debian is told to start no servers of its own.
    const [before, after] = [asked.slice(1, installed), asked.slice(installed + 1)];
    expect(before).toContainEqual(expect.stringMatching(/\.conf create_main_cluster = false 644$/));
    expect(after).toContainEqual(expect.stringMatching(/^rm -f .*\.conf$/));
    const isOurs = !existsSync('/usr/sbin/policy-rc.d');
    expect(before.some((line) => line.includes('/usr/sbin/policy-rc.d #!'))).toBe(isOurs);
    expect(after.includes('rm -f /usr/sbin/policy-rc.d')).toBe(isOurs);
  });
});
