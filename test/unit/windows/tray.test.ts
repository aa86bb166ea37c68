import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StatusTray, type TrayState } from '../../../src/main/windows/tray.js';
import { FakeTray, type TraySystem } from '../../support/fakes/electron/tray.js';

vi.mock('electron', async () => {
  const { electronWithTray } = await import('../../support/fakes/electron/tray.js');
  return electronWithTray(process.cwd());
});

/* The tray icon on each system, tested on a fake of Electron 45's API. */

const HERE = process.platform;
const STATES: readonly TrayState[] = ['locked', 'active', 'warning'];

let done: string[];
let tray: StatusTray;

function begin(system: TraySystem): void {
  Object.defineProperty(process, 'platform', { value: system });
  FakeTray.reset(system);
}

beforeEach(() => {
  done = [];
  tray = new StatusTray({
    open: () => done.push('open'),
    lockNow: () => done.push('lock'),
    quit: () => done.push('quit'),
  });
});
afterEach(() => Object.defineProperty(process, 'platform', { value: HERE }));

describe.each(['win32', 'darwin', 'linux'] as const)('on %s', (system) => {
  beforeEach(() => {
    begin(system);
    tray.place(true);
  });

  it('each state has a picture of its own, which exists, and words', () => {
    const seen = STATES.map((state) => {
      tray.show(state);
      const { image, toolTip } = FakeTray.only;
      expect(image.api.isEmpty()).toBe(false);
      expect(image.isTemplate).toBe(system === 'darwin');
      return { picture: image.path, toolTip };
    });
    expect(new Set(seen.map(({ picture }) => picture)).size).toBe(STATES.length);
    expect(new Set(seen.map(({ toolTip }) => toolTip)).size).toBe(STATES.length);
  });

  it('its menu opens the window, locks, and ends the app', () => {
    tray.show('active');
    const icon = FakeTray.only;
    icon.click();
    // macOS opens the menu at a click, so the menu must have everything.
    expect(done).toEqual(system === 'darwin' ? [] : ['open']);
    for (const label of ['Open', 'Lock now', 'Quit']) icon.choose(label);
    expect(done.slice(-3)).toEqual(['open', 'lock', 'quit']);
  });

  it('the available commands follow the state', () => {
    expect(FakeTray.only.choices).toEqual(['Open', 'Quit']);
    tray.show('active');
    expect(FakeTray.only.choices).toEqual(['Open', 'Lock now', 'Quit']);
    tray.show('warning');
    expect(FakeTray.only.choices).toEqual(['Open', 'Lock now', 'Quit']);
    tray.show('locked');
    expect(FakeTray.only.choices).toEqual(['Open', 'Quit']);
  });
});

describe('a desktop whose tray comes and goes', () => {
  beforeEach(() => begin('linux'));

  it('has no icon before, and one afterwards, which shows the current state', () => {
    expect(tray.isThere).toBe(false);
    tray.show('active');
    expect(FakeTray.shown.size).toBe(0);
    tray.place(true);
    expect(tray.isThere).toBe(true);
    expect(FakeTray.only.toolTip).toContain('signed in');
    tray.place(false);
    expect(tray.isThere).toBe(false);
    // A destroyed icon throws when it is used.
    tray.show('warning');
    expect(FakeTray.shown.size).toBe(0);
    tray.place(true);
    expect(FakeTray.only.toolTip).toContain('signing out soon');
  });

  it('has only one icon, made again for each tray', () => {
    tray.place(true);
    const first = FakeTray.only;
    tray.place(true);
    expect(FakeTray.only).not.toBe(first);
  });
});
