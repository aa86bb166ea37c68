import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach } from 'vitest';
import { Children } from '../../scripts/lib/desktop/children.mjs';
import { startSessionBus } from '../../scripts/lib/desktop/session-bus.mjs';

/** A real D-Bus daemon for each test, and what the test opens on it: closed in reverse order. */
export class OwnBus {
  readonly folder = mkdtempSync(join(tmpdir(), 'clinic-bus-'));
  readonly socketPath = join(this.folder, 'bus');
  readonly children = new Children();
  readonly opened: (() => void)[] = [];
  address = '';

  constructor() {
    beforeEach(async () => {
      const { folder: runtimeFolder } = this;
      this.address = await startSessionBus(this.children, { runtimeFolder, env: process.env });
    });
    afterEach(async () => {
      for (const close of this.opened.splice(0).reverse()) close();
      await this.children.close();
      rmSync(this.socketPath, { force: true });
    });
    afterAll(() => rmSync(this.folder, { recursive: true, force: true }));
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
