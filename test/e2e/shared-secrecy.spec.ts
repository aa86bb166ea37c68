import { readFileSync } from 'node:fs';
import { AccountFile } from '../support/account-file.js';
import { expect } from '../support/app-fixture.js';
import { PORTAL_APP, saveClinicApp } from '../support/clinic-app-steps.js';
import { disable } from '../support/clinic-members.js';
import { contentOf, filesBelow } from '../support/files-below.mjs';
import {
  button,
  choose,
  CLINIC,
  DANA,
  enterCredentials,
  expectSignIn,
  openTab,
  ROBIN,
  signIn,
} from '../support/people.js';
import { leaks } from '../support/secrets.js';
import { ClinicServer, openTwoDesks, test } from '../support/shared-clinic.js';
import { TcpTap } from '../support/tcp-tap.js';
import { setUpTwoFactor } from '../support/two-factor.js';
import type { Workstation } from '../support/workstation.js';

/*
 * What whoever runs the server, or only listens, gets to know of a clinic: two real apps and a real server.
 */

/** Every table in which workstations keep something at the server. */
const KEPT = ['head', 'log_row', 'box', 'mark', 'beat', 'trail_item'] as const;

/** What the server keeps of the audit: as many events as there are here. */
async function expectEveryEventAt(
  server: ClinicServer,
  desks: readonly Workstation[],
): Promise<void> {
  const kept = 'SELECT count(*)::int AS events FROM clinic.trail_item WHERE kind = 3';
  await expect
    .poll(async () => {
      const here = desks.map(({ userData }) =>
        new AccountFile(userData).all('SELECT count(*) AS events FROM audit_event'),
      );
      const events = here.reduce((sum, [row]) => sum + Number(row?.['events']), 0);
      return Number((await server.query(server.database, kept))[0]?.['events']) - events;
    })
    .toBe(0);
}

/** What the audit of a computer says: events, causes, how they are written down, and its own name. */
function wordsOfTrail({ userData }: Workstation): readonly string[] {
  const rows = new AccountFile(userData).all(
    'SELECT event, cause, detail, workstation FROM audit_event',
  );
  const told = rows.flatMap((row) => Object.values(row));
  return [
    // What is shorter, such as {}, is anybody's.
    ...told.filter((word): word is string => typeof word === 'string' && word.length >= 6),
    ...['memberId', 'measuredMs', 'lastActivity', 'signedInSeq', 'freeSince', 'Locked by hand'],
  ];
}

test('neither the server’s whole folder nor the traffic tells anything of the clinic', async ({
  workstation,
  second,
  server,
}) => {
  const tap = await TcpTap.open(server.postgres);
  try {
    const tapped = Object.create(server, {
      address: { value: `127.0.0.1:${tap.port}/${server.database}` },
    }) as ClinicServer;
    const { home, settings, other, code } = await openTwoDesks(workstation, second, tapped, {
      person: ROBIN,
      role: 'Receptionist',
    });
    await signIn(other, ROBIN);
    const { authenticator, recoveryCodes } = await setUpTwoFactor(second, ROBIN);
    await openTab(settings, 'Session timeout');
    await choose(settings, 'Automatic session timeout', '4 hours');
    await button(settings, 'Save changes').click();
    await expect(settings.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();
    await saveClinicApp(settings, PORTAL_APP);
    await disable(settings, ROBIN);
    await expectSignIn(other);
    await enterCredentials(other, { ...ROBIN, password: 'not the password' });
    await expect(other.getByRole('alert')).toBeVisible();
    await expectEveryEventAt(server, [workstation, second]);
    await expect(home.getByText('Working without the server since')).toHaveCount(0);

    const { clinic, members } = new AccountFile(workstation.userData).state();
    const secrets = new Set([
      ...[CLINIC, 'Reception 1', 'Reception 2', code, clinic],
      ...[DANA, ROBIN].flatMap(({ name, email, password }) => [name, email, password]),
      ...[authenticator.secret, ...recoveryCodes, server.postgres.password],
      ...['administrator', 'receptionist', 'sessionTimeoutSeconds', '14400', '"change"'],
      ...[PORTAL_APP.name, PORTAL_APP.address],
      ...Object.values(members).flatMap(({ id, keys }) => [id, keys.signing, keys.opening]),
      ...[workstation, second].flatMap(wordsOfTrail),
    ]);
    const raw = Object.values(members).map(({ keys }) => Buffer.from(keys.signing, 'base64'));
    await server.query(server.database, 'CHECKPOINT');
    // PostgreSQL compresses what is long: so each value by itself, too.
    const values = [];
    for (const table of KEPT)
      values.push(...(await server.query(server.database, `SELECT * FROM clinic.${table}`)));
    const plain = Buffer.concat(
      values
        .flatMap((row) => Object.values(row))
        .map((one) => (Buffer.isBuffer(one) ? one : Buffer.from(String(one)))),
    );
    const folder = server.postgres.dataFolder;
    const log = [tap.heard, plain, readFileSync(server.postgres.logFile)];
    const text = log.map((one) => one.toString('latin1')).join('\n');
    expect(leaks(secrets, { folder, log: text })).toEqual([]);
    for (const bytes of [...log, ...filesBelow(folder).map(contentOf)])
      for (const key of raw) expect(bytes.includes(key)).toBe(false);

    // It would be found: the logins are there, and the request for TLS is heard.
    expect(leaks(new Set(['clinic_owner_']), { folder, log: '' })).not.toEqual([]);
    expect(tap.heard.includes(Buffer.from('04d2162f', 'hex'))).toBe(true);
    expect(plain.length).toBeGreaterThan(10_000);
    expect(wordsOfTrail(second)).toEqual(
      expect.arrayContaining(['signIn.failed', 'session.ended']),
    );
    for (const [table, least] of [
      ['beat', 2],
      ['trail_item', 20],
    ] as const) {
      const [row] = await server.query(
        server.database,
        `SELECT count(*)::int AS kept FROM clinic.${table}`,
      );
      expect(row?.['kept'], table).toBeGreaterThanOrEqual(least);
    }
  } finally {
    tap.close();
  }
});
