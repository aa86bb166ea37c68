import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ServerAwayError } from '../../../src/main/ports/clinic-server.js';
import {
  readBoxes,
  readGreeting,
  readPackage,
  readRows,
  readTotals,
  readYesOrNo,
} from '../../../src/main/server/answers.js';

const link = Buffer.alloc(32, 1);
const greeting = {
  log: randomUUID(),
  seq: '7',
  link,
  standing: 'enrolled',
  now_ms: '1790000000000',
  replica: false,
  max_connections: 100,
};
const row = { seq: '1', link, body: Buffer.from('body') };
const total = { name: Buffer.alloc(16), total: '9', highest: '5' };

function why(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof ServerAwayError) return error.why;
  }
  return 'read';
}

describe('an answer of the server', () => {
  it('is read as PostgreSQL gives it', () => {
    const { log } = greeting;
    expect(readGreeting([greeting])).toEqual({
      ...{ log, head: { seq: 7, link }, standing: 'enrolled' },
      ...{ nowMs: 1_790_000_000_000, mostConnections: 100 },
    });
    expect(readRows([row])).toEqual([{ ...row, seq: 1 }]);
    expect(readTotals([total])).toEqual([{ ...total, total: 9, highest: 5 }]);
    expect(readYesOrNo([{ answer: true }])).toBe(true);
    expect(readPackage([{ answer: null }])).toBeNull();
  });

  it('of a server that only copies is not taken', () => {
    expect(why(() => readGreeting([{ ...greeting, replica: true }]))).toBe('standby');
  });

  it.each([
    ['no greeting', () => readGreeting([])],
    ['two greetings', () => readGreeting([greeting, greeting])],
    ['another name of the log', () => readGreeting([{ ...greeting, log: 'clinic"; --' }])],
    ['a standing that nobody knows', () => readGreeting([{ ...greeting, standing: 'owner' }])],
    ['a short link', () => readGreeting([{ ...greeting, link: Buffer.alloc(31) }])],
    ['a number beyond counting', () => readGreeting([{ ...greeting, seq: '9007199254740993' }])],
    ['a number below zero', () => readRows([{ ...row, seq: '-1' }])],
    ['a row without a body', () => readRows([{ seq: '1', link }])],
    ['a text in place of bytes', () => readBoxes([{ name: 'name', box: 'box' }])],
    ['a total that is no number', () => readTotals([{ ...total, total: 'NaN' }])],
    ['neither yes nor no', () => readYesOrNo([{ answer: null }])],
    ['a package of text', () => readPackage([{ answer: 'text' }])],
  ])('with %s is no answer of a clinic’s server', (_what, read) => {
    expect(why(read)).toBe('foreign');
  });
});
