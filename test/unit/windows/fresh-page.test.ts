import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const OLD_PID = 1_000_001;

vi.mock('electron', () => ({
  app: { getAppMetrics: () => [{ pid: 1_000_001, type: 'Tab' }] },
  protocol: {},
}));

const { FreshPage } = await import('../../../src/main/windows/fresh-page.js');

/** A page that goes where it is told, in a process of its own there, as soon as a test says so. */
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
    return new Promise((resolve, reject) => {
      this.refuse = reject;
      this.once('did-navigate', () => resolve());
    });
  }

  /** @param isHeard whether Electron tells of it at once */
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
    page.given('signIn');
    page.given('signIn');
    expect(contents.asked).toEqual([]);
  });

  it('gives way to a fresh one at the other address, and its process is killed', () => {
    page.given('home');
    expect(contents.asked).toEqual(['app://clinic-anew/index.html']);
    expect(killed).toEqual([]);
    contents.arrive();
    expect(killed).toEqual([OLD_PID]);
    expect(contents.navigationHistory.clear).toHaveBeenCalledOnce();
    page.asked('home');
    page.given('home');
    page.given('signIn');
    expect(contents.asked.slice(1)).toEqual(['app://clinic/index.html']);
  });

  it('is replaced once, whatever is shown meanwhile', () => {
    page.given('home');
    page.given('signIn');
    page.given('home');
    contents.arrive();
    // It has not asked yet, and gets what is to be shown then.
    page.given('signIn');
    expect(contents.asked).toHaveLength(1);
  });

  it('may ask before the news of it is here', () => {
    page.given('home');
    contents.arrive(false);
    page.asked('home');
    expect(killed).toEqual([OLD_PID]);
    contents.emit('did-navigate');
    page.given('signIn');
    expect(contents.asked).toHaveLength(2);
  });

  it('that is left may still ask, and changes nothing by that', () => {
    page.given('home');
    page.asked('home');
    contents.arrive();
    expect(killed).toEqual([OLD_PID]);
    expect(stuck).toBe(0);
  });

  it('that got no process of its own, or did not come, is reported', async () => {
    contents.nextPid = OLD_PID;
    page.given('home');
    contents.arrive();
    expect(stuck).toBe(1);
    page.asked('home');
    page.given('signIn');
    contents.refuse(new Error('ERR_FAILED'));
    await vi.advanceTimersByTimeAsync(0);
    expect(stuck).toBe(2);
  });
});

describe('what somebody typed at the entrance and left', () => {
  it('goes two minutes after the last key', () => {
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
    // Nobody has typed into the fresh one.
    expect(contents.asked).toHaveLength(1);
  });

  it('goes at once when whoever typed it is known to be gone', () => {
    page.forgetTyped();
    expect(contents.asked).toEqual([]);
    contents.key();
    page.forgetTyped();
    expect(contents.asked).toHaveLength(1);
  });

  it('does not cost a member’s own view its page', () => {
    page.given('home');
    contents.arrive();
    page.asked('home');
    contents.key();
    page.forgetTyped();
    vi.advanceTimersByTime(1_000_000);
    expect(contents.asked).toHaveLength(1);
  });
});
