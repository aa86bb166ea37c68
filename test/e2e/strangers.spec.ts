import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  downloadReport,
  PORTAL_APP,
  signInAtProvider,
  sitePage,
} from '../support/clinic-app-steps.js';
import { thatCloses } from '../support/closing.js';
import { button, expectSignIn } from '../support/people.js';
import { expect, test } from '../support/site/fixture.js';
import { PORTAL, PROVIDER } from '../support/site/hosts.mjs';

/** All host names in Chromium's own network log, whatever their purpose. */
function hostsIn(log: string): ReadonlySet<string> {
  const named = readFileSync(log, 'utf8').matchAll(/"(?:host|url|group_id)":"([^"]*)"/g);
  const hosts = [...named].map(([, text = '']) => text.replace(/^[a-z/]*:\/\//, ''));
  return new Set(hosts.map((text) => text.replace(/[:/].*$/, '')).filter((host) => host !== ''));
}

test('from start to quit, the app contacts only the sites of the clinic’s apps', async ({
  workstation,
  site,
}) => {
  const log = join(workstation.home, 'network.json');
  workstation.switches.push(`--log-net-log=${log}`);
  const { main, page } = await downloadReport(workstation);
  await page.goto(PORTAL_APP.address);
  await button(page, 'Sign in with your provider').click();
  const popUp = await sitePage(workstation, `https://${PROVIDER}/authorise`);
  await thatCloses(popUp, () => signInAtProvider(popUp));
  await page.waitForURL(/\/patients$/);
  await page.goto(`https://${PORTAL}/documents`);
  await button(main, 'Sign out').click();
  await expectSignIn(main);
  await workstation.quit();

  expect(site.asked(PROVIDER)).not.toEqual([]);
  const hosts = [...hostsIn(log)].filter((host) => host !== '127.0.0.1');
  expect(hosts.sort()).toEqual([PROVIDER, PORTAL].sort());
});
