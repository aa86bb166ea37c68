import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  decidedFuses,
  readFuses,
  throwFuses,
  wrongFuses,
} from '../../../scripts/lib/packaging/fuses.mjs';

/** The bytes before the fuses in every Electron (docs of Electron, “Fuses”). */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clinic-fuses-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A binary with these fuses: `1`, `0`, or `r` for a fuse that Electron removed. */
function binaryWith(wire: string): string {
  const file = join(folder, 'electron');
  const head = Buffer.from([1, wire.length]);
  writeFileSync(file, Buffer.concat([Buffer.from(`code${SENTINEL}`), head, Buffer.from(wire)]));
  return file;
}

describe('the fuses of a packed app', () => {
  it('are set as decided, also in an older Electron that lacks some', async () => {
    for (const wire of ['1011001', '101100111']) {
      const file = binaryWith(wire);
      expect(await wrongFuses(file)).not.toEqual([]);
      await throwFuses(file);
      expect(await wrongFuses(file)).toEqual([]);
      expect(Object.keys(await readFuses(file))).toEqual(
        Object.keys(decidedFuses).slice(0, wire.length),
      );
      expect(readFileSync(file).subarray(0, 4).toString()).toBe('code');
    }
  });

  it('a fuse that the library can’t set must have the decided value', async () => {
    await expect(throwFuses(binaryWith('101100110'))).rejects.toThrow('WasmTrapHandlers');
  });

  it('an undecided fuse stops the packing', async () => {
    await expect(throwFuses(binaryWith('1011001111'))).rejects.toThrow('fuse number 9');
  });

  it('a fuse that Electron removed stops the packing', async () => {
    await expect(throwFuses(binaryWith('r011001'))).rejects.toThrow('RunAsNode');
  });

  it('leave no way in', () => {
    const { EnableNodeCliInspectArguments, EnableNodeOptionsEnvironmentVariable, RunAsNode } =
      decidedFuses;
    expect([
      EnableNodeCliInspectArguments,
      EnableNodeOptionsEnvironmentVariable,
      RunAsNode,
    ]).toEqual([false, false, false]);
  });
});
