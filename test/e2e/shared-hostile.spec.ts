import type { Page } from 'playwright/test';
import { PORTAL_APP, saveClinicApp } from '../support/clinic-app-steps.js';
import { changeRole, disable } from '../support/clinic-members.js';
import { AccountFile } from '../support/account-file.js';
import { expect } from '../support/app-fixture.js';
import {
  button,
  choose,
  DANA,
  enterCredentials,
  expectHome,
  expectSignIn,
  memberRow,
  openSettings,
  openTab,
  ROBIN,
  signIn,
} from '../support/people.js';
import {
  type ClinicServer,
  CUT_WORKSTATIONS,
  dumpServer,
  inOne,
  openTwoDesks,
  restoreServer,
  test,
} from '../support/shared-clinic.js';
import { LONG_RELIABILITY } from '../support/reliability.js';

const COLLEAGUE = { person: ROBIN, role: 'Receptionist' };
const IN_QUESTION =
  'You were signed out because the account on this computer is not the one that it remembers, or was changed by other means than this app.';
const WITHOUT_SERVER = 'Working without the server since';

async function setTimeoutTo(settings: Page, timeout: string): Promise<void> {
  await openTab(settings, 'Session timeout');
  await choose(settings, 'Automatic session timeout', timeout);
  await button(settings, 'Save changes').click();
  await expect(settings.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();
}

async function headOf(server: ClinicServer): Promise<unknown> {
  return server.query(server.database, 'SELECT seq, link FROM clinic.head');
}

/** The links again from the bodies, as a server that lies consistently has them. */
const LINKS_AGAIN = `DO $$
  DECLARE r record; link_before bytea := decode(repeat('00', 32), 'hex'); last_seq bigint := 0;
  BEGIN
    FOR r IN SELECT seq, body FROM clinic.log_row ORDER BY seq LOOP
      link_before := sha256(link_before || r.body); last_seq := r.seq;
      UPDATE clinic.log_row SET link = link_before WHERE seq = r.seq;
    END LOOP;
    UPDATE clinic.head SET seq = last_seq, link = link_before;
  END $$`;

test(
  'a server that was restored from a backup gets back what it forgot',
  LONG_RELIABILITY,
  async ({ workstation, second, server }) => {
    const { home, settings, other } = await openTwoDesks(workstation, second, server, COLLEAGUE);
    await signIn(other, ROBIN);
    await setTimeoutTo(settings, '4 hours');
    await dumpServer(server, 'yesterday');
    await setTimeoutTo(settings, '5 minutes');
    await expect(other.getByText('5 minutes', { exact: false }).first()).toBeVisible();
    await saveClinicApp(settings, PORTAL_APP);
    await expect(button(other, PORTAL_APP.name)).toBeVisible();
    const before = await headOf(server);

    await restoreServer(server, 'yesterday');
    await expect.poll(() => headOf(server)).toEqual(before);
    for (const page of [home, other]) {
      await expect(page.getByText(WITHOUT_SERVER)).toHaveCount(0);
      await expect(page.getByText('5 minutes', { exact: false }).first()).toBeVisible();
      await expect(button(page, PORTAL_APP.name)).toBeVisible();
    }
    const told = [workstation, second].map(({ userData }) => new AccountFile(userData));
    await expect
      .poll(() => told.flatMap((account) => account.audit('server.wentBack')).length)
      .toBeGreaterThan(0);
    // It goes on from there.
    await setTimeoutTo(settings, '10 minutes');
    await expect(other.getByText('10 minutes', { exact: false }).first()).toBeVisible();
  },
);

test(
  'rows that the operator changes, reorders, takes away, repeats or makes up loosen nothing',
  LONG_RELIABILITY,
  async ({ workstation, second, server }) => {
    const { home, settings, other } = await openTwoDesks(workstation, second, server, COLLEAGUE);
    await signIn(other, ROBIN);
    await setTimeoutTo(settings, '4 hours');
    await setTimeoutTo(settings, '5 minutes');
    await changeRole(settings, ROBIN, 'Practitioner');
    await expect(other.getByText('Practitioner', { exact: true })).toBeVisible();
    await button(other, 'Sign out').click();
    await expectSignIn(other);
    await dumpServer(server, 'truth');
    const lies: Readonly<Record<string, string>> = {
      changed: `UPDATE clinic.log_row SET body = set_byte(body, 40, get_byte(body, 40) # 1)
      WHERE seq = (SELECT max(seq) FROM clinic.log_row)`,
      reordered: `WITH last AS (SELECT max(seq) AS seq FROM clinic.log_row)
      UPDATE clinic.log_row r SET body = (SELECT o.body FROM clinic.log_row o, last
        WHERE o.seq = 2 * last.seq - 1 - r.seq) FROM last WHERE r.seq >= last.seq - 1`,
      'taken away': `UPDATE clinic.log_row SET body = sha256(body)
      WHERE seq >= (SELECT max(seq) - 1 FROM clinic.log_row)`,
    };
    const trails = [workstation, second].map(({ userData }) => new AccountFile(userData));
    const truth = new AccountFile(workstation.userData).state();
    const lossesTold = (): readonly number[] =>
      trails.map((trail) => trail.audit('clinic.lostDecisions').length);
    for (const [at, [lie, statement]] of Object.entries(lies).entries())
      await test.step(lie, async () => {
        await inOne(server, statement, LINKS_AGAIN, ...CUT_WORKSTATIONS);
        // What was decided is missing, so nobody but an administrator gets in, who is told.
        await expectSignIn(home, IN_QUESTION);
        await expect.poll(lossesTold).toEqual([at + 1, at + 1]);
        await enterCredentials(other, ROBIN);
        await expect(other.getByRole('alert')).toContainText(
          'An administrator must sign in first and decide',
        );
        await enterCredentials(home, DANA);
        await expect(
          home.getByRole('heading', { name: 'Is this the right account?' }),
        ).toBeVisible();
        await button(home, 'Cancel').click();
        await restoreServer(server, 'truth');
        for (const trail of trails)
          await expect
            .poll(() => trail.state())
            .toMatchObject({ seq: truth.seq, link: truth.link });
        await signIn(home, DANA);
        await signIn(other, ROBIN);
        await expect(other.getByText('Practitioner', { exact: true })).toBeVisible();
        await button(other, 'Sign out').click();
        await expectSignIn(other);
      });

    // Each row of the past once more at the end, and one of the operator's own: signed for another place, or by
    // nobody, they are void.
    await inOne(
      server,
      `INSERT INTO clinic.log_row (seq, link, body)
       SELECT seq + (SELECT max(seq) FROM clinic.log_row), sha256(link || 'again'), body FROM clinic.log_row`,
      `INSERT INTO clinic.log_row (seq, link, body)
       SELECT max(seq) + 1, sha256('made up'), decode(repeat('00', 200), 'hex') FROM clinic.log_row`,
      LINKS_AGAIN,
      `SELECT pg_notify('clinic_row', '')`,
    );
    const again = await openSettings(workstation);
    await setTimeoutTo(again, '2 minutes');
    await expect(home.getByText(WITHOUT_SERVER)).toHaveCount(0);
    for (const trail of trails)
      await expect.poll(() => trail.state().policy).toMatchObject({ sessionTimeoutSeconds: 120 });
    await openTab(again, 'Members');
    await expect(memberRow(again, ROBIN)).toContainText('Practitioner');
    expect(lossesTold()).toEqual([3, 3]);
  },
);

test(
  'a server that refuses a workstation, or calls it removed, leaves it alone and wipes nothing',
  LONG_RELIABILITY,
  async ({ workstation, second, server }) => {
    const { settings, other } = await openTwoDesks(workstation, second, server, COLLEAGUE);
    await signIn(other, ROBIN);
    const [row] = new AccountFile(second.userData).all('SELECT id FROM clinic_workstation');
    const id = String(row?.['id']);
    const login = `w_${id.replaceAll('-', '')}`;
    const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename LIKE '${login}%'`;
    const refusals: readonly (readonly [string, string])[] = [
      [`ALTER ROLE ${login} NOLOGIN`, `ALTER ROLE ${login} LOGIN`],
      [
        `UPDATE clinic.workstation SET standing = 'removed' WHERE id = '${id}'`,
        `UPDATE clinic.workstation SET standing = 'enrolled' WHERE id = '${id}'`,
      ],
      [
        `ALTER ROLE ${login} RENAME TO ${login}_gone`,
        `ALTER ROLE ${login}_gone RENAME TO ${login}`,
      ],
    ];
    for (const [at, [refuse, accept]] of refusals.entries())
      await test.step(refuse, async () => {
        await inOne(server, refuse, cut);
        await expect(other.getByText(WITHOUT_SERVER)).toBeVisible();
        await expect(
          other.getByText('The server does not accept this workstation’s login.'),
        ).toBeVisible();
        // Decided meanwhile, at a desk that the server likes.
        const timeout = `${5 + at * 5} minutes`;
        await setTimeoutTo(settings, timeout);
        await button(other, 'Sign out').click();
        await expect(other.getByText(WITHOUT_SERVER)).toBeVisible();
        await signIn(other, ROBIN);
        await inOne(server, accept);
        await expect(other.getByText(WITHOUT_SERVER)).toHaveCount(0);
        await expect(other.getByText(timeout, { exact: false }).first()).toBeVisible();
      });

    // Without its login, it works on as before, also after a restart.
    const [refuse = '', accept = ''] = refusals[0] ?? [];
    await inOne(server, refuse, cut);
    await expect(other.getByText(WITHOUT_SERVER)).toBeVisible();
    await second.kill();
    const again = await second.start();
    await expectHome(again);
    await button(again, 'Sign out').click();
    await signIn(again, ROBIN);

    // Who was turned off meanwhile works on at a desk that cannot hear of it, until it does.
    await disable(settings, ROBIN);
    await expect(memberRow(settings, ROBIN)).toContainText('Disabled');
    await expectHome(again);
    await inOne(server, accept);
    await expect(
      again.getByText('You were signed out because an administrator turned off your access.'),
    ).toBeVisible();
  },
);
