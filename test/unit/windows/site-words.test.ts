import { expect, it } from 'vitest';
import {
  downloadRefused,
  outsideHost,
  popUpNotSaved,
} from '../../../src/main/guarded/partition/site-words.js';

it('names what an address leads to', () => {
  expect(outsideHost('https://elsewhere.example/path?q=1')).toBe('elsewhere.example');
  expect(outsideHost('https://elsewhere.example:8443/')).toBe('elsewhere.example:8443');
  expect(outsideHost('file:///etc/passwd')).toBe('file:');
  expect(outsideHost('mailto:someone@clinic.example')).toBe('mailto:');
  expect(outsideHost('no address')).toBe('an unknown address');
});

it('says of a download that was refused what can be done', () => {
  expect(downloadRefused('off', 'Cliniko')).toContain('An administrator can allow them');
  expect(downloadRefused('noSpace', 'Cliniko')).toContain('disk');
});

it('says of a pop-up that objects whose it is, and how it is left', () => {
  expect(popUpNotSaved('Cliniko')).toMatch(/^A window of Cliniko .* Close it again/);
});
