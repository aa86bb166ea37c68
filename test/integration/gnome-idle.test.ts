import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Message, type MessageBus } from '@jellybrick/dbus-next';
import { Children } from '../../scripts/lib/desktop/children.mjs';
import { startSessionBus } from '../../scripts/lib/desktop/session-bus.mjs';
import { type AskedIdle, askedIdle } from '../../src/main/host/idle/asked-idle.js';
import { systemClock } from '../../src/main/host/clock.js';
import { type DesktopIdles, desktopIdles } from '../../src/main/host/linux/bus/desktop-idle.js';
import { Compositor } from '../support/compositor.js';
import { joinBus } from '../support/join-bus.js';
import { removeFolder } from '../../scripts/lib/remove-folder.mjs';

/* Compares the idle time of a real GNOME Shell with the time of the real input. */

const REMOTE = 'org.gnome.Mutter.RemoteDesktop';

/** A mouse for GNOME Shell, as remote support has it. */
class GnomeMouse {
  readonly #bus: MessageBus;
  readonly #session: string;
  #step = 5;

  private constructor(bus: MessageBus, session: string) {
    this.#bus = bus;
    this.#session = session;
  }

  /** @param address of the bus on which GNOME Shell is */
  static async plugIn(address: string): Promise<GnomeMouse> {
    const bus = await joinBus(address);
    const made = await bus.call(
      new Message({
        destination: REMOTE,
        path: '/org/gnome/Mutter/RemoteDesktop',
        interface: REMOTE,
        member: 'CreateSession',
      }),
    );
    const mouse = new GnomeMouse(bus, String(made?.body[0]));
    await mouse.#call('Start', '', []);
    return mouse;
  }

  async move(): Promise<void> {
    this.#step = -this.#step;
    await this.#call('NotifyPointerMotionRelative', 'dd', [this.#step, 0]);
  }

  unplug(): void {
    this.#bus.disconnect();
  }

  async #call(member: string, signature: string, body: unknown[]): Promise<void> {
    const path = this.#session;
    const to = { destination: REMOTE, path, interface: `${REMOTE}.Session` };
    await this.#bus.call(new Message({ ...to, member, signature, body }));
  }
}

const clock = systemClock();
const bus = new Children();
const folder = mkdtempSync(join(tmpdir(), 'clinic-gnome-'));

afterAll(async () => {
  await bus.close();
  await removeFolder(folder);
});

describe.skipIf(!Compositor.hasGnome)('GNOME Shell (skipped where it is not installed)', () => {
  let shell: Compositor;
  let mouse: GnomeMouse | null = null;
  let desktop: DesktopIdles | null;
  let idle: AskedIdle;
  let news = 0;

  beforeAll(async () => {
    const env = process.env;
    const address = await startSessionBus(bus, { runtimeFolder: folder, env });
    shell = await Compositor.gnome(address);
    desktop = desktopIdles({ DBUS_SESSION_BUS_ADDRESS: address });
    if (desktop === null) throw new Error('There is no bus.');
    const { gnome } = desktop;
    while ((await gnome.read().catch(() => null)) === null) await sleep(100);
    mouse = await GnomeMouse.plugIn(address);
    // The shell does not notice a new mouse at once.
    do {
      await mouse.move();
      await sleep(100);
    } while ((await gnome.read()) > 1_000);
    idle = askedIdle(gnome, clock, () => (news += 1));
    await idle.refresh();
  });

  afterAll(async () => {
    mouse?.unplug();
    await shell.close();
  });

  /** The idle time after the shell has answered. */
  async function looked(): Promise<number | null> {
    await idle.refresh();
    return idle.idleMs();
  }

  test('reports when the pointer last moved', async () => {
    expect(idle.name).toBe('GNOME');
    for (const waitMs of [300, 700, 1_500]) {
      await mouse?.move();
      const movedMs = clock.now().bootMs;
      await sleep(waitMs);
      const saysMs = (await looked()) ?? Number.NaN;
      expect(Math.abs(saysMs - (clock.now().bootMs - movedMs))).toBeLessThan(250);
    }
  });

  test('reports at the first look that somebody moves the pointer all the time', async () => {
    const until = clock.now().bootMs + 5_000;
    while (clock.now().bootMs < until) {
      await mouse?.move();
      await sleep(50);
    }
    news = 0;
    expect(await looked()).toBeLessThan(500);
    expect(news).toBe(1);
  });
});
