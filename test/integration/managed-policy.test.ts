import {
  chmodSync,
  chownSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../src/main/host/clock.js';
import { managedPlaces } from '../../src/main/host/managed/managed-places.js';
import { readOfRoot } from '../../src/main/host/posix/root-file.js';
import { watchedFile } from '../../src/main/host/managed/watched-file.js';
import type { ManagedReading, WatchedPlace } from '../../src/main/ports/index.js';
import { managedMemory } from '../../src/main/host/managed/managed-memory.js';

/* The policy file with real owners, modes and changes. Only root may give files to others. */

const GOOD = '{"version":1}';
const SOMEBODY = 12_345;

let root: string;
let folder: string;
let path: string;
let file: WatchedPlace;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'clinic-managed-'));
  folder = join(root, 'clinic-workstation');
  path = join(folder, 'policy.json');
  mkdirSync(folder, { mode: 0o755 });
  const read = (): Promise<ManagedReading> => readOfRoot(join(folder, 'policy.json'));
  file = watchedFile({ kind: 'file', path, read }, systemClock());
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(text = GOOD): void {
  writeFileSync(path, text, { mode: 0o644 });
}

async function expectProblem(code: string): Promise<void> {
  const reading = await file.read();
  expect(reading).toMatchObject({ found: true, problem: { code } });
  expect(JSON.stringify(reading)).not.toContain('version');
}

describe.skipIf(process.getuid?.() !== 0)('the file of root', () => {
  test('is read, also when only root may', async () => {
    write();
    expect(await file.read()).toEqual({ found: true, text: GOOD });
    chmodSync(path, 0o600);
    expect(await file.read()).toEqual({ found: true, text: GOOD });
  });

  test('that does not exist manages nothing, with or without its folder', async () => {
    expect(await file.read()).toEqual({ found: false });
    rmSync(folder, { recursive: true });
    expect(await file.read()).toEqual({ found: false });
  });

  test.each<[string, () => void]>([
    ['the group may write to', () => chmodSync(path, 0o664)],
    ['everybody may write to', () => chmodSync(path, 0o646)],
    ['somebody else owns', () => chownSync(path, SOMEBODY, 0)],
    ['is in a folder that the group may write to', () => chmodSync(folder, 0o775)],
    ['is in a folder that everybody may write to', () => chmodSync(folder, 0o1777)],
    ['is in a folder that somebody else owns', () => chownSync(folder, SOMEBODY, 0)],
    [
      'is a link',
      () => {
        renameSync(path, join(root, 'elsewhere.json'));
        symlinkSync(join(root, 'elsewhere.json'), path);
      },
    ],
    [
      'is in a folder that is a link',
      () => {
        renameSync(folder, join(root, 'elsewhere'));
        symlinkSync(join(root, 'elsewhere'), folder);
      },
    ],
    [
      'is another name of somebody’s file',
      () => {
        const own = join(root, 'own.json');
        writeFileSync(own, GOOD);
        chownSync(own, SOMEBODY, SOMEBODY);
        rmSync(path);
        linkSync(own, path);
      },
    ],
    [
      'is a folder',
      () => {
        rmSync(path);
        mkdirSync(path);
      },
    ],
    [
      'is a pipe, and does not hang',
      () => {
        rmSync(path);
        execFileSync('mkfifo', ['-m', '644', path]);
        chmodSync(path, 0o666);
      },
    ],
  ])('that %s is not used', async (_what, spoil) => {
    write();
    spoil();
    await expectProblem('untrusted');
  });

  test('that is written in UTF-16 is not read as another text', async () => {
    write();
    writeFileSync(path, Buffer.from(GOOD, 'utf16le'));
    await expectProblem('invalid');
    expect(await file.read()).toMatchObject({
      problem: { sentence: expect.stringContaining('UTF-16') as unknown },
    });
  });

  test('that is too large is not read', async () => {
    write(`{"version":1,"clinicName":"${'x'.repeat(70_000)}"}`);
    await expectProblem('invalid');
  });
});

describe('a change', () => {
  test.each<[string, () => void]>([
    ['of its text', () => write('{"version":2}')],
    [
      'by putting another in its place',
      () => {
        writeFileSync(`${path}.new`, '{"version":3}');
        renameSync(`${path}.new`, path);
      },
    ],
    ['of its mode', () => chmodSync(path, 0o666)],
    ['by taking it away', () => rmSync(path)],
    ['by taking its folder away', () => rmSync(folder, { recursive: true })],
  ])('%s is reported once it has settled, without a look', async (_what, change) => {
    write();
    await file.read();
    const told = vi.fn();
    file.watch(told);
    change();
    await expect.poll(() => told.mock.calls.length).toBe(1);
  });

  test('is not reported for other files in the folder, nor for reading', async () => {
    write();
    await file.read();
    const told = vi.fn();
    file.watch(told);
    await file.read();
    file.look();
    await new Promise((resolve) => setTimeout(resolve, 800));
    expect(told).not.toHaveBeenCalled();
  });

  test('that creates folder and file is found by a look', async () => {
    rmSync(folder, { recursive: true });
    await file.read();
    const told = vi.fn();
    file.watch(told);
    file.look();
    mkdirSync(folder, { mode: 0o755 });
    write();
    file.look();
    await expect.poll(() => told.mock.calls.length).toBe(1);
    expect(await file.read()).toMatchObject({ found: true });
  });
});

describe('the memory of it', () => {
  test('survives a restart, and a damaged memory counts as empty', () => {
    const memory = managedMemory(join(root, 'managed-policy.json'));
    expect(memory.load()).toEqual({ good: null, refused: null });
    memory.save({ good: GOOD, refused: 'It is not valid JSON.' });
    expect(memory.load()).toEqual({ good: GOOD, refused: 'It is not valid JSON.' });
    writeFileSync(join(root, 'managed-policy.json'), '{"good":7}');
    expect(memory.load()).toEqual({ good: null, refused: null });
  });
});

test('the places are fixed, whatever the environment says', () => {
  const places = (platform: NodeJS.Platform) =>
    managedPlaces(platform, systemClock()).map(({ kind, path: where }) => `${kind} ${where}`);
  expect(places('linux')).toEqual(['file /etc/clinic-workstation/policy.json']);
  expect(places('darwin')).toEqual([
    'profile /Library/Managed Preferences/org.clinicworkstation.desktop.plist',
    'file /Library/Application Support/Clinic Workstation/policy.json',
  ]);
  expect(places('win32')[0]).toBe(
    'groupPolicy HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Clinic Workstation',
  );
});
