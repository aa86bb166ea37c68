import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/lib/paths.mjs';

/** These are not bundled, but packed beside the bundle (electron-builder.yml). */
const OUTSIDE = ['electron', 'keytar', 'libsql', '@node-rs/argon2'];

function sourcesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!\.d)\.ts$/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}

/** `@scope/name` or `name`, without a path inside the package. */
function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

it('everything that main imports is bundled or packed beside it, so that the packed app starts', () => {
  const config = readFileSync(join(projectRoot, 'electron.vite.config.ts'), 'utf8');
  const list = /exclude: \[([^\]]*)\]/.exec(config)?.[1] ?? '';
  const bundled = [...list.matchAll(/'([^']+)'/g)].map(([, name]) => name ?? '');
  const imported = ['src/main', 'src/shared']
    .flatMap((folder) => sourcesOf(join(projectRoot, folder)))
    .flatMap((text) => [
      ...text.matchAll(/^(?:import|\} from|export \* from)\b.*'([^'.][^']*)';$/gm),
    ])
    .map(([, specifier]) => specifier ?? '')
    .filter((specifier) => !specifier.startsWith('node:'))
    .map(packageOf);
  expect(imported).toContain('jsonc-parser');
  expect([...new Set(imported)].filter((name) => ![...bundled, ...OUTSIDE].includes(name))).toEqual(
    [],
  );
});
