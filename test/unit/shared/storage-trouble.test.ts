import { describe, expect, it } from 'vitest';
import {
  STORAGE_ADVICE,
  storageTrouble,
  type StorageTrouble,
} from '../../../src/shared/workstation/storage-trouble.js';
import { storageRefusal } from '../../../src/main/ipc/messages.js';

const ERRORS: readonly [StorageTrouble, unknown][] = [
  ['locked', { rawCode: 5 }],
  // BUSY_SNAPSHOT: an extended code.
  ['locked', { rawCode: 517 }],
  ['locked', { code: 'EBUSY' }],
  ['full', { rawCode: 13 }],
  ['full', { code: 'ENOSPC' }],
  ['readOnly', { rawCode: 8 }],
  ['readOnly', { rawCode: 14 }],
  ['readOnly', { code: 'EACCES' }],
  ['device', { rawCode: 10 }],
  ['device', { code: 'EIO' }],
  ['damaged', { rawCode: 11 }],
  ['damaged', { rawCode: 26 }],
  ['unknown', new Error('something else')],
  ['unknown', 'a text'],
  ['unknown', null],
];

describe('what cannot be stored', () => {
  it.each(ERRORS)('is %s, case %#', (trouble, error) => {
    expect(storageTrouble(error)).toBe(trouble);
    expect(storageRefusal(error).message).toContain(STORAGE_ADVICE[trouble]);
  });

  it('the advice asks for free space only if the disk is full, or may be', () => {
    const asking = Object.entries(STORAGE_ADVICE).filter(([, advice]) => advice.includes('room'));
    expect(asking.map(([trouble]) => trouble)).toEqual(['full', 'unknown']);
  });
});
