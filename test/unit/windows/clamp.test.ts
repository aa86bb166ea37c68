import fc from 'fast-check';
import { expect, it } from 'vitest';
import { clampPopUp, LEAST_POP_UP } from '../../../src/main/guarded/pop-ups/clamp.js';

const AREA = { x: 0, y: 30, width: 1280, height: 870 };
const BAR = { x: 0, y: 30, width: 1280, height: 140 };

it('leaves a pop-up where it wants to be, below the bar', () => {
  const wanted = { x: 300, y: 260, width: 620, height: 500 };
  expect(clampPopUp(wanted, BAR, AREA)).toEqual(wanted);
});

it('shrinks a pop-up that would cover everything, and keeps it below the bar', () => {
  expect(clampPopUp({ x: -10, y: 0, width: 9_000, height: 9_000 }, BAR, AREA)).toEqual({
    ...{ x: 8, y: 210 },
    ...{ width: 1_264, height: 682 },
  });
});

it('goes above a bar that is low on the screen', () => {
  const bar = { x: 0, y: 700, width: 1280, height: 140 };
  const { y, height } = clampPopUp({ x: 0, y: 700, width: 500, height: 900 }, bar, AREA);
  expect(y).toBeGreaterThanOrEqual(AREA.y + 30);
  expect(y + height).toBeLessThanOrEqual(bar.y);
});

it('never covers the bar and never leaves the screen, wherever there is room for it', () => {
  const place = fc.double({ min: -1e9, max: 1e9, noNaN: false });
  const wish = fc.record({ x: place, y: place, width: place, height: place });
  fc.assert(
    fc.property(wish, fc.integer({ min: 30, max: 760 }), (wanted, top) => {
      const bar = { ...BAR, y: top };
      const { x, y, width, height } = clampPopUp(wanted, bar, AREA);
      expect(y >= bar.y + bar.height || y + height <= bar.y).toBe(true);
      expect(x >= AREA.x && x + width <= AREA.x + AREA.width).toBe(true);
      expect(y >= AREA.y + 30 && y + height <= AREA.y + AREA.height).toBe(true);
      expect(width >= LEAST_POP_UP.width && height >= LEAST_POP_UP.height).toBe(true);
    }),
  );
});
