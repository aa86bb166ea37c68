import { describe, expect, it } from 'vitest';
import { answerOnce, reachOf } from '../../../src/main/guarded/partition/reach.js';

const APP = { address: 'https://app.clinic.example/', allowedHosts: ['pictures.clinic.example'] };

/** Where a request leads when its host has these addresses. */
const reach = (address: string, ...found: readonly string[]) =>
  reachOf(APP, address, () => Promise.resolve(found));

describe('a request', () => {
  it.each([
    'http://127.0.0.1:9100/',
    'http://127.9.9.9/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0/',
    'http://[::1]:631/',
    'http://[::]/',
    'http://[::ffff:127.0.0.1]/',
    'http://localhost:3000/',
    'http://localhost./',
    'https://anything.localhost/',
    'ws://LOCALHOST:5000/',
  ])('to %s leads to this computer', async (address) => {
    expect(await reach(address)).toBe('thisComputer');
  });

  it.each([
    'http://10.0.0.7/',
    'http://172.16.0.1/',
    'https://192.168.1.1:8443/admin',
    'http://169.254.169.254/latest/meta-data',
    'http://100.64.0.1/',
    'http://[fe80::1]/',
    'http://[fd00::1]/',
    'http://[::ffff:192.168.1.1]/',
    'http://[64:ff9b::c0a8:101]/',
    'http://[2002:c0a8:101::1]/',
    'http://224.0.0.251/',
    'http://255.255.255.255/',
    'http://printer/',
    'http://printer.local/',
    'http://pacs.internal/',
    'http://router.home.arpa/',
  ])('to %s leads into the clinic’s network', async (address) => {
    expect(await reach(address)).toBe('clinicNetwork');
  });

  it.each(['https://8.8.8.8/', 'https://[2606:4700::1111]/', 'https://[64:ff9b::808:808]/'])(
    'to %s leads to the internet',
    async (address) => {
      expect(await reach(address)).toBeNull();
    },
  );

  it.each([
    [['93.184.216.34'], null],
    [['127.0.0.1'], 'thisComputer'],
    [['192.168.1.1'], 'clinicNetwork'],
    [['93.184.216.34', '10.0.0.1'], 'clinicNetwork'],
    [['2606:4700::1111', '::1'], 'thisComputer'],
    [[], null],
  ] as const)('to a name with the addresses %j: %s', async (found, leads) => {
    expect(await reach('https://elsewhere.example/', ...found)).toBe(leads);
  });

  it('to a name without an address is left to fail, or to a proxy', async () => {
    const nobody = () => Promise.reject(new Error('ERR_NAME_NOT_RESOLVED'));
    expect(await reachOf(APP, 'https://elsewhere.example/', nobody)).toBeNull();
  });

  it('to the administrator’s own address counts as the app’s own, wherever it is', async () => {
    expect(await reach('https://app.clinic.example/x', '192.168.1.5')).toBeNull();
    expect(await reach('wss://app.clinic.example/live', '192.168.1.5')).toBeNull();
    expect(await reach('https://pictures.clinic.example/x', '192.168.1.6')).toBeNull();
    // Another port is another program.
    expect(await reach('https://app.clinic.example:8443/', '192.168.1.5')).toBe('clinicNetwork');
    const local = { address: 'http://localhost:3000/', allowedHosts: [] };
    const none = () => Promise.resolve([]);
    expect(await reachOf(local, 'http://localhost:3000/api', none)).toBeNull();
    expect(await reachOf(local, 'ws://localhost:3000/live', none)).toBeNull();
    expect(await reachOf(local, 'http://localhost:3001/', none)).toBe('thisComputer');
  });

  it('to a blob: or data: address needs no network', async () => {
    expect(await reach('blob:https://app.clinic.example/1')).toBeNull();
    expect(await reach('data:text/plain,x')).toBeNull();
  });
});

describe('a request that was looked at', () => {
  const answerTo = (refuses: Promise<boolean>): Promise<unknown> =>
    new Promise((resolve) => answerOnce(refuses, resolve));

  it.each([true, false])('is refused or allowed, by the finding: %s', async (refused) => {
    expect(await answerTo(Promise.resolve(refused))).toEqual({ cancel: refused });
  });

  it('is refused, and does not wait without end, when nothing could be found out', async () => {
    // A name server can answer this, and it is not an address.
    const looked = reachOf(APP, 'https://pictures.example/', () => Promise.resolve(['no address']));
    expect(await answerTo(looked.then((reach) => reach !== null))).toEqual({ cancel: true });
  });
});
