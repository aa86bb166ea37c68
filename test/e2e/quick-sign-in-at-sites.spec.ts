import { allowQuickSignIn, expectUnknownBadge, tap, typeAsPerson } from '../support/badge.js';
import { focusWindow, openApp, openClinic, PATHOLOGY_APP } from '../support/clinic-app-steps.js';
import { ALONE } from '../support/reliability.js';
import { expect, test } from '../support/site/fixture.js';
import { PATHOLOGY } from '../support/site/hosts.mjs';

const STRANGE = '9930018274';

test(
  'a tap while a clinic app has the focus locks, and no key of it reaches the page',
  ALONE,
  async ({ workstation, site }) => {
    workstation.tolerate(/Failed to load resource/);
    workstation.keepSecret(STRANGE);
    const home = await openClinic(workstation, [PATHOLOGY_APP]);
    await (await allowQuickSignIn(workstation)).close();
    const page = await openApp(workstation, PATHOLOGY_APP);
    // A page that sends every key to its server at once.
    await page.evaluate(() => {
      const field = document.body.appendChild(document.createElement('input'));
      field.setAttribute('aria-label', 'Find');
      field.addEventListener('keydown', ({ key }) => navigator.sendBeacon('/typed', key));
    });
    await focusWindow(workstation, /Pathology/);
    await page.getByLabel('Find').focus();
    await typeAsPerson(workstation, 'ab12');
    await expect(page.getByLabel('Find')).toHaveValue('ab12');
    const keys = () => site.asked(PATHOLOGY, '/typed').map(({ body }) => body);
    await expect.poll(keys).toEqual(['a', 'b', '1', '2']);

    await tap(workstation, STRANGE);
    await expectUnknownBadge(home);
    expect(keys()).toEqual(['a', 'b', '1', '2']);
  },
);
