import { expect, it } from 'vitest';
import { nextZoom } from '../../../src/main/guarded/page/zoom.js';

it('goes through the steps of browsers, up and down', () => {
  expect(nextZoom(1, 'zoomIn')).toBe(1.1);
  expect(nextZoom(1.1, 'zoomOut')).toBe(1);
  expect(nextZoom(1.37, 'zoomIn')).toBe(1.5);
  expect(nextZoom(1.37, 'zoomOut')).toBe(1.25);
  expect(nextZoom(2.5, 'zoomReset')).toBe(1);
});

it('takes a factor with a rounding error for its step', () => {
  expect(nextZoom(1.0999999, 'zoomIn')).toBe(1.25);
  expect(nextZoom(1.1000001, 'zoomOut')).toBe(1);
});

it('stays at the smallest and largest step', () => {
  expect(nextZoom(3, 'zoomIn')).toBe(3);
  expect(nextZoom(0.5, 'zoomOut')).toBe(0.5);
});
