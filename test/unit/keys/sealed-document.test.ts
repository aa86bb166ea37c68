import { beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { RecordKey } from '../../../src/main/keys/record-key.js';
import { SealedDocument } from '../../../src/main/keys/sealed-document.js';
import { MemoryIdentityStore } from '../../support/fakes/memory-identity-store.js';

const schema = z.strictObject({ note: z.string() });
const KEY = RecordKey.fresh();

let store: MemoryIdentityStore;
let document: SealedDocument<z.infer<typeof schema>>;
beforeEach(() => {
  store = new MemoryIdentityStore();
  document = new SealedDocument(store, 'notes/1', schema);
});

describe('a sealed document', () => {
  it('is missing, then there, and reads as it was written', () => {
    expect(document.isThere).toBe(false);
    expect(document.read(KEY)).toBeNull();
    document.write(KEY, { note: 'Grüße' });
    expect(document.isThere).toBe(true);
    expect(document.read(KEY)).toEqual({ note: 'Grüße' });
    expect(store.boxes.get('notes/1')?.includes('note')).toBe(false);
  });

  it('reads as nothing under another key or another name, and when any byte was changed', () => {
    document.write(KEY, { note: 'a' });
    expect(document.read(RecordKey.fresh())).toBeNull();
    const box = store.boxes.get('notes/1') ?? Buffer.alloc(0);
    store.saveSealed('notes/2', box);
    expect(new SealedDocument(store, 'notes/2', schema).read(KEY)).toBeNull();
    for (let at = 0; at < box.length; at += 1) {
      const bytes = Buffer.from(box);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      store.boxes.set('notes/1', bytes);
      expect(document.read(KEY)).toBeNull();
      expect(document.isThere).toBe(true);
    }
  });

  it.each(['', 'not JSON', '{"note":7}', '{"note":"a","more":1}', 'null'])(
    'reads as nothing when what was sealed is %s',
    (text) => {
      store.saveSealed('notes/1', KEY.seal('notes/1', Buffer.from(text)));
      expect(document.read(KEY)).toBeNull();
    },
  );

  it('leaves no plain text in memory, also when it cannot be stored', () => {
    const texts: Buffer[] = [];
    const sealed = vi.spyOn(KEY, 'seal').mockImplementation((_name, text) => {
      texts.push(text);
      return Buffer.from(text);
    });
    const opened = vi.spyOn(KEY, 'open').mockImplementation((_name, box) => {
      const text = Buffer.from(box);
      texts.push(text);
      return text;
    });
    document.write(KEY, { note: 'secret' });
    expect(document.read(KEY)).toEqual({ note: 'secret' });
    store.writable = false;
    expect(() => document.write(KEY, { note: 'secret' })).toThrow();
    store.boxes.set('notes/1', Buffer.from('not JSON'));
    document.read(KEY);
    sealed.mockRestore();
    opened.mockRestore();
    expect(texts).toHaveLength(4);
    for (const text of texts) expect(text).toEqual(Buffer.alloc(text.length));
  });

  it('stays as it was when a change cannot be stored', () => {
    document.write(KEY, { note: 'first' });
    store.writable = false;
    expect(() => document.write(KEY, { note: 'second' })).toThrow();
    expect(document.read(KEY)).toEqual({ note: 'first' });
  });
});
