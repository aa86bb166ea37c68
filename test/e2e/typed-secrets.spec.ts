import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '../support/app-fixture.js';
import { copiesOf } from '../support/memory.js';
import { DANA, expectHome, expectSignIn, setUpClinic, textBox } from '../support/people.js';
import { pressLock } from '../support/presence.js';

test('no page knows a password any more once somebody is signed in, nor after the end', async ({
  workstation,
}) => {
  const page = await workstation.start();
  await setUpClinic(page);
  console.log('after set-up', copiesOf(workstation, DANA.password));
  await pressLock(workstation);
  await expectSignIn(page);
  await sleep(1000);
  console.log('after lock', copiesOf(workstation, DANA.password));
  await workstation.desktop.input.type(DANA.email);
  await workstation.desktop.input.key('Tab');
  await workstation.desktop.input.type(DANA.password);
  await expect(textBox(page, 'Email')).toHaveValue(DANA.email);
  console.log('typed', copiesOf(workstation, DANA.password));
  await workstation.desktop.input.key('Return');
  await expectHome(page);
  await sleep(1000);
  console.log('signed in', copiesOf(workstation, DANA.password));
  await pressLock(workstation);
  await expectSignIn(page);
  await sleep(2000);
  console.log('locked', copiesOf(workstation, DANA.password));
});
