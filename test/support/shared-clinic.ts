import { randomBytes } from 'node:crypto';
import { expect, type Page } from 'playwright/test';
import { Client } from 'pg';
import { Postgres } from '../../scripts/lib/postgres.mjs';
import { systemEngine } from '../../scripts/lib/postgres-engines.mjs';
import { test as base } from './app-fixture.js';
import {
  addMember,
  button,
  confirmItsYou,
  EVERYBODY,
  expectSignIn,
  openSettings,
  openTab,
  type Person,
  setUpClinic,
  textBox,
} from './people.js';
import { Workstation } from './workstation.js';

/** A database of a real PostgreSQL server, for one clinic. */
export class ClinicServer {
  readonly postgres: Postgres;
  readonly database = `clinic_${randomBytes(4).toString('hex')}`;

  private constructor(postgres: Postgres) {
    this.postgres = postgres;
  }

  static async open(): Promise<ClinicServer> {
    const server = new ClinicServer(await Postgres.start(systemEngine()));
    await server.query('postgres', `CREATE DATABASE ${server.database}`);
    return server;
  }

  /** As people type it. */
  get address(): string {
    const { host, port } = this.postgres;
    return `${host}:${port}/${this.database}`;
  }

  /** As the database's superuser. @returns the rows */
  async query(database: string, text: string): Promise<readonly Record<string, unknown>[]> {
    const { host, port, user, password } = this.postgres;
    const ssl = { rejectUnauthorized: false };
    const client = new Client({ host, port, database, user, password, ssl });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text)).rows;
    } finally {
      await client.end();
    }
  }
}

/** What a dump of the database holds and an operator can put back, in an order that the keys allow. */
const DUMPED = ['head', 'log_row', 'box', 'mark'] as const;

/** Ends the connections of every workstation. */
export const CUT_WORKSTATIONS = [
  `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND usename LIKE 'w\\_%'`,
];

/** Runs statements in one transaction. */
export function inOne(server: ClinicServer, ...statements: readonly string[]): Promise<unknown> {
  return server.query(server.database, ['BEGIN', ...statements, 'COMMIT'].join(';\n'));
}

/** Keeps what the database holds now. */
export function dumpServer(server: ClinicServer, as: string): Promise<unknown> {
  const copies = DUMPED.map((table) => `CREATE TABLE ${as}.${table} AS TABLE clinic.${table}`);
  return inOne(server, `CREATE SCHEMA ${as}`, ...copies);
}

/** Puts an earlier state back, and ends every connection, as such a restart does. */
export function restoreServer(server: ClinicServer, from: string): Promise<unknown> {
  const back = DUMPED.flatMap((table) => [
    `DELETE FROM clinic.${table}`,
    `INSERT INTO clinic.${table} SELECT * FROM ${from}.${table}`,
  ]);
  return inOne(server, ...back, ...CUT_WORKSTATIONS);
}

/** `server`: an empty database. `second`: another computer, on a desktop of its own. */
export const test = base.extend<{ readonly server: ClinicServer; readonly second: Workstation }>({
  server: async ({}, use) => {
    const server = await ClinicServer.open();
    try {
      await use(server);
    } finally {
      await server.postgres.remove();
    }
  },

  second: async ({ runtime }, use, testInfo) => {
    const second = await Workstation.open(runtime);
    for (const { password } of EVERYBODY) second.keepSecret(password);
    try {
      await use(second);
      if (testInfo.status !== testInfo.expectedStatus) {
        const picture = testInfo.outputPath('second.png');
        await second.desktop.screenshot(picture).catch(() => undefined);
        await testInfo.attach('app log of the second', { body: second.log });
      }
      expect(second.leaks).toEqual([]);
    } finally {
      await second.close();
    }
    expect(second.problems).toEqual([]);
  },
});

/** Shares the account of a computer on which an administrator is signed in. */
export async function shareAccount(settings: Page, server: ClinicServer): Promise<void> {
  await openTab(settings, 'Workstations');
  await button(settings, 'Share this account…').click();
  await textBox(settings, 'Server address').fill(server.address);
  await textBox(settings, 'Owner’s user name').fill(server.postgres.user);
  await textBox(settings, 'Owner’s password').fill(server.postgres.password);
  await textBox(settings, 'Name of this computer').fill('Reception 1');
  await button(settings, 'Share').click();
  await confirmItsYou(settings);
  await expect(workstationRow(settings, 'Reception 1')).toBeVisible();
}

/** A workstation's row in the settings window. */
export function workstationRow(settings: Page, name: string): ReturnType<Page['getByRole']> {
  return settings.getByRole('row').filter({ hasText: name });
}

/** @returns the code on paper */
export async function inviteWorkstation(settings: Page, name: string): Promise<string> {
  await openTab(settings, 'Workstations');
  await button(settings, 'Add a workstation').click();
  const dialog = settings.getByRole('dialog', { name: 'Add a workstation' });
  await dialog.getByRole('textbox', { name: 'Names', exact: true }).fill(name);
  await dialog.getByRole('button', { name: 'Make codes' }).click();
  await confirmItsYou(settings);
  const shown = settings.getByText(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){6}$/);
  const code = (await shown.textContent()) ?? '';
  await settings.getByRole('checkbox', { name: 'I have the code on paper' }).check();
  await button(settings, 'Done').click();
  return code;
}

/** Joins by the set-up view. */
export async function joinClinic(page: Page, server: ClinicServer, code: string): Promise<void> {
  await button(page, 'This clinic has an account already').click();
  await expect(page.getByRole('heading', { name: 'Join your clinic' })).toBeVisible();
  await textBox(page, 'Server address').fill(server.address);
  await textBox(page, 'Enrolment code').fill(code);
  await button(page, 'Join').click();
}

/**
 * Two computers with one account: Dana is signed in at the first, with the settings open; the second shows its
 * sign-in view.
 */
export async function openTwoDesks(
  first: Workstation,
  second: Workstation,
  server: ClinicServer,
  colleague: { readonly person: Person; readonly role: string } | null = null,
): Promise<{
  readonly home: Page;
  readonly settings: Page;
  readonly other: Page;
  /** What the second one joined with. */
  readonly code: string;
}> {
  const home = await first.start();
  await setUpClinic(home);
  const settings = await openSettings(first);
  if (colleague !== null) await addMember(settings, colleague.person, colleague.role);
  await shareAccount(settings, server);
  const code = await inviteWorkstation(settings, 'Reception 2');
  const other = await second.start();
  await joinClinic(other, server, code);
  await expectSignIn(other);
  return { home, settings, other, code };
}
