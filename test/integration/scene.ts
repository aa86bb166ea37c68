import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret, TOTP } from 'otpauth';
import { DEFAULT_POLICY } from '../../src/shared/policy/policy.js';
import type { ClinicState } from '../../src/main/account/clinic-state.js';
import { AccountFile } from '../support/account-file.js';
import { settingsOf } from '../support/fakes/clinic-app-world.js';
import { DANA, type Insider, ROBIN } from '../support/real-clinic.js';
import { AppRun, Keychain } from './app-run.js';

/** A receptionist, whose access is turned off. */
export const SAM: Insider = {
  name: 'Sam Osei',
  email: 'sam@harbour.example',
  password: 'paper-boats-in-march',
};

/** An administrator, and later none any more. */
export const KIM: Insider = {
  name: 'Kim Tanaka',
  email: 'kim@harbour.example',
  password: 'nineteen-wooden-spoons',
};

export const SITE_PASSWORD = 'blue lighthouse 9';

/** The account's files as somebody copied them at some time, with the keychain of that moment. */
interface Copy {
  readonly folder: string;
  readonly keychain: ReadonlyMap<string, string>;
  readonly state: ClinicState;
}

/**
 * A clinic whose past an attacker would like to have back. `early`: Robin has no second factor yet and nobody
 * must have one, Sam has access, Kim is an administrator, and sessions may last for 4 hours. `now`: Robin has
 * a second factor and a sign-in saved for a site, everybody must have one within a week, Sam has no access,
 * Kim is a bookkeeper, and sessions end after 5 minutes.
 */
export class Scene {
  readonly early: Copy;
  readonly now: Copy;
  readonly recoveryCodes: readonly string[];
  readonly kit: string;
  readonly #totp: TOTP;
  readonly #root: string;

  private constructor(
    root: string,
    copies: { readonly early: Copy; readonly now: Copy },
    robins: {
      readonly totp: TOTP;
      readonly recoveryCodes: readonly string[];
      readonly kit: string;
    },
  ) {
    this.#root = root;
    this.early = copies.early;
    this.now = copies.now;
    this.#totp = robins.totp;
    this.recoveryCodes = robins.recoveryCodes;
    this.kit = robins.kit;
  }

  static async build(): Promise<Scene> {
    const root = mkdtempSync(join(tmpdir(), 'clinic-scene-'));
    const folder = join(root, 'account');
    mkdirSync(folder);
    const keychain = new Keychain();
    const run = await AppRun.start(folder, keychain);
    const { clinic, apps, siteSignIns, opened } = run;
    const { members, secondFactor, rules, recovery } = clinic.identity;
    await clinic.found();
    for (const person of [ROBIN, SAM]) await clinic.add(person, 'receptionist');
    const kim = await clinic.add(KIM, 'administrator');
    const saved = await apps.save(null, settingsOf(), run.author);
    if (!saved.ok) throw new Error(saved.code);
    const long = { ...DEFAULT_POLICY, sessionTimeoutSeconds: 14_400 };
    await opened.policies.save(long, run.author);
    const copy = async (name: string): Promise<Copy> => {
      await keychain.settled();
      const { state } = opened.account;
      if (state === null) throw new Error('There is no clinic.');
      const at = join(root, name);
      mkdirSync(at);
      new AccountFile(folder).run(`VACUUM INTO '${join(at, 'account.db')}'`);
      return { folder: at, keychain: new Map(keychain.computer.entries), state };
    };
    opened.account.recordSignIn(clinic.member(SAM).id, 1_700_000_000_000);
    const early = await copy('early');

    const robin = await clinic.signIn(ROBIN);
    const { secret } = secondFactor.start(robin);
    const totp = new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')) });
    const confirmed = await secondFactor.confirm(robin, totp.generate());
    if (!confirmed.ok) throw new Error(confirmed.code);
    const signIn = { userName: 'robin', password: SITE_PASSWORD };
    siteSignIns.save(robin.memberId, saved.app, signIn);
    const dana = await clinic.signIn(DANA);
    const before = rules.current();
    const how = { opened: before, isProved: true };
    await rules.save({ ...before, requireTwoFactor: true }, dana, how);
    await members.setActive(clinic.member(SAM).id, false, dana);
    await members.changeRole(kim.id, 'bookkeeper', dana);
    await opened.policies.save({ ...DEFAULT_POLICY, sessionTimeoutSeconds: 300 }, dana);
    const kit = await recovery.makeKit(dana);
    opened.account.recordSignIn(dana.memberId, 1_800_000_000_000);
    const { recoveryCodes } = confirmed;
    const scene = new Scene(root, { early, now: await copy('now') }, { totp, recoveryCodes, kit });
    return scene;
  }

  /** A computer with the clinic as it is now. */
  stage(): Stage {
    return new Stage(this, mkdtempSync(join(this.#root, 'stage-')));
  }

  /** Robin's next code, which was not used yet. */
  get code(): string {
    return this.#totp.generate({ timestamp: Date.now() + 30_000 });
  }

  remove(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }
}

/** One computer with a copy of the clinic, on which nobody has started the app yet. */
export class Stage {
  readonly folder: string;
  readonly file: AccountFile;
  readonly keychain = new Keychain();
  readonly #scene: Scene;

  constructor(scene: Scene, folder: string) {
    this.#scene = scene;
    this.folder = folder;
    this.file = new AccountFile(folder);
    this.put(scene.now);
    for (const [account, secret] of scene.now.keychain)
      this.keychain.computer.entries.set(account, secret);
  }

  /** Puts the files of another time in the place of those that are there. The keychain stays. */
  put({ folder }: Pick<Copy, 'folder'>): void {
    for (const name of ['account.db-wal', 'account.db-shm', 'account.db'])
      rmSync(join(this.folder, name), { force: true });
    new AccountFile(folder).run(`VACUUM INTO '${this.file.path}'`);
  }

  /** Somebody copies the files as they are. */
  copy(): Pick<Copy, 'folder'> {
    const folder = mkdtempSync(`${this.folder}-copy-`);
    this.file.run(`VACUUM INTO '${join(folder, 'account.db')}'`);
    return { folder };
  }

  /** All rows of these tables as they were early, in the place of those that are there. */
  putBack(...tables: readonly string[]): void {
    const { file } = this;
    const early = new AccountFile(this.#scene.early.folder);
    for (const table of tables) {
      const rows = early.all(`SELECT * FROM ${table}`);
      if (rows.length === 0) throw new Error(`There was nothing in ${table}.`);
      const marks = Object.keys(rows[0] ?? {}).map(() => '?');
      file.together(() => {
        file.run(`DELETE FROM ${table}`);
        for (const row of rows)
          file.run(`INSERT INTO ${table} VALUES (${marks.join(', ')})`, ...Object.values(row));
      });
    }
  }

  start(): Promise<AppRun> {
    return AppRun.start(this.folder, this.keychain);
  }

  /** What the audit log says of things that were changed by other means than the app. */
  tampered(): readonly unknown[] {
    return this.file
      .audit('record.tampered')
      .map(({ detail }) => (JSON.parse(String(detail)) as { what: unknown }).what);
  }

  /** How many decisions this computer remembers. */
  remembered(): number | null {
    const [entry] = this.keychain.computer.entries.values();
    return entry === undefined ? null : (JSON.parse(entry) as { seq: number }).seq;
  }
}
