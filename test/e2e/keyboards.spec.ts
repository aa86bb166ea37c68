import { run } from '../../scripts/lib/processes.mjs';
import { test } from '../support/app-fixture.js';
import { DANA, expectHome, expectSignIn, setUpClinic, signIn } from '../support/people.js';
import type { Workstation } from '../support/workstation.js';

/** Presses a key by its position, with Ctrl: the keyboard layout decides what the key writes. */
async function pressWithCtrl({ desktop }: Workstation, keycode: 'L' | 'comma'): Promise<void> {
  const code = { L: '46', comma: '59' }[keycode];
  await run('xdotool', ['keydown', 'ctrl', 'key', code, 'keyup', 'ctrl'], { env: desktop.env });
}

test('shortcuts work on keyboards that write no Latin letters', async ({ workstation }) => {
  const home = await workstation.start();
  await setUpClinic(home);
  for (const layout of ['ru', 'gr', 'il', 'ara', 'ua'])
    await test.step(layout, async () => {
      await run('setxkbmap', [layout], { env: workstation.desktop.env });
      await pressWithCtrl(workstation, 'comma');
      await workstation.windowWithTitle('Settings');
      await pressWithCtrl(workstation, 'L');
      await expectSignIn(home, 'You locked this workstation. Sign in to carry on.');
      await signIn(home, DANA);
      await expectHome(home);
    });
});
