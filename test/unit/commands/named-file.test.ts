import { expect, it } from 'vitest';
import { namedFile } from '../../../src/main/commands/named-file.js';

it.each<[readonly string[], string | null]>([
  [['app'], null],
  [['app', '--backup-all', 'a.db'], null],
  [['app', '--backup', 'a b.db'], 'a b.db'],
  [['app', '--user-data-dir=/x', '--backup=/y/a=b.db'], '/y/a=b.db'],
  [['app', '--backup'], ''],
  [['app', '--backup='], ''],
  [['app', '--backup', '--user-data-dir=/x'], ''],
])('%j names the file %j', (argv, file) => {
  expect(namedFile(argv, '--backup')).toBe(file);
});
