import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../scripts/lib/paths.mjs';
import { hasCommand, run } from '../../scripts/lib/processes.mjs';

const fpm = join(projectRoot, 'scripts/lib/packaging/fpm.mjs');

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'clinic-fpm-'));
  mkdirSync(join(folder, 'app/inner'), { recursive: true });
  writeFileSync(join(folder, 'app/program'), 'program\n', { mode: 0o700 });
  writeFileSync(join(folder, 'app/inner/data'), 'data\n', { mode: 0o666 });
  symlinkSync('program', join(folder, 'app/link'));
  writeFileSync(join(folder, 'after.sh'), '#!/bin/sh\nexit 0\n');
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Calls it as electron-builder does. */
function pack(...more: readonly string[]) {
  return run(process.execPath, [
    ...[fpm, '-s', 'dir', '--force', '-t', 'deb', '-d', 'libone | libtwo', '-d', 'libthree'],
    ...['--deb-recommends', 'ring', '--deb-compression', 'gz', '--architecture', 'amd64'],
    ...['--after-install', join(folder, 'after.sh'), '--deb-priority', 'optional'],
    ...['--description', 'In short\n In full\n\n and more', '--version', '1.2~trial'],
    ...['--package', join(folder, 'app.deb'), '--name', 'app', '--maintainer', 'A <a@b.example>'],
    ...['--url', 'https://a.example/', '--vendor', 'A', ...more],
    `${join(folder, 'app')}/=/opt/The App`,
  ]);
}

const deb = async (option: string) =>
  (await run('dpkg-deb', [option, join(folder, 'app.deb')])).stdout;

describe.runIf(await hasCommand('dpkg-deb'))('the replacement for fpm', () => {
  it('makes a package that dpkg reads: fields, owners, modes, scripts', async () => {
    expect(await pack()).toMatchObject({ code: 0 });
    const control = await deb('--field');
    for (const line of [
      'Package: app',
      'Version: 1.2~trial',
      'Architecture: amd64',
      'Depends: libone | libtwo, libthree',
      'Recommends: ring',
      'Installed-Size: 1',
      'Description: In short\n In full\n .\n and more',
    ])
      expect(control).toContain(line);
    expect(await deb('--info')).toContain('postinst');

    const list = (await deb('--contents')).split('\n');
    const entry = (name: string) => list.find((line) => line.includes(`./opt/The App/${name}`));
    expect(entry('program')).toMatch(/^-rwxr-xr-x root\/root /);
    expect(entry('inner/data')).toMatch(/^-rw-r--r-- root\/root /);
    expect(entry('link')).toMatch(/^lrwxrwxrwx root\/root .*link -> program$/);
  });

  it('refuses unknown arguments, so that nothing is left out silently', async () => {
    const { code, stderr } = await pack('--deb-systemd', 'app.service');
    expect(code).not.toBe(0);
    expect(stderr).toContain('--deb-systemd');
  });
});
