import { expect, it } from 'vitest';
import { Lifecycle } from '../../../src/main/app/lifecycle.js';

it('no transition leads out of quitting', async () => {
  const lifecycle = new Lifecycle();
  expect(lifecycle.phase).toBe('starting');
  lifecycle.enter('running');
  expect(lifecycle.isLeaving).toBe(false);
  lifecycle.enter('ending');
  expect(lifecycle.isLeaving).toBe(true);
  lifecycle.enter('running');
  expect(lifecycle.isLeaving).toBe(false);
  await lifecycle.quit(1);
  lifecycle.enter('running');
  expect(lifecycle.phase).toBe('quitting');
});

it('the end waits for everybody who joined, also when one of them fails, and begins once', async () => {
  const lifecycle = new Lifecycle();
  const done: string[] = [];
  lifecycle.join((boundMs) => Promise.reject(new Error(`not within ${boundMs} ms`)));
  lifecycle.join(async () => {
    await Promise.resolve();
    done.push('wiped');
  });
  const quitting = lifecycle.quit(6_000);
  expect(lifecycle.quit(6_000)).toBeNull();
  await quitting;
  expect(done).toEqual(['wiped']);
});
