import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { Children } from '../../scripts/lib/desktop/children.mjs';
import { startSessionBus } from '../../scripts/lib/desktop/session-bus.mjs';

/** A real D-Bus daemon for each test, and what the test opens on it: closed in reverse order. */
export class OwnBus {
  /** Another one for each test: what the app keeps trying to reach is none that comes later. */
  folder = '';
  readonly children = new Children();
  readonly opened: (() => void)[] = [];
  address = '';

  constructor() {
    beforeEach(async () => {
      this.folder = mkdtempSync(join(tmpdir(), 'clinic-bus-'));
      await this.start();
    });
    afterEach(async () => {
      for (const close of this.opened.splice(0).reverse()) close();
      await this.children.close();
      rmSync(this.folder, { recursive: true, force: true });
    });
  }

  async start(): Promise<void> {
    const { folder: runtimeFolder } = this;
    this.address = await startSessionBus(this.children, { runtimeFolder, env: process.env });
  }

  get socketPath(): string {
    return join(this.folder, 'bus');
  }

  /** As the app finds both buses. */
  get env(): NodeJS.ProcessEnv {
    return { DBUS_SYSTEM_BUS_ADDRESS: this.address, DBUS_SESSION_BUS_ADDRESS: this.address };
  }

  opens<T extends { close(): void }>(one: T): T {
    this.opened.push(() => one.close());
    return one;
  }
}
