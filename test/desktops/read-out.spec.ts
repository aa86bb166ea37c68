import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { openDesktop } from '../../scripts/lib/desktop.mjs';
import { expect, test as base } from '../support/app-fixture.js';
import { setUpByKeyboard } from '../support/main-job.js';
import { KINDS } from './kinds.js';

/** What has to be heard of a warning, and of the end after it. */
const HEARD = {
  title: /Are you still there/,
  // By itself: the whole text of the warning is read only where Orca takes it for an alert.
  time: /^Signing out in \d+ seconds/,
  soon: /10 seconds left/,
  end: /You were signed out after \d+ minute of inactivity/,
} as const;

const ORCA = '/usr/bin/orca';
/** On a computer that is busy with other desktops, in milliseconds. */
const ORCA_STARTS_MS = 120_000;

/** What Orca said so far; a computer without sound has no voice, but Orca writes down what it says. */
function spokenIn(file: string): readonly string[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').matchAll(/SPEECH OUTPUT: '(.*?)'(?:\{| voice=|$)/gms);
  return Array.from(lines, ([, text = '']) => text.trim());
}

/** Desktops that differ in how a window comes up and gets the keyboard. Orca does not start on Weston. */
const READ_OUT: readonly string[] = [
  ...['openbox', 'xfwm4', 'full-screen', 'two-monitors', 'sway'],
  ...['kwin', 'kwin-xwayland', 'gnome', 'gnome-xwayland'],
];

/** An X server: Orca does not start without one, also on Wayland. It is beside every compositor of people's desktops. */
const test = base.extend<{ readonly anyX: { readonly env: Record<string, string> } }>({
  anyX: async ({ workstation }, use) => {
    if (workstation.desktop.display !== '' || workstation.desktop.env['DISPLAY'] !== undefined) {
      await use({ env: {} });
      return;
    }
    const other = await openDesktop({ keyring: false, windowManager: false });
    const { DISPLAY = '', XAUTHORITY = '' } = other.env;
    await use({ env: { DISPLAY, XAUTHORITY } });
    await other.close();
  },
});

// One by one: an Orca that starts ends all others of this computer.
test.describe.configure({ mode: 'default' });

for (const kind of KINDS.filter(({ name }) => READ_OUT.includes(name)))
  test.describe(`orca-${kind.name}`, () => {
    test.use({ desktopOptions: { ...kind.options, accessibility: true } });

    test(kind.title, async ({ workstation, anyX }, testInfo) => {
      workstation.switches.push('--force-renderer-accessibility', ...(kind.switches ?? []));
      Object.assign(workstation.env, kind.env);
      const home = await workstation.start();
      await setUpByKeyboard(workstation, home);
      // Only now: until it knows the window, Orca takes single keys for its own commands.
      const file = testInfo.outputPath('orca.log');
      mkdirSync(dirname(file), { recursive: true });
      const how = ['--replace', '--disable=braille', `--debug-file=${file}`];
      workstation.desktop.spawn(ORCA, how, { stdio: 'ignore', env: anyX.env });
      const spoken = (): readonly string[] => spokenIn(file);
      await expect.poll(spoken, { timeout: ORCA_STARTS_MS }).toContain('Screen reader on.');

      // The warning comes after half a minute, and the end half a minute later.
      const isOver = (): boolean => spoken().some((text) => HEARD.end.test(text));
      await expect.poll(isOver, { timeout: 120_000 }).toBe(true);
      const heard = Object.entries(HEARD).map(([name, expected]) => ({
        ...{ name, expected, said: spoken().find((text) => expected.test(text)) },
      }));
      const trouble = heard
        .filter(({ said }) => said === undefined)
        .map(({ expected }) => `“${expected.source}” was not heard`);
      const said = Object.fromEntries(heard.map((one) => [one.name, one.said]));
      for (const [type, found] of Object.entries({ heard: said, trouble }))
        testInfo.annotations.push({ type, description: JSON.stringify(found) });
      expect(trouble).toEqual([]);
    });
  });
