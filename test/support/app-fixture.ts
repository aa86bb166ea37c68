import { mkdirSync } from 'node:fs';
import { test as base } from 'playwright/test';
import type { DesktopOptions } from '../../scripts/lib/desktop.mjs';
import { type Setup, setup } from '../../scripts/lib/setup.mjs';
import { EVERYBODY } from './people.js';
import { Workstation } from './workstation.js';

export { expect } from 'playwright/test';

interface Fixtures {
  readonly workstation: Workstation;
  readonly desktopOptions: DesktopOptions;
}

/**
 * `workstation`: a computer of its own for every test, with the app not started yet, on the desktop
 * that `desktopOptions` describe. A test fails
 * when any window logged an error, broke its content security policy or threw, and when a secret is
 * found in anything that the app wrote.
 */
export const test = base.extend<Fixtures, { runtime: Setup }>({
  desktopOptions: [{}, { option: true }],

  runtime: [
    async ({}, use) => {
      await use(await setup({ needs: { desktop: true } }));
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  workstation: async ({ runtime, desktopOptions }, use, testInfo) => {
    const workstation = await Workstation.open(runtime, desktopOptions);
    for (const { password } of EVERYBODY) workstation.keepSecret(password);
    try {
      await use(workstation);
      if (testInfo.status !== testInfo.expectedStatus) {
        const picture = testInfo.outputPath('screen.png');
        mkdirSync(testInfo.outputDir, { recursive: true });
        await workstation.desktop.screenshot(picture).catch(() => undefined);
        await testInfo.attach('screen', { path: picture }).catch(() => undefined);
        await testInfo.attach('app log', { body: workstation.log, contentType: 'text/plain' });
      }
      if (workstation.leaks.length > 0)
        throw new Error(`Secrets were written:\n${workstation.leaks.join('\n')}`);
    } finally {
      await workstation.close();
    }
    if (workstation.problems.length > 0)
      throw new Error(`Problems in the app’s windows:\n${workstation.problems.join('\n')}`);
  },
});
