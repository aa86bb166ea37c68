import { app, BrowserWindow } from 'electron';

/** Whether the app's windows belong to a Wayland compositor directly, and not through XWayland. */
export function isNativeWayland(): boolean {
  // Chromium sets this switch itself when it was started without it.
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
