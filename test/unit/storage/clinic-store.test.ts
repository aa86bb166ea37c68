import { beforeEach, describe, expect, it } from 'vitest';
import { AccountDatabase } from '../../../src/main/storage/database.js';
import { openClinicStore } from '../../../src/main/storage/clinic-store.js';
import type { ClinicStore } from '../../../src/main/ports/index.js';

let store: ClinicStore;
beforeEach(() => {
  store = openClinicStore(new AccountDatabase(':memory:'));
});

const REMOVAL = { clinicName: 'Clínica', by: 'Ada', atMs: 1_790_000_000_000 };

describe('the store of a workstation', () => {
  it('is empty at first', () => {
    expect(store.workstation()).toBeNull();
    expect(store.contact.read()).toBeNull();
    expect(store.marks.part('tries')).toBe(0);
    expect(store.runs.read()).toBeNull();
    expect(store.runs.copyToldMs()).toBeNull();
    expect(store.removal()).toBeNull();
  });

  it('keeps the last of what it is given', () => {
    store.saveWorkstation({ id: 'one', sealed: Buffer.from('secrets') });
    expect(store.workstation()).toEqual({ id: 'one', sealed: Buffer.from('secrets') });
    store.saveWorkstation({ id: 'one', sealed: null });
    expect(store.workstation()).toEqual({ id: 'one', sealed: null });
    for (const text of ['first', 'second']) store.contact.save(Buffer.from(text));
    expect(store.contact.read()).toEqual(Buffer.from('second'));
    store.saveRemoval({ ...REMOVAL, by: 'Bob' });
    store.saveRemoval({ ...REMOVAL, atMs: REMOVAL.atMs + 0.4 });
    expect(store.removal()).toEqual(REMOVAL);
  });

  it('keeps the last runs of the app, and when a copy of this computer was last told of', () => {
    const first = { run: Buffer.alloc(16, 1), isKept: false, before: null, starts: 1 };
    const second = { run: Buffer.alloc(16, 2), isKept: true, before: first.run, starts: 2 };
    for (const runs of [first, second]) {
      store.runs.save(runs);
      expect(store.runs.read()).toEqual(runs);
    }
    for (const atMs of [1_790_000_000_000, 1_790_000_000_001.4]) store.runs.saveCopyTold(atMs);
    expect(store.runs.copyToldMs()).toBe(1_790_000_000_001);
  });

  it('keeps each mark, however great', () => {
    store.marks.save('tries', 3);
    store.marks.save('settled', Number.MAX_SAFE_INTEGER);
    store.marks.save('tries', 4);
    expect(store.marks.part('tries')).toBe(4);
    expect(store.marks.part('settled')).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('clears all but who removed this computer', () => {
    store.saveWorkstation({ id: 'one', sealed: Buffer.from('secrets') });
    store.contact.save(Buffer.from('contact'));
    store.marks.save('tries', 3);
    store.runs.save({ run: Buffer.alloc(16), isKept: true, before: null, starts: 1 });
    store.runs.saveCopyTold(1);
    store.saveRemoval(REMOVAL);
    store.clear();
    expect(store.workstation()).toBeNull();
    expect(store.contact.read()).toBeNull();
    expect(store.marks.part('tries')).toBe(0);
    expect(store.runs.read()).toBeNull();
    expect(store.runs.copyToldMs()).toBeNull();
    expect(store.removal()).toEqual(REMOVAL);
  });
});
