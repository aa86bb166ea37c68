import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { FrameLocator, Page } from 'playwright/test';
import {
  barPage,
  barView,
  openApp,
  openClinic,
  PORTAL_APP,
  portalWith,
} from '../support/clinic-app-steps.js';
import { button } from '../support/people.js';
import { expect, test } from '../support/site/fixture.js';
import { PORTAL, SITE_PERSON } from '../support/site/hosts.mjs';
import { LONG } from '../support/reliability.js';

const { userName, password } = SITE_PERSON;

async function expectFilled(where: Page | FrameLocator): Promise<void> {
  await expect(where.getByLabel('User name')).toHaveValue(userName);
  await expect(where.getByLabel('Password')).toHaveValue(password);
}

test('a saved sign-in finds its fields, and says when a page does not take it', async ({
  workstation,
  site,
}) => {
  await openClinic(workstation, [PORTAL_APP]);
  const page = await openApp(workstation, PORTAL_APP);
  const bar = await barPage(workstation, PORTAL_APP);
  await bar.evaluate((input) => window.clinic.saveSiteSignIn(input), { userName, password });
  const fill = async (how: string) => {
    await page.goto(`https://${PORTAL}/sign-in-parts?how=${how}`);
    await expect(page.getByRole('heading')).toHaveText('Portal');
    const answer = await bar.evaluate(() => window.clinic.fillSiteSignIn({}));
    return answer.ok ? 'ok' : answer.code;
  };

  for (const how of ['plain', 'readonly', 'shadow']) {
    expect(await fill(how), how).toBe('ok');
    await expectFilled(page);
  }
  for (const how of ['frame', 'shadowFrame']) {
    await expect(async () => expect(await fill(how), how).toBe('ok')).toPass();
    await expectFilled(page.frameLocator('iframe'));
  }
  expect(await fill('atOnce')).toBe('ok');
  await page.waitForURL(/\/patients$/);
  for (const how of ['never', 'reverts']) expect(await fill(how), how).toBe('notTaken');
  await expect(page.getByLabel('Password')).toHaveValue('');
  expect(site.asked(PORTAL, '/sign-in-parts').length).toBeGreaterThan(6);
});

test(
  'a site that asks for HTTP authentication is explained in words',
  LONG,
  async ({ workstation, site }) => {
    await openClinic(workstation, [PORTAL_APP]);
    const page = await openApp(workstation, PORTAL_APP);
    const bar = await barPage(workstation, PORTAL_APP);
    await page.goto(`https://${PORTAL}/basic`);
    await expect(bar.getByText(`${PORTAL} asks for the browser’s own sign-in`)).toBeVisible();
    expect(site.asked(PORTAL, '/basic')).toHaveLength(1);
  },
);

test(
  'a file whose name is too long for any disk is saved under a shorter name',
  LONG,
  async ({ workstation, site }) => {
    const app = portalWith('downloads');
    await openClinic(workstation, [app]);
    const page = await openApp(workstation, app);
    const bar = await barPage(workstation, app);
    await page.goto(`https://${PORTAL}/downloads`);
    await page.evaluate(() => void (location.href = '/files/long-name'));
    await expect.poll(async () => (await barView(bar)).downloads[0]?.state).toBe('done');
    await workstation.app.evaluate(({ dialog }) => {
      const native = dialog as { showSaveDialog: unknown };
      // Like a person who accepts the offered name.
      native.showSaveDialog = (_window: unknown, { defaultPath }: { defaultPath: string }) => {
        Reflect.set(globalThis, 'savedTo', defaultPath);
        return Promise.resolve({ canceled: false, filePath: defaultPath });
      };
    });
    await button(bar, 'Save to…').click();
    await expect(bar.getByText('Saved')).toBeVisible();
    const { fileName } = (await barView(bar)).downloads[0] ?? { fileName: '' };
    expect(fileName).toMatch(/^Befund_für_Пациент_.*…\.txt$/u);
    const savedTo = await workstation.app.evaluate(() =>
      String(Reflect.get(globalThis, 'savedTo')),
    );
    expect(basename(savedTo)).toBe(basename(fileName));
    expect(readFileSync(savedTo, 'utf8')).toBe('Long.');
    expect(site.asked(PORTAL, '/files/long-name')).toHaveLength(1);
  },
);
