import { app, BrowserWindow } from 'electron';

/** Whether the app's windows are a Wayland compositor's own, and not XWayland's. */
export function isNativeWayland(): boolean {
  // Chromium sets the switch that it was not started with.
  return (
    process.platform === 'linux' && app.commandLine.getSwitchValue('ozone-platform') === 'wayland'
  );
}

/** The X server that shows the app's windows, as in `DISPLAY`; `null` when none does. */
export function xDisplayName(): string | null {
  if (process.platform !== 'linux' || isNativeWayland()) return null;
  return process.env['DISPLAY'] ?? null;
}

/** The app's windows, as the X server numbers them. */
export function xWindows(): readonly number[] {
  return BrowserWindow.getAllWindows().map((window) =>
    window.getNativeWindowHandle().readUInt32LE(),
  );
}
