import { expect, it } from 'vitest';
import { MOST_REQUESTS_PER_SECOND } from '../../../src/shared/requests/request-rate.js';
import { BROKEN_PER_SECOND, FloodGate, type Verdict } from '../../../src/main/ipc/flood-gate.js';

function ask(gate: FloodGate, times: number, windowId = 1, nowMs = 0): Verdict {
  let verdict: Verdict = 'pass';
  for (let request = 0; request < times; request += 1) verdict = gate.judge(windowId, nowMs);
  return verdict;
}

it('accepts what people cause, refuses a flood, and gives up a window that does not stop', () => {
  const gate = new FloodGate();
  expect(ask(gate, MOST_REQUESTS_PER_SECOND)).toBe('pass');
  expect(ask(gate, 1)).toBe('refuse');
  expect(ask(gate, BROKEN_PER_SECOND - MOST_REQUESTS_PER_SECOND - 1)).toBe('refuse');
  expect(ask(gate, 1)).toBe('destroy');
});

it('counts each second anew, and each window by itself', () => {
  const gate = new FloodGate();
  expect(ask(gate, MOST_REQUESTS_PER_SECOND + 1)).toBe('refuse');
  expect(ask(gate, 1, 2)).toBe('pass');
  expect(ask(gate, 1, 1, 999)).toBe('refuse');
  expect(ask(gate, 1, 1, 1_000)).toBe('pass');
});

it('answers nothing more to a window that it gave up', () => {
  const gate = new FloodGate();
  ask(gate, BROKEN_PER_SECOND + 1);
  expect(ask(gate, 1, 1, 5_000)).toBe('drop');
  expect(ask(gate, 1, 2, 5_000)).toBe('pass');
});
