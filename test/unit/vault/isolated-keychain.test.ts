import { beforeEach, describe, expect, it } from 'vitest';
import type { KeychainAnswer, KeychainCall } from '../../../src/main/ports/index.js';
import { IsolatedKeychain, KEPT_IDLE_MS } from '../../../src/main/vault/isolated-keychain.js';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';

/** A keychain whose processes the test can inspect. A stopped process answers nothing. */
class Processes {
  readonly entries = new Map<string, string>();
  started = 0;
  alive = 0;
  /** The processes whose calls are refused, by number, counted from 1. */
  readonly stale = new Set<number>();
  answering = true;
  why = 'no such name';
  breakOff: () => void = () => undefined;

  readonly start: ConstructorParameters<typeof IsolatedKeychain>[0] = ({ onAnswer, onGone }) => {
    this.started += 1;
    this.alive += 1;
    const number = this.started;
    let running = true;
    const end = (): void => {
      if (!running) return;
      running = false;
      this.alive -= 1;
      onGone();
    };
    this.breakOff = end;
    return {
      send: (call) => {
        if (!this.answering) return;
        queueMicrotask(() => {
          if (running) onAnswer(this.#answer(call, number));
        });
      },
      stop: end,
    };
  };

  #answer(call: KeychainCall, number: number): KeychainAnswer {
    if (this.stale.has(number)) return { id: call.id, ok: false, why: this.why };
    if (call.do === 'set') this.entries.set(call.account, call.secret);
    if (call.do === 'delete') this.entries.delete(call.account);
    const value = call.do === 'get' ? (this.entries.get(call.account) ?? null) : null;
    return { id: call.id, ok: true, value };
  }
}

let clock = new VirtualClock();
let processes = new Processes();
let keychain = new IsolatedKeychain(processes.start, clock);
beforeEach(() => {
  clock = new VirtualClock();
  processes = new Processes();
  keychain = new IsolatedKeychain(processes.start, clock);
});

it('answers from one process, which starts with the first call', async () => {
  expect(processes.started).toBe(0);
  await keychain.set('a', 'secret');
  expect(await keychain.get('a')).toBe('secret');
  await keychain.delete('a');
  expect(await keychain.get('a')).toBeNull();
  expect(processes.started).toBe(1);
});

it('can be started before it is needed', async () => {
  keychain.warm();
  keychain.warm();
  await keychain.get('a');
  expect(processes.started).toBe(1);
});

describe('a connection that has gone stale', () => {
  it('makes a new process take over, and nobody notices', async () => {
    await keychain.set('a', 'secret');
    processes.stale.add(1);
    expect(await keychain.get('a')).toBe('secret');
    expect(processes.started).toBe(2);
    expect(processes.alive).toBe(1);
  });

  it('is an error when a new process fails too, and no process stays', async () => {
    await keychain.set('a', 'secret');
    processes.stale.add(1).add(2);
    await expect(keychain.get('a')).rejects.toThrow('no such name');
    expect(processes.alive).toBe(0);
    expect(await keychain.get('a')).toBe('secret');
  });

  it('is not suspected in a process that never worked', async () => {
    processes.stale.add(1);
    await expect(keychain.get('a')).rejects.toThrow('no such name');
    expect(processes.started).toBe(1);
  });
});

describe('a process that breaks off', () => {
  it('in a call: the call is tried again in another one', async () => {
    await keychain.set('a', 'secret');
    processes.answering = false;
    const call = keychain.get('a');
    processes.answering = true;
    processes.breakOff();
    expect(await call).toBe('secret');
    expect(processes.started).toBe(2);
  });

  it('in its first call: the call fails', async () => {
    processes.answering = false;
    const call = keychain.get('a');
    processes.breakOff();
    await expect(call).rejects.toThrow('broke off');
  });
});

describe('a question that the keychain has for a person', () => {
  it('is not asked again when it was left unanswered', async () => {
    await keychain.set('a', 'secret');
    processes.why = 'Cannot create an item in a locked collection';
    processes.stale.add(1);
    await expect(keychain.set('a', 'other')).rejects.toThrow('locked collection');
    expect(processes.started).toBe(1);
  });

  it('disappears with the process that is given up, and no other process asks it', async () => {
    await keychain.set('a', 'secret');
    processes.answering = false;
    const call = keychain.set('a', 'other');
    keychain.abandon();
    await expect(call).rejects.toThrow('broke off');
    expect(processes.alive).toBe(0);
    expect(processes.started).toBe(1);
    processes.answering = true;
    expect(await keychain.get('a')).toBe('secret');
  });
});

describe('without work', () => {
  it('the process ends after a while, and the next call starts another', async () => {
    await keychain.get('a');
    await clock.run(KEPT_IDLE_MS - 1);
    expect(processes.alive).toBe(1);
    await clock.run(1);
    expect(processes.alive).toBe(0);
    await keychain.get('a');
    expect(processes.alive).toBe(1);
  });

  it('a process that has not answered yet stays', async () => {
    processes.answering = false;
    void keychain.get('a');
    await clock.run(2 * KEPT_IDLE_MS);
    expect(processes.alive).toBe(1);
  });
});
