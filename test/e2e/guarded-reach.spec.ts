import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright/test';
import { appAt, barPage, openApp, openClinic, PORTAL_APP } from '../support/clinic-app-steps.js';
import { expect, test } from '../support/site/fixture.js';
import { EVIL, PORTAL } from '../support/site/hosts.mjs';

/** A fake device program, such as a card reader's: answers every page, and notes each caller. */
class Device {
  readonly came: string[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      this.came.push(request.url ?? '');
      response.setHeader('access-control-allow-origin', '*');
      response.end('ready');
    }).on('upgrade', (request, socket) => {
      this.came.push(request.url ?? '');
      socket.destroy();
    });
  }

  static async open(): Promise<Device> {
    const device = new Device();
    await new Promise<void>((ready) => device.#server.listen(0, '127.0.0.1', ready));
    return device;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  close(): void {
    this.#server.close();
  }
}

/** Tries each way in which a page can send a request without leaving, and waits for all results. */
async function tryEveryWay(page: Page, port: number): Promise<void> {
  await page.evaluate(async (at) => {
    const http = `http://127.0.0.1:${at}`;
    const loads = (element: HTMLElement) =>
      new Promise((done) => {
        element.onload = element.onerror = done;
        document.body.append(element);
      });
    const socket = new WebSocket(`ws://localhost:${at}/socket`);
    navigator.sendBeacon(`${http}/beacon`);
    await Promise.all([
      fetch(`${http}/fetch`).catch(() => undefined),
      fetch(`http://localhost:${at}/name`, { mode: 'no-cors' }).catch(() => undefined),
      loads(Object.assign(new Image(), { src: `${http}/image` })),
      loads(Object.assign(document.createElement('script'), { src: `${http}/script` })),
      new Promise((done) => (socket.onclose = done)),
    ]);
  }, port);
}

const WAYS = ['/beacon', '/fetch', '/image', '/name', '/script', '/socket'];

const CARDS = { ...appAt('Cards'), allows: { ...PORTAL_APP.allows, thisComputer: true } };

test('pages reach nothing on this computer or in the clinic’s network without a message', async ({
  workstation,
  site,
}) => {
  const device = await Device.open();
  try {
    await openClinic(workstation, [PORTAL_APP, CARDS]);
    const page = await openApp(workstation, PORTAL_APP);
    await page.goto(`https://${PORTAL}/sign-in`);
    workstation.tolerate(/ERR_BLOCKED_BY_CLIENT|WebSocket connection|Failed to load/);
    await tryEveryWay(page, device.port);
    expect(device.came).toEqual([]);
    const bar = await barPage(workstation, PORTAL_APP);
    await expect(bar.getByText(/tried to reach a program on this computer/)).toContainText(
      '“Devices on this computer”',
    );
    // A public host name that resolves to this computer.
    const asked = (to: string) =>
      page.evaluate(
        (address) => fetch(address, { mode: 'no-cors' }).then(() => 'came', String),
        to,
      );
    expect(await asked(`https://${EVIL}/`)).toContain('Failed to fetch');
    expect(site.asked(EVIL)).toEqual([]);
    expect(await asked('https://printer.local/')).toContain('Failed to fetch');
    await expect(
      bar.getByText(/tried to reach printer\.local in the clinic’s network/),
    ).toBeVisible();

    // With the administrator's permission, devices of this computer answer; the network needs another
    // permission.
    const cards = await openApp(workstation, CARDS);
    await cards.goto(`${CARDS.address}sign-in`);
    await tryEveryWay(cards, device.port);
    await expect.poll(() => [...device.came].sort()).toEqual(WAYS);
    const other = await barPage(workstation, CARDS);
    await cards.evaluate(() => fetch('https://10.255.255.1/').catch(() => undefined));
    await expect(other.getByText(/tried to reach 10\.255\.255\.1/)).toBeVisible();
  } finally {
    device.close();
  }
});
