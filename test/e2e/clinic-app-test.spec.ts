import type { Page } from 'playwright/test';
import type { ClinicAppSettings, SiteFinding } from '../../src/shared/clinic-apps/clinic-app.js';
import { appAt, openClinic, PORTAL_APP } from '../support/clinic-app-steps.js';
import { openSettings } from '../support/people.js';
import { expect, test } from '../support/site/fixture.js';
import { EXPIRED, NOWHERE, PORTAL, PROVIDER, UNKNOWN } from '../support/site/hosts.mjs';
import { foldersOf } from '../support/site/what-is-left.js';

async function findingOf(settings: Page, app: ClinicAppSettings): Promise<SiteFinding> {
  const answer = await settings.evaluate(
    (input) => window.clinic.testClinicApp({ settings: input }),
    // `evaluate` sends its argument to another process and needs a writable type.
    structuredClone(app) as never,
  );
  if (!answer.ok) throw new Error(answer.code);
  return answer.finding;
}

test('a test of a clinic app says what it found, and leaves nothing', async ({
  workstation,
  site,
}) => {
  await openClinic(workstation, []);
  const settings = await openSettings(workstation);
  const found = (app: ClinicAppSettings) => findingOf(settings, app);
  const at = (address: string): ClinicAppSettings => ({ ...appAt('Tried'), address });

  expect(await found(PORTAL_APP)).toMatchObject({
    outcome: 'opened',
    host: PORTAL,
    title: 'Sign in · Portal',
    refusedHosts: [],
  });
  for (const host of [EXPIRED, UNKNOWN])
    expect(await found(at(`https://${host}/`))).toMatchObject({ outcome: 'certificate', host });
  expect(await found(at(`https://${NOWHERE}/`))).toMatchObject({ outcome: 'unreachable' });

  // A site that sends people to another host to sign in, and one with a frame of another host.
  const away = `https://${PORTAL}/go?to=${encodeURIComponent(`https://${PROVIDER}/authorise`)}`;
  expect(await found(at(away))).toMatchObject({ outcome: 'outside', refusedHosts: [PROVIDER] });
  expect(await found(at(`https://${PORTAL}/framing`))).toMatchObject({
    outcome: 'opened',
    refusedHosts: [PROVIDER],
  });
  expect(await found({ ...at(away), allowedHosts: [PROVIDER] })).toMatchObject({
    outcome: 'opened',
    host: PROVIDER,
    title: 'Your provider',
    refusedHosts: [],
  });
  expect(site.asked(PORTAL, '/sign-out')).toEqual([]);
  expect(site.canaries.foundIn(foldersOf(workstation))).toEqual([]);
});
