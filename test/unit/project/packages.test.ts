import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import satisfies from 'spdx-satisfies';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/lib/paths.mjs';

interface LockedPackage {
  readonly license?: string;
  readonly hasInstallScript?: boolean;
  readonly dev?: boolean;
  readonly integrity?: string;
  readonly resolved?: string;
}

/** Licences that require only their text beside the program. */
const PERMISSIVE = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
];

/** Every other licence, by package, with the reason why it is acceptable. */
const LISTED: Readonly<Record<string, readonly [licence: string, why: string]>> = {
  argparse: ['Python-2.0', 'permissive, of another family'],
  '@fontsource-variable/inter': ['OFL-1.1', 'a font, which may be bundled and not sold by itself'],
  '@visx/vendor': ['MIT and ISC', 'both permissive; its text is no SPDX expression'],
  'robust-predicates': [
    'Unlicense',
    'public domain; comes with @visx/vendor, nothing here runs it',
  ],
  x11: [
    'UNLICENSED',
    'MIT: so its package says, in a field that npm does not read, and its LICENSE',
  ],
};

/** The same for packages that only build and test, and are never shipped. */
const LISTED_FOR_DEVELOPMENT: typeof LISTED = {
  '@resvg/resvg-js': ['MPL-2.0', 'used unchanged'],
  'axe-core': ['MPL-2.0', 'used unchanged'],
  'caniuse-lite': ['CC-BY-4.0', 'data'],
  lightningcss: ['MPL-2.0', 'used unchanged'],
  'spdx-exceptions': ['CC-BY-3.0', 'data'],
  'spdx-ranges': ['(MIT AND CC-BY-3.0)', 'data'],
  'truncate-utf8-bytes': ['WTFPL', 'permissive'],
};

const locked = Object.entries(
  (read('package-lock.json') as { packages: Record<string, LockedPackage> }).packages,
)
  .filter(([path]) => path !== '')
  .map(([path, entry]) => ({ ...entry, name: path.split('node_modules/').at(-1) ?? path }));

const { allowScripts } = read('package.json') as { allowScripts: Record<string, boolean> };

describe('the packages that the lock file names', () => {
  it('come from a registry, with a checksum', () => {
    const loose = locked.filter(
      ({ integrity = '', resolved }) =>
        !integrity.startsWith('sha512-') || resolved?.startsWith('https://') === false,
    );
    expect(loose.map(({ name }) => name)).toEqual([]);
  });

  it('have an install script only if that was decided, and no decision is stale', () => {
    const scripted = locked.filter(({ hasInstallScript }) => hasInstallScript === true);
    expect(Object.keys(allowScripts).sort()).toEqual(scripted.map(({ name }) => name).sort());
    // Set-up runs this script by name; npm runs none by itself.
    expect(Object.keys(allowScripts).filter((name) => allowScripts[name])).toEqual(['keytar']);
    expect(readText('.npmrc')).toMatch(/^ignore-scripts=true$/m);
  });

  it('have a permissive licence, or one that is listed here', () => {
    const others = locked.filter(({ name, license = 'UNLICENSED', dev }) => {
      const listed = LISTED[name] ?? (dev === true ? listedForDevelopment(name) : undefined);
      return listed === undefined ? !isPermissive(license) : license !== listed[0];
    });
    expect(others.map(({ name, license }) => `${name}: ${license ?? 'none'}`)).toEqual([]);
  });

  it('no list here names a package that is gone', () => {
    const names = locked.map(({ name }) => name);
    const stale = Object.keys({ ...LISTED, ...LISTED_FOR_DEVELOPMENT }).filter(
      (listed) => !names.includes(listed),
    );
    expect(stale).toEqual([]);
  });
});

function isPermissive(licence: string): boolean {
  try {
    return satisfies(licence, PERMISSIVE);
  } catch {
    // A text that is no SPDX expression proves nothing.
    return false;
  }
}

/** Some packages have one package for each platform. */
function listedForDevelopment(name: string): (typeof LISTED)[string] | undefined {
  return LISTED_FOR_DEVELOPMENT[name.replace(/^(lightningcss|@resvg\/resvg-js)-.*/, '$1')];
}

function read(file: string): unknown {
  return JSON.parse(readText(file));
}

function readText(file: string): string {
  return readFileSync(join(projectRoot, file), 'utf8');
}
