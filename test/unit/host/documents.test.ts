import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SaveDialogs, systemDocuments } from '../../../src/main/host/desktop/documents.js';
import { FakeDialog, FakeWindow } from '../../support/fakes/electron/dialog.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clinic-documents-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const KIT = { fileName: 'emergency-kit.txt', text: 'the key' };
const always = (): boolean => true;

function setUp() {
  const window = new FakeWindow();
  const dialog = new FakeDialog(window);
  const dialogs = new SaveDialogs(dialog.api);
  const documents = systemDocuments({
    dialogs,
    window: () => (window.api.isDestroyed() ? null : window.api),
    folder: () => join(folder, 'documents'),
    downloads: join(folder, 'downloads'),
  });
  return { window, dialog, dialogs, documents };
}

describe('saving a document', () => {
  it('has the asking window as its parent, so that a portal knows whose dialog it is', async () => {
    const { window, dialog, documents } = setUp();
    const saved = documents.save(KIT, always);
    expect(dialog.shown).toMatchObject([
      { parent: window.api, options: { defaultPath: join(folder, 'documents', KIT.fileName) } },
    ]);
    dialog.choose(join(folder, 'kit.txt'));
    expect(await saved).toBe('saved');
    expect(readFileSync(join(folder, 'kit.txt'), 'utf8')).toBe('the key');
    expect(statSync(join(folder, 'kit.txt')).mode & 0o077).toBe(0);
  });

  it('names a place for each kind: without one, Electron 43 and later open the downloads', async () => {
    const { dialog, documents } = setUp();
    const from = join(folder, '1');
    writeFileSync(from, 'letter');
    const saved = documents.saveCopy(from, 'letter.pdf', always);
    expect(dialog.shown[0]?.options).toMatchObject({
      defaultPath: join(folder, 'downloads', 'letter.pdf'),
      filters: [{ name: 'File', extensions: ['pdf'] }],
    });
    dialog.choose(join(folder, 'letter.pdf'));
    expect(await saved).toBe('saved');
  });

  it('writes nothing when it is no longer allowed', async () => {
    const { dialog, documents } = setUp();
    let may = true;
    const saved = documents.save(KIT, () => may);
    may = false;
    dialog.choose(join(folder, 'kit.txt'));
    expect(await saved).toBe('cancelled');
    expect(() => statSync(join(folder, 'kit.txt'))).toThrow();
  });

  it('says when it failed', async () => {
    const { dialog, documents } = setUp();
    const saved = documents.save(KIT, always);
    dialog.choose(join(folder, 'no such folder', 'kit.txt'));
    expect(await saved).toBe('failed');
  });

  it('writes a long one part by part, and leaves nothing of one that breaks off', async () => {
    const { dialog, documents } = setUp();
    async function* parts(isWhole: boolean): AsyncGenerator<string> {
      yield 'one, ';
      await Promise.resolve();
      if (!isWhole) throw new Error('the session ended');
      yield 'two';
    }
    const path = join(folder, 'log.csv');
    const saved = documents.save({ fileName: 'log.csv', parts: parts(true) }, always);
    dialog.choose(path);
    expect(await saved).toBe('saved');
    expect(readFileSync(path, 'utf8')).toBe('one, two');
    expect(statSync(path).mode & 0o077).toBe(0);
    const broken = documents.save({ fileName: 'log.csv', parts: parts(false) }, always);
    dialog.choose(path);
    expect(await broken).toBe('failed');
    expect(() => statSync(path)).toThrow();
  });

  it('checks its permission once, at the answer: what leaves the app is recorded then', async () => {
    const { dialog, documents } = setUp();
    let asked = 0;
    const saved = documents.save(KIT, () => (asked += 1) > 0);
    expect(asked).toBe(0);
    dialog.choose(join(folder, 'kit.txt'));
    expect([await saved, asked]).toEqual(['saved', 1]);
  });

  it('opens no dialog for a window that is gone', async () => {
    const { window, dialog, documents } = setUp();
    window.api.destroy();
    expect(await documents.save(KIT, always)).toBe('cancelled');
    expect(dialog.shown).toEqual([]);
  });
});

describe('the end of a session', () => {
  it('closes the window with its dialog, and nothing is written', async () => {
    const { window, dialogs, documents } = setUp();
    const saved = documents.save(KIT, always);
    expect(dialogs.endWithWindows()).toBe(true);
    expect(window.api.isDestroyed()).toBe(true);
    expect(await saved).toBe('cancelled');
    expect(dialogs.endWithWindows()).toBe(false);
  });

  it('keeps a window whose dialog was answered', async () => {
    const { window, dialog, dialogs, documents } = setUp();
    const saved = documents.save(KIT, always);
    dialog.cancel();
    await saved;
    expect(dialogs.endWithWindows()).toBe(false);
    expect(window.api.isDestroyed()).toBe(false);
  });
});
