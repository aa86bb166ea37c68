import { beforeEach, describe, expect, it } from 'vitest';
import { OwnRuns } from '../../../src/main/clinic/own-runs.js';
import { MemoryClinicStore } from '../../support/clinic/memory-clinic-store.js';

let store: MemoryClinicStore;
beforeEach(() => {
  store = new MemoryClinicStore();
});

/** What the server makes of it: the run that it knows; `copied` when it is another computer's. */
class Server {
  known: Buffer | null = null;

  hear({ run, before }: ReturnType<OwnRuns['next']>): 'kept' | 'copied' {
    const isKnown = this.known === null || this.known.equals(run);
    if (!isKnown && before?.equals(this.known ?? run) !== true) return 'copied';
    this.known = run;
    return 'kept';
  }
}

/** The app starts, and says something. */
function start(server: Server, kept = store): { runs: OwnRuns; heard: string } {
  const runs = new OwnRuns(kept.runs);
  const heard = server.hear(runs.next());
  if (heard === 'kept') runs.heard();
  return { runs, heard };
}

function copyOf(from: MemoryClinicStore): MemoryClinicStore {
  const copy = new MemoryClinicStore();
  const runs = from.runs.read();
  if (runs !== null) copy.runs.save(runs);
  return copy;
}

it('names each run, and the one before it', () => {
  const server = new Server();
  const first = start(server).runs.next();
  const second = start(server).runs.next();
  expect(first.run).toHaveLength(16);
  expect(first.before).toBeNull();
  expect(second.run).not.toEqual(first.run);
  expect(second.before).toEqual(first.run);
});

it('counts on with each beat, over all starts', () => {
  const orders = [1, 2, 3].flatMap(() => {
    const runs = new OwnRuns(store.runs);
    return [runs.next().order, runs.next().order];
  });
  const all = [1, 2, 3].flatMap((starts) => [1, 2].map((beats) => [starts, beats]));
  expect(orders).toEqual(all);
});

it('says nothing that it could not keep', () => {
  store.writable = false;
  expect(() => new OwnRuns(store.runs).next()).toThrow('made to fail');
});

describe('one computer', () => {
  it('is never taken for two, wherever it is killed', () => {
    const server = new Server();
    for (const cut of [
      'before',
      'after',
      'before',
      'before',
      'after',
      'after',
      'never',
      'before',
    ]) {
      const runs = new OwnRuns(store.runs);
      const said = runs.next();
      // The power fails before the server hears of it; or after, and before this computer knows.
      if (cut === 'before') continue;
      expect(server.hear(said)).toBe('kept');
      if (cut === 'never') runs.heard();
    }
    expect(start(server).heard).toBe('kept');
  });

  it('is known after the server has forgotten everybody', () => {
    const server = new Server();
    start(server);
    server.known = null;
    expect(start(server).heard).toBe('kept');
    expect(start(server).heard).toBe('kept');
  });

  it('begins anew with another identity', () => {
    const { runs } = start(new Server());
    store.clear();
    runs.forget();
    expect(runs.next()).toMatchObject({ before: null, order: [1, 2] });
  });
});

describe('two computers with one identity', () => {
  it('are told apart: the copy of a computer that goes on', () => {
    const server = new Server();
    start(server);
    const copy = copyOf(store);
    expect(start(server).heard).toBe('kept');
    expect(start(server, copy).heard).toBe('copied');
    expect(start(server).heard).toBe('kept');
  });

  it('are told apart: two copies of a disk that was never used', () => {
    const server = new Server();
    const [one, other] = [copyOf(store), copyOf(store)];
    expect(start(server, one).heard).toBe('kept');
    expect(start(server, other).heard).toBe('copied');
  });

  it('are told apart: a disk that was put back', () => {
    const server = new Server();
    start(server);
    const older = copyOf(store);
    start(server);
    start(server);
    expect(start(server, older).heard).toBe('copied');
  });
});
