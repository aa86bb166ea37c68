import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { NEW_CLINIC_APP } from '../../src/shared/clinic-apps/clinic-app.js';
import { Proxy } from '../support/bad-network.js';
import {
  barPage,
  barView,
  openApp,
  openClinic,
  PATHOLOGY_APP,
  PORTAL_APP,
  showApp,
  signInAtSite,
} from '../support/clinic-app-steps.js';
import { openSettings } from '../support/people.js';
import { expect, test } from '../support/site/fixture.js';
import { PATHOLOGY, PORTAL } from '../support/site/hosts.mjs';
import type { Workstation } from '../support/workstation.js';
import type { PrivateAuthority } from '../../scripts/lib/desktop/authority.mjs';
import { LONG } from '../support/reliability.js';

/* Which servers are trusted, and which proxy requests use. Settings of this OS user must have no effect. */

/**
 * The certificate store of an OS user (NSS), with what anybody who uses that account can put there: an
 * authority, a certificate to prove oneself by, and a module of code.
 * @param module a library that programs with this store load
 */
function fillUsersStore(home: string, authority: PrivateAuthority, module?: string): void {
  authority.trustIn(home);
  const store = join(home, '.pki/nssdb');
  const folder = mkdtempSync(join(tmpdir(), 'clinic-client-'));
  try {
    const { cert, key } = authority.issueToClient('Somebody of the clinic');
    const pem = join(folder, 'client.pem');
    const packed = join(folder, 'client.p12');
    writeFileSync(pem, cert + key);
    execFileSync('openssl', [
      ...['pkcs12', '-export', '-in', pem, '-out', packed],
      ...['-passout', 'pass:', '-name', 'client'],
    ]);
    execFileSync('pk12util', ['-d', `sql:${store}`, '-i', packed, '-W', '']);
  } finally {
    rmSync(folder, { recursive: true });
  }
  if (module !== undefined)
    appendFileSync(join(store, 'pkcs11.txt'), `library=${module}\nname=A module\n`);
}

/** The portal without an allowed authority. */
const STRICT = { ...PORTAL_APP, authorities: [...NEW_CLINIC_APP.authorities] };

async function expectClosed(workstation: Workstation, app: typeof PORTAL_APP): Promise<void> {
  await showApp(workstation, app);
  const bar = await barPage(workstation, app);
  await expect(bar.getByText(`${app.name} can’t be opened safely`)).toBeVisible();
  expect((await barView(bar)).page).toMatchObject({ state: 'failed', why: 'certificate' });
}

/** The libraries that a process has loaded. */
function loadedBy(pid: number | undefined): string {
  return readFileSync(`/proc/${pid}/maps`, 'utf8');
}

test('an authority, a certificate and a module in the OS user’s store have no effect', async ({
  workstation,
  site,
  trust,
}) => {
  const module = join(workstation.home, 'of-anybody.so');
  const search = ['/usr/lib', '-name', 'libnssckbi.so'];
  const [library = ''] = execFileSync('find', search, { encoding: 'utf8' }).split('\n');
  copyFileSync(library, module);
  fillUsersStore(workstation.home, trust.authority, module);
  site.askForClients();
  const main = await openClinic(workstation, [STRICT, PATHOLOGY_APP]);
  await expectClosed(workstation, STRICT);
  const settings = await openSettings(workstation);
  const test = await settings.evaluate(
    (input) => window.clinic.testClinicApp({ settings: input }),
    structuredClone(STRICT) as never,
  );
  expect(test).toMatchObject({ finding: { outcome: 'certificate', host: PORTAL } });
  await settings.close();
  // No page, no picture and no test of the app has sent a request there.
  expect(site.asked(PORTAL)).toEqual([]);

  // The authority that the administrator allowed is trusted for that one app; and the site does not learn
  // who asks.
  await main.bringToFront();
  const page = await openApp(workstation, PATHOLOGY_APP);
  await expect(page.getByRole('heading', { name: 'Portal' })).toBeVisible();
  const bar = await barPage(workstation, PATHOLOGY_APP);
  await expect.poll(async () => (await barView(bar)).secure).toBe(true);
  const asked = site.asked(PATHOLOGY);
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.map(({ client }) => client)).toEqual(asked.map(() => null));
  expect(loadedBy(workstation.app.process().pid)).not.toContain(module);
});

test('no certificate of this OS user is sent to any server', async ({ workstation }) => {
  await workstation.start();
  const given = await workstation.app.evaluate(
    ({ app, webContents }) =>
      new Promise<unknown>((resolve) => {
        let prevented = false;
        const event = { preventDefault: () => (prevented = true) };
        const choose = (...chosen: readonly unknown[]): void => resolve({ prevented, chosen });
        const [page] = webContents.getAllWebContents();
        app.emit('select-client-certificate', event, page, 'https://a.example/', [{}], choose);
        setTimeout(() => resolve('nothing was chosen'), 1_000);
      }),
  );
  expect(given).toEqual({ prevented: true, chosen: [] });
});

test('a proxy in the environment is not used', LONG, async ({ workstation, site }) => {
  const proxy = new Proxy(site.port);
  await proxy.start();
  try {
    for (const name of ['http_proxy', 'https_proxy', 'all_proxy'])
      for (const spelled of [name, name.toUpperCase()]) workstation.env[spelled] = proxy.address;
    await openClinic(workstation, [PORTAL_APP]);
    await signInAtSite(await openApp(workstation, PORTAL_APP));
    expect(proxy.asked).toEqual([]);
  } finally {
    await proxy.stop();
  }
});

test.describe('what administrators of the computer set', () => {
  test.skip(process.getuid?.() !== 0, 'Only root may give the app an /etc of its own.');

  test('an authority in the computer’s own store is trusted by every app', async ({
    workstation,
    site,
    trust,
  }) => {
    workstation.managedFolder().trust(trust.authority.certificate);
    await openClinic(workstation, [STRICT]);
    await signInAtSite(await openApp(workstation, STRICT));
    const bar = await barPage(workstation, STRICT);
    expect((await barView(bar)).secure).toBe(true);
    expect(site.asked(PORTAL, '/icon.png').length).toBeGreaterThan(0);
  });

  test('a proxy from the policy, and one for every log-in, is used, and dropped when it is removed', async ({
    workstation,
    site,
  }) => {
    const proxy = new Proxy(site.port);
    await proxy.start();
    const folder = workstation.managedFolder();
    try {
      folder.writeEnvironment(`PATH="/usr/bin"\nhttps_proxy="${proxy.address}"\n`);
      const main = await openClinic(workstation, [PORTAL_APP, PATHOLOGY_APP]);
      await openApp(workstation, PORTAL_APP);
      await expect.poll(() => proxy.asked).toContain(`${PORTAL}:443`);

      folder.write({ version: 1, clinicName: 'Managed', proxy: { server: 'direct' } });
      await expect(main.getByRole('heading', { name: 'Managed' })).toBeVisible();
      const before = proxy.asked.length;
      await main.bringToFront();
      await openApp(workstation, PATHOLOGY_APP);
      await expect.poll(() => site.asked(PATHOLOGY, '/').length).toBeGreaterThan(0);
      expect(proxy.asked).toHaveLength(before);
    } finally {
      await proxy.stop();
    }
  });
});
