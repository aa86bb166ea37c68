import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/lib/paths.mjs';

const folder = join(projectRoot, 'docs/decisions');
const files = readdirSync(folder).sort();

it('decisions are numbered from 1, without gaps', () => {
  const numbers = files.map((file) => file.slice(0, 5));
  expect(numbers).toEqual(files.map((_file, index) => `${String(index + 1).padStart(4, '0')}-`));
});

it.each(files)('%s begins with its number, its date, and whether it is in force', (file) => {
  const [title, , status] = readFileSync(join(folder, file), 'utf8').split('\n');
  expect(title).toMatch(new RegExp(`^# ${Number(file.slice(0, 4))}\\. \\S`));
  expect(status).toMatch(/^20\d\d-[01]\d-[0-3]\d · (holds|replaced by \[)/);
});

it('links between decisions lead to existing files', () => {
  const links = files.flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/\]\((\d{4}-[^)#]*)/g)].map(
      ([, to]) => to,
    ),
  );
  expect(links.filter((to) => to === undefined || !files.includes(to))).toEqual([]);
});
