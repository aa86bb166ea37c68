import type { CanaryKind } from '../support/site/canaries.mjs';
import { expect, test } from '../support/site/fixture.js';
import { PORTAL, SITE_PERSON } from '../support/site/hosts.mjs';

/**
 * What a profile stores on the disk. The other kinds are in memory, or only a whole browser stores them.
 */
const KEPT_BY_A_PROFILE: readonly CanaryKind[] = [
  ...(['lastingCookie', 'scriptCookie', 'localStorage', 'sessionStorage', 'indexedDb'] as const),
  ...(['cacheApi', 'serviceWorker', 'privateFile', 'temporaryFile', 'httpCache'] as const),
  ...(['imageCache', 'codeCache', 'sharedWorker'] as const),
];

// Proves that a search without findings means something.
test('the search for marks finds all that an ordinary profile keeps', async ({
  workstation,
  site,
}) => {
  await workstation.start();
  const failed = await workstation.app.evaluate(
    async ({ BrowserWindow, session }, { portal, form }) => {
      // The test web's authority is in no store.
      session.fromPartition('persist:x').setCertificateVerifyProc((_request, answer) => answer(0));
      const window = new BrowserWindow({ show: false, webPreferences: { partition: 'persist:x' } });
      const { webContents: page } = window;
      await page.loadURL(`${portal}/`);
      await page.executeJavaScript(
        `fetch('/sign-in', { method: 'POST', body: new URLSearchParams(${form}) }).then(() => null)`,
      );
      const outcomes: unknown[] = [];
      // Chromium keeps a compiled script after some visits.
      for (let visit = 0; visit < 3; visit += 1) {
        await page.loadURL(`${portal}/plant`);
        outcomes.push(await page.executeJavaScript('window.planted'));
      }
      page.session.flushStorageData();
      await page.session.cookies.flushStore();
      return outcomes.flat();
    },
    {
      portal: `https://${PORTAL}`,
      form: JSON.stringify({ user: SITE_PERSON.userName, password: SITE_PERSON.password }),
    },
  );
  expect(failed).toEqual([]);
  expect(site.sessions.size).toBe(1);
  await workstation.quit();
  const found = site.canaries.foundIn([workstation.userData, workstation.home]);
  const kinds = new Set(found.map((place) => place.split(':')[0]));
  expect([...kinds].sort()).toEqual([...KEPT_BY_A_PROFILE].sort());
});
