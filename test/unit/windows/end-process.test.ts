import type { WebContents } from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { endProcess, endProcesses } from '../../../src/main/windows/hardening/end-process.js';

let killed: [number, unknown][];

beforeEach(() => {
  killed = [];
  vi.spyOn(process, 'kill').mockImplementation((pid, signal) => {
    killed.push([pid, signal]);
    if (pid === 13) throw Object.assign(new Error('kill ESRCH'), { code: 'ESRCH' });
    return true;
  });
});
afterEach(() => void vi.restoreAllMocks());

function disposed(): never {
  throw new Error('Render frame was disposed before WebFrameMain could be accessed');
}

function page(pid: number, mainFrame: object): WebContents {
  return { getOSProcessId: () => pid, mainFrame } as unknown as WebContents;
}

describe('ending a page', () => {
  it('kills it, and the processes of its frames, even if some have ended already', () => {
    const gone = {
      get osProcessId() {
        return disposed();
      },
    };
    const frames = [{ osProcessId: 11 }, gone, { osProcessId: 13 }, { osProcessId: 12 }];
    endProcesses(page(11, { framesInSubtree: frames }));
    expect(new Set(killed.map(([pid]) => pid))).toEqual(new Set([11, 12, 13]));
    expect(new Set(killed.map(([, signal]) => signal))).toEqual(new Set(['SIGKILL']));
  });

  it('asks a crashed page nothing, and kills nothing without a process id', () => {
    const crashed = page(0, {
      get framesInSubtree() {
        return disposed();
      },
    });
    endProcesses(crashed);
    endProcess(crashed);
    expect(killed).toEqual([]);
  });
});
