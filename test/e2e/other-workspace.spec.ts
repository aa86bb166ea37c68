import { swayScreen } from '../../scripts/lib/desktop/sway.mjs';
import { readOutput } from '../../scripts/lib/processes.mjs';
import { expect, test } from '../support/app-fixture.js';
import { OtherProgram } from '../support/other-program.js';
import { expectSignIn, setUpClinic } from '../support/people.js';

test.use({ desktopOptions: { screen: swayScreen } });

test('a session that ends while somebody types on another workspace takes none of their keys', async ({
  workstation,
}) => {
  const home = await workstation.start();
  await setUpClinic(home);
  const { desktop } = workstation;
  await desktop.input.key('super+2');
  const program = await OtherProgram.open(desktop);
  for (let keys = 0; keys < 5; keys += 1) await program.type();
  // sway draws nothing on a hidden workspace, so the window cannot confirm that it is hidden.
  const told = ['org.freedesktop.ScreenSaver.ActiveChanged', 'boolean:true'];
  const signal = ['--session', '--type=signal', '/org/freedesktop/ScreenSaver', ...told];
  await readOutput('dbus-send', signal, { env: desktop.env });
  for (let keys = 0; keys < 20; keys += 1) await program.type();
  await expectSignIn(home);
  await desktop.screenshot(test.info().outputPath('screen.png'));
  await expect.poll(() => program.arrived).toBe(program.typed);
});
