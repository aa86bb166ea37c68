import { describe, expect, it } from 'vitest';
import type { UpdateState } from '../../../src/shared/workstation/updates.js';
import {
  outOfDateInWords,
  updatesInWords,
} from '../../../src/renderer/settings/workstation/update-words.js';

const AT = Date.UTC(2026, 4, 12, 12);

describe('the state of updates in words', () => {
  it.each<[UpdateState, RegExp]>([
    [{ state: 'off', why: 'development' }, /^Off on this computer: the app was started from/],
    [{ state: 'off', why: 'noKey' }, /^Off on this computer: this build has no update key$/],
    [{ state: 'off', why: 'noAddress' }, /^Off on this computer: .*managed policy/],
    [{ state: 'off', why: 'package' }, /^Off on this computer: whatever installed/],
    [{ state: 'checking' }, /^Checking…$/],
    // No line break inside the date.
    [{ state: 'upToDate', checkedAt: AT }, /^Up to date, checked at [^ ]*2026[^ ]*$/],
    [{ state: 'downloading', version: '1.1.0', percent: 40 }, /^Downloading 40 %$/],
    [
      { state: 'ready', version: '1.1.0' },
      /^Version 1\.1\.0 is ready; it is installed when nobody is signed in$/,
    ],
    [{ state: 'installing', version: '1.1.0' }, /^Installing version 1\.1\.0…$/],
    [
      { state: 'failed', what: 'check', problem: 'unreachable', at: AT },
      /^Could not check: the server with the releases cannot be reached \(.*2026/,
    ],
    [
      { state: 'failed', what: 'download', problem: 'checksum', at: AT },
      /^Could not download the new version: what arrived is not what was released/,
    ],
  ])('%o', (state, words) => {
    expect(updatesInWords(state)).toMatch(words);
  });
});

it('an old version says for how long it has been out of date, and what to do', () => {
  const old = { level: 'note', days: 31 } as const;
  expect(outOfDateInWords({ ...old, newerKnown: true })).toMatch(/31 days ago.*installed soon/);
  expect(outOfDateInWords({ ...old, newerKnown: false })).toMatch(/^For 31 days.*Ask whoever/);
});
