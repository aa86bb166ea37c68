import { expect } from '../support/app-fixture.js';
import {
  button,
  choose,
  confirmItsYou,
  expectHome,
  openSettings,
  openTab,
  ROBIN,
  setUpClinic,
  signIn,
  textBox,
} from '../support/people.js';
import {
  type ClinicServer,
  inviteWorkstation,
  openTwoDesks,
  shareAccount,
  test,
  workstationRow,
} from '../support/shared-clinic.js';
import { LONG } from '../support/reliability.js';

const COLLEAGUE = { person: ROBIN, role: 'Receptionist' };

/** What whoever runs the server does to begin anew. */
async function emptied(server: ClinicServer): Promise<void> {
  await server.query('postgres', `DROP DATABASE ${server.database} WITH (FORCE)`);
  await server.query('postgres', `CREATE DATABASE ${server.database}`);
}

test('sharing that is refused or stopped changes nothing here; the last one leaves, and shares again', async ({
  workstation,
  server,
}) => {
  const home = await workstation.start();
  await setUpClinic(home);
  const settings = await openSettings(workstation);
  await openTab(settings, 'Workstations');
  await button(settings, 'Share this account…').click();
  await textBox(settings, 'Server address').fill(server.address);
  await textBox(settings, 'Owner’s user name').fill(server.postgres.user);
  await textBox(settings, 'Name of this computer').fill('Reception 1');
  const share = async (password: string): Promise<void> => {
    await textBox(settings, 'Owner’s password').fill(password);
    await button(settings, 'Share').click();
    await confirmItsYou(settings);
  };
  const { password } = server.postgres;
  await share('not the password');
  await expect(settings.getByRole('alert')).toContainText(
    'does not accept that user name and password',
  );
  await server.query(server.database, 'CREATE TABLE of_another (id int)');
  await share(password);
  await expect(settings.getByRole('alert')).toContainText('There is something in that database');
  await server.query(server.database, 'DROP TABLE of_another');

  server.postgres.freeze();
  await share(password);
  await expect(settings.getByText('Connecting to the server…')).toBeVisible();
  await button(settings, 'Stop').click();
  server.postgres.thaw();
  // It is as stopped when the server answers too late.
  await expect(settings.getByRole('alert')).toContainText(
    /It was stopped, and nothing was changed here|The server did not answer in time/,
  );
  await emptied(server);
  await share(password);
  await expect(workstationRow(settings, 'Reception 1')).toBeVisible();

  await button(settings, 'Make this computer independent…').click();
  const asks = settings.getByRole('alertdialog', { name: 'Make this computer independent?' });
  await expect(asks).toContainText('It is the last workstation');
  await asks.getByRole('button', { name: 'Make independent' }).click();
  await confirmItsYou(settings);
  await expect(button(settings, 'Share this account…')).toBeVisible();
  await emptied(server);
  await shareAccount(settings, server);
  await inviteWorkstation(settings, 'Reception 2');
  await expectHome(home);
});

test(
  'the server gets another address: every desk goes over, and the old one can go',
  LONG,
  async ({ workstation, second, server }) => {
    const { settings, other } = await openTwoDesks(workstation, second, server, COLLEAGUE);
    await signIn(other, ROBIN);
    const { database } = server;
    const moved = `${database}_moved`;
    const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}'`;
    await server.query('postgres', `ALTER DATABASE ${database} ALLOW_CONNECTIONS false`);
    await server.query('postgres', cut);
    await server.query('postgres', `CREATE DATABASE ${moved} TEMPLATE ${database}`);
    await server.query('postgres', `ALTER DATABASE ${database} ALLOW_CONNECTIONS true`);
    await expect(other.getByText('Working without the server')).toHaveCount(0);

    const { host, port } = server.postgres;
    await openTab(settings, 'Workstations');
    const name = async (address: string): Promise<void> => {
      const dialog = settings.getByRole('dialog', { name: 'Change the server' });
      await dialog.getByRole('textbox', { name: 'Server address' }).fill(address);
      await dialog.getByRole('button', { name: 'Change the server' }).click();
      await confirmItsYou(settings);
    };
    await button(settings, 'Change the server…').click();
    // No clinic is there.
    await name(`${host}:${port}/postgres`);
    await expect(settings.getByRole('dialog').getByRole('alert')).toBeVisible();
    await name(`${host}:${port}/${moved}`);
    await expect(settings.getByText(`${host}:${port}/${moved}`)).toBeVisible();
    const connected = async (): Promise<unknown> =>
      server.query(
        'postgres',
        `SELECT datname, count(DISTINCT usename)::int AS desks FROM pg_stat_activity
        WHERE usename LIKE 'w\\_%' GROUP BY datname`,
      );
    await expect.poll(connected).toEqual([{ datname: moved, desks: 2 }]);
    await server.query('postgres', `DROP DATABASE ${database} WITH (FORCE)`);

    await openTab(settings, 'Session timeout');
    await choose(settings, 'Automatic session timeout', '5 minutes');
    await button(settings, 'Save changes').click();
    await expect(other.getByText('5 minutes', { exact: false }).first()).toBeVisible();
  },
);
