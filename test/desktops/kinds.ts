import type { DesktopOptions } from '../../scripts/lib/desktop.mjs';
import { gnomeScreen } from '../../scripts/lib/desktop/gnome.mjs';
import { kwinScreen } from '../../scripts/lib/desktop/kwin.mjs';
import { swayScreen } from '../../scripts/lib/desktop/sway.mjs';
import { VncScreen } from '../../scripts/lib/desktop/vnc.mjs';
import { westonScreen } from '../../scripts/lib/desktop/weston.mjs';
import { xScreen } from '../../scripts/lib/desktop/x-screen.mjs';

/** A desktop on which the main job is played. */
export interface Kind {
  /** For the command line and for pictures. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  readonly options: DesktopOptions;
  /** What differs there, for people. */
  readonly about?: string;
  /** More of Chromium's switches. */
  readonly switches?: readonly string[];
  /** More variables for the app alone. */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether the other program fills the screen. */
  readonly fullScreen?: boolean;
  /** What somebody does who walks away, beside touching nothing any more. */
  readonly leave?: () => void;
  /** What is needed to see the screen again. */
  readonly comeBack?: () => Promise<void>;
  /** Where somebody works: only in the app where the desktop tells nothing of other programs. */
  readonly workIn?: 'app';
}

const vnc = new VncScreen();
const sideBySide = [
  { width: 1280, height: 900 },
  { width: 1024, height: 768 },
];

export const KINDS: readonly Kind[] = [
  { name: 'openbox', title: 'X11, openbox', options: {} },
  {
    name: 'xfwm4',
    title: 'X11, Xfce’s window manager',
    options: { screen: xScreen({ windowManager: 'xfwm4' }) },
  },
  {
    name: 'full-screen',
    title: 'X11, another program fills the screen',
    options: { screen: xScreen({ windowManager: 'xfwm4' }) },
    fullScreen: true,
  },
  {
    name: 'scale-2',
    title: 'X11, everything twice as large',
    options: { width: 2560, height: 1600 },
    switches: ['--force-device-scale-factor=2'],
  },
  { name: 'small', title: 'X11, 1024 × 768', options: { width: 1024, height: 768 } },
  {
    name: 'right-to-left',
    title: 'X11, a language from right to left',
    options: {},
    switches: ['--lang=ar'],
    env: { LANGUAGE: 'ar' },
  },
  {
    name: 'two-monitors',
    title: 'X11 over VNC, two monitors',
    options: { screen: new VncScreen({ monitors: sideBySide }).start },
  },
  {
    name: 'vnc',
    title: 'X11 over VNC, whose client goes away and comes back',
    options: { screen: vnc.start },
    leave: () => vnc.disconnect(),
    comeBack: () => vnc.connect(),
  },
  {
    name: 'weston',
    title: 'Wayland, Weston',
    options: { screen: westonScreen },
    workIn: 'app',
  },
  { name: 'sway', title: 'Wayland, sway', options: { screen: swayScreen } },
  { name: 'kwin', title: 'Wayland, KDE’s KWin', options: { screen: kwinScreen } },
  { name: 'gnome', title: 'Wayland, GNOME Shell', options: { screen: gnomeScreen() } },
  {
    name: 'gnome-two-monitors',
    title: 'Wayland, GNOME Shell, two monitors',
    options: { screen: gnomeScreen({ monitors: ['1280x900', '1024x768'] }) },
  },
];
