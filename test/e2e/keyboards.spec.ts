import { run } from '../../scripts/lib/processes.mjs';
import { test } from '../support/app-fixture.js';
import { expectSignIn, setUpClinic } from '../support/people.js';
import type { Workstation } from '../support/workstation.js';

/** Presses a key by its position, with Ctrl: the keyboard layout decides what the key writes. */
async function pressWithCtrl({ desktop }: Workstation, keycode: 'L' | 'comma'): Promise<void> {
  const code = { L: '46', comma: '59' }[keycode];
  await run('xdotool', ['keydown', 'ctrl', 'key', code, 'keyup', 'ctrl'], { env: desktop.env });
}

for (const layout of ['ru', 'gr', 'il', 'ara', 'ua'])
  test(`shortcuts work on a keyboard that writes no Latin letters (${layout})`, async ({
    workstation,
  }) => {
    await run('setxkbmap', [layout], { env: workstation.desktop.env });
    const home = await workstation.start();
    await setUpClinic(home);
    await pressWithCtrl(workstation, 'comma');
    await workstation.windowWithTitle('Settings');
    await pressWithCtrl(workstation, 'L');
    await expectSignIn(home, 'You locked this workstation. Sign in to carry on.');
  });
