import type { Rectangle } from 'electron';

/** A window's frame around the page's bounds, in pixels: the title at the top, and each edge. */
export const TITLE_HEIGHT = 40;
export const FRAME_EDGE = 8;
/** The smallest size of a pop-up, in pixels. */
export const LEAST_POP_UP = { width: 400, height: 300 } as const;

/**
 * Where a pop-up goes that wants to be at `wanted`: whole on the screen with its frame, and never over what
 * is ours above the page of its guarded window.
 * @param bar what must stay in sight, on the screen
 * @param area the part of the screen that windows may use
 */
export function clampPopUp(wanted: Rectangle, bar: Rectangle, area: Rectangle): Rectangle {
  const below = bar.y + bar.height;
  const bottom = area.y + area.height;
  const roomBelow = bottom - Math.max(below, area.y) - TITLE_HEIGHT - FRAME_EDGE;
  const roomAbove = Math.min(bar.y, bottom) - area.y - TITLE_HEIGHT - FRAME_EDGE;
  const goesAbove = roomBelow < LEAST_POP_UP.height && roomAbove > roomBelow;
  const [top, room] = goesAbove
    ? [area.y + TITLE_HEIGHT, roomAbove]
    : [Math.max(below, area.y) + TITLE_HEIGHT, roomBelow];
  const width = within(wanted.width, LEAST_POP_UP.width, area.width - 2 * FRAME_EDGE);
  const height = within(wanted.height, LEAST_POP_UP.height, room);
  const left = area.x + FRAME_EDGE;
  return {
    x: within(wanted.x, left, left + area.width - 2 * FRAME_EDGE - width),
    y: within(wanted.y, top, top + room - height),
    width,
    height,
  };
}

/** If the bounds contradict each other, the lower one counts. */
function within(value: number, least: number, most: number): number {
  return Math.round(Math.max(least, Math.min(Number.isFinite(value) ? value : least, most)));
}
