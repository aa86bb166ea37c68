import { app, type Point, type Screen } from 'electron';

export type ScreenPointer = Pick<Screen, 'getCursorScreenPoint'>;

/**
 * Where the pointer is on the screen, or `null` where no program is told. That is so under Wayland:
 * Chromium then gives the place within whichever of its windows the pointer is over, and another one
 * when a window appears under a pointer that rests, or 0,0. A pointer in that very corner
 * elsewhere is taken for the same.
 */
export function pointerOn(screen: ScreenPointer): Point | null {
  if (app.commandLine.getSwitchValue('ozone-platform') === 'wayland') return null;
  const point = screen.getCursorScreenPoint();
  return point.x === 0 && point.y === 0 ? null : point;
}
