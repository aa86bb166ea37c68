import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Postgres } from '../../../scripts/lib/postgres.mjs';
import { loginOf, type ServerLogin } from '../../../src/main/ports/clinic-server.js';
import {
  BOUND_MS,
  newBox,
  positionAfter,
  TestClinic,
  whyAway,
} from '../../support/conformance/clinic-world.js';
import { filesBelow } from '../../support/files-below.mjs';
import {
  ENGINES,
  newAdministrator,
  newDatabase,
  outcomes,
  postgresWorld,
  sql,
} from '../../support/postgres.js';

describe.each(ENGINES)('with its login alone, on %s', (_name, engine) => {
  let server: Postgres;
  let clinic: TestClinic;
  let neighbour: TestClinic;
  let enrolling: ServerLogin;
  let removed: ServerLogin;

  beforeAll(async () => {
    server = await Postgres.start(await engine());
    clinic = await TestClinic.found(postgresWorld(server));
    neighbour = await TestClinic.found(postgresWorld(server));
    const first = await clinic.connect();
    enrolling = (await clinic.enrolling(first)).code;
    const desk = await clinic.enrolled(first);
    removed = desk.login;
    await first.bringBoxes([newBox()], BOUND_MS);
    await first.remove(desk.workstation, BOUND_MS);
    first.close();
  });
  afterAll(() => server.remove());

  const everybody = (): ServerLogin[] => [clinic.first.login, enrolling, removed];

  async function expectRefused(texts: readonly string[], logins = everybody()): Promise<void> {
    for (const login of logins)
      expect(await outcomes(server, clinic.place.database, texts, login)).toEqual(
        texts.map((text) => [text, '42501']),
      );
  }

  it('nobody reads, writes or makes a table, nor anything else', () =>
    expectRefused([
      'SELECT * FROM clinic.head',
      'SELECT * FROM clinic.log_row',
      'SELECT * FROM clinic.box',
      'SELECT * FROM clinic.workstation',
      'SELECT * FROM clinic.mark',
      'SELECT * FROM clinic.beat',
      'SELECT * FROM clinic.trail_item',
      "SELECT setval('clinic.beat_change', 1)",
      'DELETE FROM clinic.trail_item',
      'UPDATE clinic.workstation SET late_bytes = 0',
      'DELETE FROM clinic.log_row',
      "UPDATE clinic.head SET seq = 0, link = ''",
      'TRUNCATE clinic.box',
      'CREATE TABLE clinic.mine (a int)',
      'CREATE TABLE clinic_v1.mine (a int)',
      'CREATE TABLE public.mine (a int)',
      'CREATE TEMPORARY TABLE mine (a int)',
      'CREATE SCHEMA mine',
      "CREATE FUNCTION clinic_v1.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
      'CREATE ROLE mine',
      'SELECT rolpassword FROM pg_authid',
      "SELECT clinic.extend(0, '', '', '{}', '{}')",
      "SELECT clinic.make_login(gen_random_uuid(), '', '', '')",
      "SELECT pg_read_file('server.key')",
      "COPY (SELECT 1) TO PROGRAM 'true'",
    ]));

  it('nobody becomes somebody else, nor changes another login', async () => {
    const others = [loginOf(neighbour.first.workstation), server.user];
    await expectRefused(
      others.flatMap((role) => [
        `SET ROLE ${role}`,
        `ALTER ROLE ${role} PASSWORD 'mine'`,
        `DROP ROLE ${role}`,
      ]),
    );
  });

  it('who enrols, or is removed, may not do what others may', () =>
    expectRefused(
      [
        "SELECT clinic_v1.append(0, '', 'x', '{}', '{}')",
        "SELECT clinic_v1.bring_boxes('{}', '{}')",
        "SELECT clinic_v1.drop_boxes('{}')",
        "SELECT clinic_v1.raise('{}', '{}')",
        "SELECT clinic_v1.spend('', 1)",
        "SELECT clinic_v1.open_enrolment(gen_random_uuid(), '', '', 1)",
        'SELECT clinic_v1.remove(gen_random_uuid())',
        "SELECT clinic_v1.beat('', NULL, NULL, '')",
        'SELECT clinic_v1.beats(0, NULL)',
        'SELECT clinic_v1.trail_items(gen_random_uuid(), 3::smallint, 0, 1)',
        'SELECT clinic_v1.trail_page(NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1)',
        'SELECT clinic_v1.drop_trail(1, 1)',
      ],
      [enrolling, removed],
    ));

  it('who enrols brings no trail', () =>
    expectRefused(
      [
        "SELECT clinic_v1.bring_trail('{}', '{}', '{}', '{}', '{}', '{}', '{}')",
        'SELECT clinic_v1.trail_tips(false)',
      ],
      [enrolling],
    ));

  it('is of no use in the database of another clinic, and strangers are of none here', async () => {
    for (const login of everybody())
      await expect(sql(server, neighbour.place.database, 'SELECT 1', login)).rejects.toMatchObject({
        code: '42501',
      });
    expect(await whyAway(neighbour.connect(clinic.first.login))).toBe('refused');
    const stranger = await newAdministrator(server, '');
    await expect(sql(server, clinic.place.database, 'SELECT 1', stranger)).rejects.toMatchObject({
      code: '42501',
    });
  });

  it('is not mistaken in a database that is no clinic’s', async () => {
    const place = await newDatabase(server);
    const elsewhere = { ...clinic.place, database: place.database };
    const { connector } = postgresWorld(server);
    const opening = connector.connect(elsewhere, clinic.first.login, BOUND_MS);
    expect(await whyAway(opening)).toBe('foreign');
  });

  it('leaves no password in anything that the server keeps', async () => {
    const first = await clinic.connect();
    const { code } = await clinic.enrolling(first);
    first.close();
    await sql(server, 'postgres', 'CHECKPOINT');
    const passwords = [clinic.first.login, code, removed, enrolling].map((one) => one.password);
    const kept = filesBelow(server.dataFolder).map((file) => readFileSync(file));
    const text = Buffer.concat([...kept, readFileSync(server.logFile)]);
    expect(text.includes(clinic.first.login.user)).toBe(true);
    for (const secret of passwords) expect(text.includes(secret)).toBe(false);
  });

  it('sees each row that was acknowledged, after the server was killed', async () => {
    const own = await TestClinic.found(postgresWorld(server));
    const open = await own.connect();
    const told: { body: string; outcome: string }[] = [];
    const gone: string[] = [];
    open.onGone(({ why }) => gone.push(why));
    const writing = (async () => {
      let head = open.greeting.head;
      while (told.length < 200 && gone.length === 0) {
        const body = randomBytes(30);
        const outcome = await open.append(head, body, [], BOUND_MS).catch(() => 'away');
        head = positionAfter(head, body);
        told.push({ body: body.toString('hex'), outcome });
      }
    })();
    await expect.poll(() => told.length, { timeout: BOUND_MS, interval: 1 }).toBeGreaterThan(20);
    await server.kill();
    await writing;
    expect(gone).toEqual(['unreachable']);
    expect(told.length).toBeLessThan(200);
    await server.start();
    const again = await own.connect();
    const kept = (await again.rowsAfter(0, 500, BOUND_MS)).map(({ body }) => body.toString('hex'));
    const acknowledged = told.filter(({ outcome }) => outcome === 'appended');
    expect(kept.slice(0, acknowledged.length)).toEqual(acknowledged.map(({ body }) => body));
    // At most the one whose answer was lost.
    const unsure = told.filter(({ outcome }) => outcome === 'away').map(({ body }) => body);
    expect(unsure).toEqual(expect.arrayContaining(kept.slice(acknowledged.length)));
    own.close();
  });
});
