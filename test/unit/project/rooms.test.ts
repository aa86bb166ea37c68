import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/lib/paths.mjs';

const page = readFileSync(join(projectRoot, 'docs/architecture.md'), 'utf8');
const { forbidden } = createRequire(import.meta.url)(
  join(projectRoot, '.dependency-cruiser.cjs'),
) as { readonly forbidden: readonly { readonly name: string; readonly from: { path?: string } }[] };

const entries = (folder: string) => readdirSync(join(projectRoot, folder), { withFileTypes: true });

const foldersOf = (folder: string) =>
  entries(folder)
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

describe.each(['src/main', 'src/renderer'])('the rooms of %s', (folder) => {
  it('each has its rule in the import rules, and no rule is for a missing room', () => {
    const walls = forbidden
      .filter(({ name }) => name.startsWith('wall-of-'))
      .map(({ from }) => new RegExp(`^\\^${folder}/([a-z-]+)/$`).exec(from.path ?? '')?.[1])
      .filter((name) => name !== undefined);
    expect(walls.sort()).toEqual(foldersOf(folder).sort());
  });
});

describe('the table of rooms in architecture.md', () => {
  const rows = [...page.matchAll(/^\| `(src\/[^`]*)` /gm)].map(([, path]) => path ?? '');

  it('has each folder of src and of src/main, once', () => {
    const folders = [
      ...foldersOf('src').filter((name) => name !== 'main'),
      ...foldersOf('src/main').map((name) => `main/${name}`),
    ];
    const paths = folders.map((name) => `src/${name}/`);
    expect(rows.filter((path) => path.endsWith('/')).sort()).toEqual(paths.sort());
  });

  it('names each file that lies beside the rooms', () => {
    const files = entries('src/main')
      .filter((entry) => entry.isFile())
      .map(({ name }) => `src/main/${name}`);
    const named = rows.filter((path) => path.endsWith('.ts')).map(pattern);
    expect(files.filter((file) => !named.some((one) => one.test(file)))).toEqual([]);
    expect(named.filter((one) => !files.some((file) => one.test(file)))).toEqual([]);
  });
});

/** A row names one file, or several with a star. */
function pattern(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('.', '\\.').replaceAll('*', '[a-z-]*')}$`);
}
