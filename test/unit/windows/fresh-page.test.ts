import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HIDE_BOUND_MS } from '../../../src/main/ports/index.js';

const OLD_PID = 1_000_001;

vi.mock('electron', () => ({
  app: { getAppMetrics: () => [{ pid: 1_000_001, type: 'Tab' }] },
  protocol: {},
}));

const { FreshPage } = await import('../../../src/main/windows/fresh-page.js');

/** A page that loads what it is told, in its own process, when a test lets it arrive. */
class FakeContents extends EventEmitter {
  url = 'app://clinic/index.html';
  pid = OLD_PID;
  nextPid = OLD_PID + 1;
  readonly asked: string[] = [];
  readonly navigationHistory = { clear: vi.fn() };
  refuse: (error: Error) => void = () => undefined;

  getURL = (): string => this.url;
  getOSProcessId = (): number => this.pid;
  loadURL(url: string): Promise<void> {
    this.asked.push(url);
    // Electron rejects a load when another load replaces it.
    this.refuse(new Error('ERR_ABORTED'));
    return new Promise((resolve, reject) => {
      this.refuse = reject;
      this.once('did-finish-load', () => resolve());
    });
  }

  /** @param isHeard whether Electron reports the navigation at once */
  arrive(isHeard = true): void {
    this.url = this.asked.at(-1) ?? this.url;
    this.pid = this.nextPid;
    this.nextPid += 1;
    if (isHeard) this.emit('did-navigate');
  }

  key(): void {
    this.emit('input-event', {}, { type: 'rawKeyDown' });
  }
}

let contents: FakeContents;
let page: InstanceType<typeof FreshPage>;
let stuck: number;
let killed: number[];

/** Main gives the page a view, and the page draws it. */
function shows(kind: 'setUp' | 'signIn' | 'twoFactor' | 'enrolment' | 'home'): void {
  page.given(kind);
  page.drawn();
}

beforeEach(() => {
  vi.useFakeTimers();
  killed = [];
  vi.spyOn(process, 'kill').mockImplementation((pid) => {
    killed.push(pid);
    return true;
  });
  contents = new FakeContents();
  stuck = 0;
  const window = Object.assign(new EventEmitter(), {
    webContents: contents,
    isDestroyed: () => false,
  });
  page = new FreshPage(window as unknown as BrowserWindow, () => (stuck += 1));
  page.asked('signIn');
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('a page', () => {
  it('stays for views of its own kind', () => {
    shows('signIn');
    shows('signIn');
    expect(contents.asked).toEqual([]);
  });

  it('is replaced by a fresh one at the other address, and its process is killed', () => {
    shows('home');
    expect(contents.asked).toEqual(['app://clinic-anew/index.html']);
    expect(killed).toEqual([]);
    contents.arrive();
    expect(killed).toEqual([OLD_PID]);
    expect(contents.navigationHistory.clear).toHaveBeenCalledOnce();
    page.asked('home');
    shows('home');
    shows('signIn');
    shows('home');
    expect(contents.asked.slice(1)).toEqual(['app://clinic/index.html']);
  });

  it('stays for the steps of the entrance, so that each accepts keys at once', () => {
    for (const kind of ['twoFactor', 'enrolment', 'signIn', 'setUp'] as const) shows(kind);
    expect(contents.asked).toEqual([]);
  });

  it('of a session is replaced some time after its end, when nobody touches it', () => {
    shows('home');
    contents.arrive();
    page.asked('home');
    shows('signIn');
    vi.advanceTimersByTime(14_999);
    expect(contents.asked).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(contents.asked).toHaveLength(2);
  });

  it('of a session is not replaced while somebody signs in right after its end', () => {
    shows('home');
    contents.arrive();
    page.asked('home');
    shows('signIn');
    contents.key();
    vi.advanceTimersByTime(119_999);
    expect(contents.asked).toHaveLength(1);
    shows('home');
    expect(contents.asked).toHaveLength(2);
  });

  it('is not replaced for a view that is no longer shown', () => {
    page.given('home');
    page.given('signIn');
    vi.advanceTimersByTime(HIDE_BOUND_MS);
    expect(contents.asked).toEqual([]);
  });

  it('is replaced after it drew the view, or when the time for that is over', () => {
    page.given('home');
    vi.advanceTimersByTime(HIDE_BOUND_MS - 1);
    expect(contents.asked).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(contents.asked).toHaveLength(1);
  });

  it('is replaced once, whatever is shown meanwhile', () => {
    shows('home');
    shows('signIn');
    shows('home');
    contents.arrive();
    // It has not asked yet; when it asks, it gets the current view.
    shows('signIn');
    expect(contents.asked).toHaveLength(1);
  });

  it('may ask before its navigation is reported', () => {
    shows('home');
    contents.arrive(false);
    page.asked('home');
    expect(killed).toEqual([OLD_PID]);
    contents.emit('did-navigate');
    shows('signIn');
    shows('home');
    expect(contents.asked).toHaveLength(2);
  });

  it('that was replaced may still ask, without an effect', () => {
    shows('home');
    page.asked('home');
    contents.arrive();
    expect(killed).toEqual([OLD_PID]);
    expect(stuck).toBe(0);
  });

  it('may be replaced while it still loads', async () => {
    shows('signIn');
    shows('home');
    contents.arrive();
    page.asked('home');
    shows('signIn');
    shows('home');
    await vi.advanceTimersByTimeAsync(0);
    contents.arrive();
    expect(stuck).toBe(0);
    expect(contents.asked).toHaveLength(2);
  });

  it('that got no process of its own is reported', () => {
    contents.nextPid = OLD_PID;
    shows('home');
    contents.arrive();
    expect(stuck).toBe(1);
    expect(killed).toEqual([]);
  });

  it('that does not arrive is reported', async () => {
    shows('home');
    contents.refuse(new Error('ERR_FAILED'));
    await vi.advanceTimersByTimeAsync(0);
    expect(stuck).toBe(1);
  });
});

describe('what somebody typed at the entrance and left', () => {
  it('is cleared two minutes after the last key', () => {
    contents.key();
    vi.advanceTimersByTime(119_999);
    contents.key();
    vi.advanceTimersByTime(119_999);
    expect(contents.asked).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(contents.asked).toHaveLength(1);
    contents.arrive();
    page.asked('signIn');
    vi.advanceTimersByTime(1_000_000);
    // Nobody has typed into the fresh page.
    expect(contents.asked).toHaveLength(1);
  });

  it('is cleared at once when the person is known to be gone', () => {
    page.forgetTyped();
    expect(contents.asked).toEqual([]);
    contents.key();
    page.forgetTyped();
    expect(contents.asked).toHaveLength(1);
  });

  it('does not replace the page of a member’s own view', () => {
    shows('home');
    contents.arrive();
    page.asked('home');
    contents.key();
    page.forgetTyped();
    vi.advanceTimersByTime(1_000_000);
    expect(contents.asked).toHaveLength(1);
  });
});
