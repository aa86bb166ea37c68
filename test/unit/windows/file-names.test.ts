import fc from 'fast-check';
import { extname } from 'node:path';
import { expect, it } from 'vitest';
import { safeFileName } from '../../../src/main/guarded/downloads/file-names.js';

it.each([
  ['report.pdf', 'report.pdf'],
  ['../../climbed.txt', 'climbed.txt'],
  ['results\u202efdp.exe', 'results_fdp.exe'],
  ['', 'file'],
  ['nul.pdf', '_nul.pdf'],
  ['a\ud800.pdf', 'a_.pdf'],
])('“%s” is kept as “%s”', (name, kept) => {
  expect(safeFileName(name)).toBe(kept);
});

it.each(['ж', '診', '👩🏽‍⚕️', 'a'])(
  'a name of many “%s” is shortened by bytes and keeps its ending',
  (letter) => {
    const kept = safeFileName(`${letter.repeat(300)}.pdf`);
    expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(130);
    expect(Buffer.byteLength(kept)).toBeGreaterThan(90);
    expect(kept.endsWith('….pdf')).toBe(true);
    expect(kept.startsWith(letter)).toBe(true);
    expect(kept).not.toContain('\ufffd');
  },
);

it('every name becomes one that can be saved', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
      const kept = safeFileName(`${name}.pdf`);
      expect(kept).not.toBe('');
      expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(130);
      expect(kept).not.toContain('/');
      expect(extname(kept)).toBe('.pdf');
    }),
  );
});
