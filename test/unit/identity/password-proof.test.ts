import { beforeEach, expect, it } from 'vitest';
import {
  PasswordProof,
  RECENT_PASSWORD_MS,
} from '../../../src/main/identity/passwords/password-proof.js';
import { VirtualClock } from '../../support/fakes/virtual-clock.js';

let clock = new VirtualClock();
let proof = new PasswordProof(clock);
beforeEach(() => {
  clock = new VirtualClock();
  proof = new PasswordProof(clock);
});

it('nobody’s password is recent before it was proved', () => {
  expect(proof.isRecent('dana')).toBe(false);
});

it('a password is recent for five minutes, and not a moment longer', () => {
  expect(RECENT_PASSWORD_MS).toBe(5 * 60_000);
  proof.prove('dana');
  expect(proof.isRecent('dana')).toBe(true);
  clock.stop(RECENT_PASSWORD_MS);
  expect(proof.isRecent('dana')).toBe(true);
  clock.stop(1);
  expect(proof.isRecent('dana')).toBe(false);
});

it('proves nothing for another member, and a later proof replaces it', () => {
  proof.prove('dana');
  expect(proof.isRecent('sam')).toBe(false);
  proof.prove('sam');
  expect(proof.isRecent('dana')).toBe(false);
});

it('time asleep counts', () => {
  proof.prove('dana');
  clock.sleep(RECENT_PASSWORD_MS + 1);
  expect(proof.isRecent('dana')).toBe(false);
});

it('setting the clock back voids the proof instead of extending it', () => {
  proof.prove('dana');
  clock.jumpWall(-1);
  expect(proof.isRecent('dana')).toBe(false);
});

it('after the clock was set ahead, setting it back does not revive the proof if the boot clock ended it', () => {
  proof.prove('dana');
  clock.jumpWall(RECENT_PASSWORD_MS + 1);
  expect(proof.isRecent('dana')).toBe(false);
  clock.stop(RECENT_PASSWORD_MS + 1);
  clock.jumpWall(-2 * RECENT_PASSWORD_MS);
  expect(proof.isRecent('dana')).toBe(false);
});
