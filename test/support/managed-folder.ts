import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A computer's `/etc/clinic-workstation`, for one app alone: the app gets a copy of `/etc` in a mount
 * namespace of its own, so that no other program on this machine sees it. Only root may do that.
 */
export class ManagedFolder {
  readonly #root = mkdtempSync(join(tmpdir(), 'clinic-etc-'));
  readonly #etc = join(this.#root, 'etc');

  constructor() {
    cpSync('/etc', this.#etc, { recursive: true, verbatimSymlinks: true });
    rmSync(this.path, { recursive: true, force: true });
    mkdirSync(this.path, { mode: 0o755 });
  }

  /** The folder as this test sees it. */
  get path(): string {
    return join(this.#etc, 'clinic-workstation');
  }

  get file(): string {
    return join(this.path, 'policy.json');
  }

  /** @param document the text itself, or what becomes JSON */
  write(document: unknown): void {
    const text = typeof document === 'string' ? document : JSON.stringify(document);
    writeFileSync(this.file, text, { mode: 0o644 });
  }

  /** What every log-in of this computer gets, as `NAME=value` lines. */
  writeEnvironment(text: string): void {
    writeFileSync(join(this.#etc, 'environment'), text, { mode: 0o644 });
  }

  /** Gives a name an address on this computer. */
  nameHost(name: string, address: string): void {
    appendFileSync(join(this.#etc, 'hosts'), `${address} ${name}\n`);
  }

  /** Puts an authority, as PEM, into this computer's store, as `update-ca-certificates` does. */
  trust(certificate: string): void {
    const folder = join(this.#etc, 'ssl/certs');
    mkdirSync(folder, { recursive: true });
    appendFileSync(join(folder, 'ca-certificates.crt'), certificate, { mode: 0o644 });
  }

  /** A program that does as `executable` does, on the computer with this folder. */
  wrapped(executable: string): string {
    const script = join(this.#root, 'run');
    const inside = `mount --bind '${this.#etc}' /etc && exec '${executable}' "$@"`;
    writeFileSync(
      script,
      `#!/bin/sh\nexec unshare -m sh -c '${inside.replaceAll("'", "'\\''")}' sh "$@"\n`,
      {
        mode: 0o700,
      },
    );
    return script;
  }

  remove(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }
}
