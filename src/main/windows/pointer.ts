import type { Point, Screen } from 'electron';

export type ScreenPointer = Pick<Screen, 'getCursorScreenPoint'>;

/**
 * Where the pointer is on the screen, or `null` where no program is told. That is so under Wayland,
 * where Electron says 0,0 always; a pointer in that very corner elsewhere is taken for the same.
 */
export function pointerOn(screen: ScreenPointer): Point | null {
  const point = screen.getCursorScreenPoint();
  return point.x === 0 && point.y === 0 ? null : point;
}
