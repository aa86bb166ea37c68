import { app, BrowserWindow } from 'electron';

/** The X server that shows the app's windows, as in `DISPLAY`; `null` when none does. */
export function xDisplayName(): string | null {
  if (process.platform !== 'linux') return null;
  // Electron sets the switch that it was not started with.
  if (app.commandLine.getSwitchValue('ozone-platform') === 'wayland') return null;
  return process.env['DISPLAY'] ?? null;
}

/** The app's windows, as the X server numbers them. */
export function xWindows(): readonly number[] {
  return BrowserWindow.getAllWindows().map((window) =>
    window.getNativeWindowHandle().readUInt32LE(),
  );
}
