import { app, type Point, screen } from 'electron';

/**
 * Where the pointer is on the screen, or `null` where no program is told. Under Wayland Chromium gives the
 * place within its window under the pointer, or 0,0. That place changes when a window appears under a
 * pointer that rests. Elsewhere a pointer at exactly 0,0 also counts as unknown.
 */
export function pointerOnScreen(): Point | null {
  if (app.commandLine.getSwitchValue('ozone-platform') === 'wayland') return null;
  const point = screen.getCursorScreenPoint();
  return point.x === 0 && point.y === 0 ? null : point;
}
