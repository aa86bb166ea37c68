import type { DesktopOptions } from '../../scripts/lib/desktop.mjs';
import { gnomeScreen } from '../../scripts/lib/desktop/gnome.mjs';
import { kwinScreen } from '../../scripts/lib/desktop/kwin.mjs';
import { swayScreen } from '../../scripts/lib/desktop/sway.mjs';
import { VncScreen } from '../../scripts/lib/desktop/vnc.mjs';
import { westonScreen } from '../../scripts/lib/desktop/weston.mjs';
import { xScreen } from '../../scripts/lib/desktop/x-screen.mjs';

/** A desktop for the main job. */
export interface Kind {
  /** The name on the command line and in the names of pictures. */
  readonly name: string;
  /** The title for people. */
  readonly title: string;
  readonly options: DesktopOptions;
  /** How this desktop differs, for people. */
  readonly about?: string;
  /** Further switches of Chromium. */
  readonly switches?: readonly string[];
  /** Further variables for the app only. */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether the other program fills the screen. */
  readonly fullScreen?: boolean;
  /** The person's act that ends the session at once when they walk away. */
  readonly leave?: () => void;
  /** Makes the screen visible again. */
  readonly comeBack?: () => Promise<void>;
  /** What is wrong with the keychain during the set-up. */
  readonly keychain?: 'locked' | 'missing';
  /**
   * `app`: the person works only in the app, because the desktop does not report input in other programs.
   */
  readonly workIn?: 'app';
}

const vnc = new VncScreen();
const sideBySide = [
  { width: 1280, height: 900 },
  { width: 1024, height: 768 },
];

export const KINDS: readonly Kind[] = [
  {
    name: 'openbox',
    title: 'X11, openbox',
    about:
      'The desktop of all other tests. X lets a program place its windows and keep them on top.',
    options: {},
  },
  {
    name: 'xfwm4',
    title: 'X11, Xfce’s window manager',
    options: { screen: xScreen({ windowManager: 'xfwm4' }) },
  },
  {
    name: 'full-screen',
    title: 'X11, another program fills the screen',
    about:
      'The warning comes up over a program that fills the screen. Once locked, that program is in front again, and the sign-in window behind it.',
    options: { screen: xScreen({ windowManager: 'xfwm4' }) },
    fullScreen: true,
  },
  {
    name: 'scale-2',
    title: 'X11, everything twice as large',
    options: { width: 2560, height: 1600 },
    switches: ['--force-device-scale-factor=2'],
  },
  {
    name: 'small',
    title: 'X11, 1024 × 768',
    options: { width: 1024, height: 768 },
  },
  {
    name: 'right-to-left',
    title: 'X11, a language from right to left',
    about:
      'The app is started in Arabic, which it does not speak: its pages are English, from left to right.',
    options: {},
    switches: ['--lang=ar'],
    env: { LANGUAGE: 'ar' },
  },
  {
    name: 'two-monitors',
    title: 'X11 over VNC, two monitors',
    about: 'Each monitor gets a warning of its own.',
    options: { screen: new VncScreen({ monitors: sideBySide }).start },
  },
  {
    name: 'vnc',
    title: 'X11 over VNC, whose client goes away and comes back',
    about:
      'Somebody leaves by closing the VNC client, which locks without a warning; the picture is what they find when they come back.',
    options: { screen: vnc.start },
    leave: () => vnc.disconnect(),
    comeBack: () => vnc.connect(),
  },
  {
    name: 'locked-keyring',
    title: 'X11, a keyring that is locked',
    about:
      'As after signing in to the computer by a fingerprint. GNOME’s own question is answered by real keys; set-up waits for it.',
    options: {},
    keychain: 'locked',
  },
  {
    name: 'no-keychain',
    title: 'X11, no Secret Service until one is started',
    about: 'Set-up says what is missing, and creates nothing before it is there.',
    options: {},
    keychain: 'missing',
  },
  {
    name: 'kwallet',
    title: 'X11, KDE’s KWallet as the keychain',
    about:
      'KWallet 5.103 with a wallet that KDE’s sign-in has made and opened. Without a wallet set-up says that one must be made.',
    options: { kwallet: true },
  },
  {
    name: 'weston',
    title: 'Wayland, Weston',
    about:
      'Weston 10 tells nothing of what happens in other programs, so the work is done in the app. It chooses the places of windows, and keeps none on top.',
    options: { screen: westonScreen },
    workIn: 'app',
  },
  {
    name: 'sway',
    title: 'Wayland, sway',
    about:
      'sway tiles windows: where two share the screen, the main window gets half of it, and fits into it. The warning floats over both.',
    options: { screen: swayScreen },
  },
  {
    name: 'kwin',
    title: 'Wayland, KDE’s KWin',
    about:
      'KWin 5.27 with its own rendering by the processor. Without Breeze, windows have no frame.',
    options: { screen: kwinScreen() },
  },
  {
    name: 'kwin-xwayland',
    title: 'Wayland, KDE’s KWin, the app by XWayland',
    about:
      'The app runs with `--ozone-platform=x11`, and the other program natively. The app sees no input to such programs; the compositor tells it.',
    options: { screen: kwinScreen({ xwayland: true }) },
  },
  {
    name: 'gnome',
    title: 'Wayland, GNOME Shell',
    about:
      'GNOME Shell 43. The orange sign in its bar is there because keys come by its remote desktop interface.',
    options: { screen: gnomeScreen() },
  },
  {
    name: 'gnome-two-monitors',
    title: 'Wayland, GNOME Shell, two monitors',
    about:
      'Under Wayland no program chooses the place of a window: there is one warning, on the monitor that GNOME shows it on.',
    options: { screen: gnomeScreen({ monitors: ['1280x900', '1024x768'] }) },
  },
  {
    name: 'gnome-xwayland',
    title: 'Wayland, GNOME Shell, the app by XWayland',
    about: 'The app runs with `--ozone-platform=x11`, and the other program natively.',
    options: { screen: gnomeScreen({ xwayland: true }) },
  },
];
