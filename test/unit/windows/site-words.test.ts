import { expect, it } from 'vitest';
import {
  downloadRefused,
  outsideHost,
  popUpNotSaved,
} from '../../../src/main/guarded/partition/site-words.js';

it('the words for an outside link name its target', () => {
  expect(outsideHost('https://elsewhere.example/path?q=1')).toBe('elsewhere.example');
  expect(outsideHost('https://elsewhere.example:8443/')).toBe('elsewhere.example:8443');
  expect(outsideHost('file:///etc/passwd')).toBe('file:');
  expect(outsideHost('mailto:someone@clinic.example')).toBe('mailto:');
  expect(outsideHost('no address')).toBe('an unknown address');
});

it('a refused download says what can be done', () => {
  expect(downloadRefused('off', 'Cliniko')).toContain('An administrator can allow them');
  expect(downloadRefused('noSpace', 'Cliniko')).toContain('disk');
});

it('a pop-up that objects says whose it is, and how to leave it', () => {
  expect(popUpNotSaved('Cliniko')).toMatch(/^A window of Cliniko .* Close it again/);
});
