import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AutostartEntry, displaySwitches } from '../../../src/main/host/log-in/start-at-sign-in.js';

vi.mock('electron', () => ({ app: {} }));

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clinic-autostart-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('an app that was started under XWayland starts so at sign-in too', () => {
  const argv = ['/opt/Clinic Workstation/clinic-workstation', '--lang=en', '--ozone-platform=x11'];
  const entry = new AutostartEntry(folder, [argv[0] ?? '', ...displaySwitches(argv)]);
  entry.apply(true);
  expect(readFileSync(join(folder, 'clinic-workstation.desktop'), 'utf8')).toContain(
    'Exec="/opt/Clinic Workstation/clinic-workstation" "--ozone-platform=x11"\n',
  );
});

it.each(['--ozone-platform=headless', '--ozone-platform-hint=x11', '--ozone-platform', 'x11'])(
  '%s is not passed on',
  (argument) => {
    expect(displaySwitches(['/opt/app', argument])).toEqual([]);
  },
);
