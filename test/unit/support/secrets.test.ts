import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { leaks } from '../../support/secrets.js';

/* The end-to-end tests rely on this search: it must find every secret. */

const SECRETS = new Set(['ABCD-EFGH-JKMN', 'quiet-harbour-lamp-42']);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clinic-secrets-'));
  mkdirSync(join(folder, 'Local Storage'));
  writeFileSync(join(folder, 'account.db'), Buffer.from([0, 1, 2, 255]));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('finds nothing where there is nothing', () => {
  expect(leaks(SECRETS, { folder, log: 'Signed in.' })).toEqual([]);
});

it.each([
  ['as it is', 'x ABCD-EFGH-JKMN y'],
  ['without hyphens', 'xABCDEFGHJKMNy'],
  ['in base 64', Buffer.from('ABCD-EFGH-JKMN').toString('base64')],
])('finds a secret %s, in any file', (_how, text) => {
  writeFileSync(join(folder, 'Local Storage', '000003.log'), `\u0000${text}`);
  expect(leaks(SECRETS, { folder, log: '' })).toEqual(['Local Storage/000003.log: secret 1']);
});

it('finds a secret in the log, and does not repeat it', () => {
  const found = leaks(SECRETS, { folder, log: 'password quiet-harbour-lamp-42' });
  expect(found).toEqual(['the log: secret 2']);
});
