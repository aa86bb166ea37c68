import { createHash, randomBytes } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { spawn, type ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { copyProject } from '../../scripts/lib/packaging/reproducible.mjs';
import { projectRoot } from '../../scripts/lib/paths.mjs';
import { run } from '../../scripts/lib/processes.mjs';
import type { fetchPackage } from '../../scripts/lib/network/registry-package.mjs';
import { ensureRegistryRuntime } from '../../scripts/lib/registry-runtime.mjs';

/** How set-up behaves in most tests: quick to give up, quick to tell. */
const PATIENCE = { standstill: 1_500, pause: 50, report: 200 };

const FOREIGN = /^(npm_|electron_|(https?|no|all)_proxy$|XDG_|NODE_EXTRA_CA_CERTS$)/i;

type RegistryPackage = Parameters<typeof fetchPackage>[0];

export interface Outcome {
  readonly code: number;
  readonly stderr: string;
  /** What set-up found; nothing when it stopped. */
  readonly version: string | undefined;
}

/**
 * A fresh clone of the project for one person on one computer: set-up's own scripts, their own cache
 * and temporary folder, and an `electron` package whose checksums name a small zip in place of the
 * large one. All other packages are the project's.
 */
export class SetUpClone {
  readonly root = mkdtempSync(join(tmpdir(), 'clinic-clone-'));
  readonly version = pinned();
  readonly zipName: string;
  /** What its makers published. */
  readonly zip: Buffer;
  readonly cache = join(this.root, 'cache');
  readonly temporary = join(this.root, 'tmp');
  readonly env: Record<string, string>;
  readonly project = join(this.root, 'project');

  private constructor(zip: Buffer) {
    this.zipName = `electron-v${this.version}-${process.platform}-${process.arch}.zip`;
    this.zip = zip;
    this.env = {
      ...Object.fromEntries(
        Object.entries(process.env).flatMap(([name, value]) =>
          value === undefined || FOREIGN.test(name) ? [] : [[name, value]],
        ),
      ),
      XDG_CACHE_HOME: this.cache,
      TMPDIR: this.temporary,
      npm_config_userconfig: join(this.root, 'npmrc'),
      npm_config_cache: join(this.root, 'npm-cache'),
    };
    this.npmSettings();
  }

  static async make(): Promise<SetUpClone> {
    const clone = new SetUpClone(await zipOf(pinned(), randomBytes(600_000)));
    clone.#copySetUp();
    clone.#publish();
    await clone.#giveRuntime();
    return clone;
  }

  /** The same with all that it takes to build packages, and with an Electron that can be packed. */
  static async makeWhole(): Promise<SetUpClone> {
    const clone = new SetUpClone(await zipOfRuntime(pinned(), await ensureRegistryRuntime()));
    mkdirSync(clone.project);
    await copyProject(clone.project);
    // Whatever is written there is one file with the project's own until it is made anew.
    for (const name of ['electron', '.cache/clinic-workstation/electron-download-failed.json'])
      rmSync(join(clone.project, 'node_modules', name), { recursive: true, force: true });
    clone.#publish();
    await clone.#giveRuntime();
    return clone;
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  /** What the person has in their `.npmrc`. */
  npmSettings(settings: Readonly<Record<string, string>> = {}): void {
    const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
    writeFileSync(join(this.root, 'npmrc'), lines.join(''));
  }

  /** Starts what every command does about Electron. */
  start(env: Readonly<Record<string, string>>, options: object = {}): ChildProcess {
    return this.#start(
      env,
      'ensureElectron',
      'electron-runtime.mjs',
      `console.log((await ensureElectron(${JSON.stringify({ patience: PATIENCE, ...options })})).electronVersion)`,
    );
  }

  ensureElectron(env: Readonly<Record<string, string>>, options: object = {}): Promise<Outcome> {
    return outcomeOf(this.start(env, options));
  }

  /** What set-up does about a package that is too large to be among the project's own. */
  fetchPackage(
    wanted: RegistryPackage,
    target: string,
    env: Readonly<Record<string, string>>,
  ): Promise<Outcome> {
    const args = [wanted, target, PATIENCE].map((arg) => JSON.stringify(arg)).join(', ');
    return outcomeOf(
      this.#start(
        env,
        'fetchPackage',
        'network/registry-package.mjs',
        `await fetchPackage(${args})`,
      ),
    );
  }

  /** Whether the zip was unpacked where Electron belongs. */
  get installed(): boolean {
    return existsSync(join(this.project, 'node_modules/electron/path.txt'));
  }

  /** As if the packages were installed anew; the cache stays. */
  uninstall(): void {
    for (const name of ['dist', 'path.txt'])
      rmSync(join(this.project, 'node_modules/electron', name), { recursive: true, force: true });
  }

  /** As if nothing had ever been downloaded. */
  forget(): void {
    this.uninstall();
    rmSync(join(this.cache, 'electron'), { recursive: true, force: true });
  }

  /** All files, folders and links that set-up made for this person beside what it is for. */
  get leftovers(): readonly string[] {
    const own = readdirSync(join(this.cache, 'clinic-workstation'), { recursive: true });
    return [
      ...own.map(String).filter((name) => !name.startsWith('electron-')),
      ...readdirSync(this.temporary).filter((name) => name !== 'node-compile-cache'),
    ];
  }

  #start(
    env: Readonly<Record<string, string>>,
    name: string,
    file: string,
    code: string,
  ): ChildProcess {
    const library = join(this.project, 'scripts/lib');
    const program = `
      import { runCommand } from '${library}/cli.mjs';
      import { ${name} } from '${library}/${file}';
      await runCommand(async () => { ${code}; });`;
    return spawn(process.execPath, ['--input-type=module', '-e', program], {
      cwd: this.project,
      env: { ...this.env, ...env },
    });
  }

  #copySetUp(): void {
    mkdirSync(join(this.project, 'node_modules'), { recursive: true });
    for (const name of ['scripts', 'package.json', 'package-lock.json', '.npmrc'])
      cpSync(join(projectRoot, name), join(this.project, name), { recursive: true });
    for (const name of readdirSync(packages).filter((entry) => !/^(electron|\.cache)$/.test(entry)))
      symlinkSync(join(packages, name), join(this.project, 'node_modules', name));
  }

  /** What the registry gives for `electron`. */
  #publish(): void {
    const electron = join(this.project, 'node_modules/electron');
    mkdirSync(electron);
    for (const name of ['package.json', 'install.js'])
      cpSync(join(packages, 'electron', name), join(electron, name));
    writeFileSync(
      join(electron, 'checksums.json'),
      JSON.stringify({ [this.zipName]: sha256(this.zip) }),
    );
  }

  /** The development runtime of this computer is this person's too: no test loads it again. */
  async #giveRuntime(): Promise<void> {
    const runtime = await ensureRegistryRuntime();
    const own = join(this.cache, 'clinic-workstation');
    mkdirSync(own, { recursive: true });
    symlinkSync(runtime, join(own, basename(runtime)));
    mkdirSync(this.temporary);
  }
}

const packages = join(projectRoot, 'node_modules');

function pinned(): string {
  const text = readFileSync(join(packages, 'electron/package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

async function outcomeOf(child: ChildProcess): Promise<Outcome> {
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr?.on('data', (data: Buffer) => (stderr += data.toString()));
  const code = await new Promise<number | null>((settle) => child.on('close', settle));
  return { code: code ?? 128, stderr, version: stdout.trim() || undefined };
}

/** A zip as Electron's, but for what is inside. */
export async function zipOf(version: string, content: Buffer): Promise<Buffer> {
  return inFolder((folder) => {
    writeFileSync(join(folder, 'electron'), content, { mode: 0o755 });
    writeFileSync(join(folder, 'version'), version);
    return zipAll(folder);
  });
}

/** The development runtime as if it were of that version. */
function zipOfRuntime(version: string, runtime: string): Promise<Buffer> {
  return inFolder((folder) => {
    cpSync(runtime, folder, { recursive: true });
    writeFileSync(join(folder, 'version'), version);
    return zipAll(folder, '-mx=1');
  });
}

async function zipAll(folder: string, ...options: readonly string[]): Promise<Buffer> {
  const tool = existsSync('/usr/bin/7za') ? '7za' : '7z';
  const args = ['a', '-tzip', ...options, '../out.zip', '.'];
  const { code, stdout } = await run(tool, args, { cwd: folder });
  if (code !== 0) throw new Error(stdout);
  return readFileSync(join(folder, '../out.zip'));
}

async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'clinic-zip-'));
  try {
    mkdirSync(join(folder, 'content'));
    return await work(join(folder, 'content'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
