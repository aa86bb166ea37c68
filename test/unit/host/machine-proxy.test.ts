import { describe, expect, it } from 'vitest';
import {
  machineProxy,
  proxyInForce,
  proxyOfEnvironment,
} from '../../../src/main/host/network/machine-proxy.js';
import type { RunProgram } from '../../../src/main/host/process/run-program.js';

const DIRECT = { kind: 'direct' };

describe('what every log-in gets of proxies', () => {
  it.each([
    ['', DIRECT],
    ['PATH="/usr/bin"\nLANG=C.UTF-8', DIRECT],
    [
      'https_proxy="http://proxy.example:3128/"',
      { kind: 'server', rules: 'https=http://proxy.example:3128', exceptions: '' },
    ],
    [
      "export HTTP_PROXY = 'proxy.example:80'\nno_proxy=localhost,.a.example,b.example 10.0.0.0/8",
      {
        kind: 'server',
        rules: 'http=http://proxy.example:80',
        exceptions: 'localhost,*.localhost,.a.example,b.example,*.b.example,10.0.0.0/8',
      },
    ],
    [
      'all_proxy=socks5://[2001:db8::1]:1080\nhttps_proxy=https://s.example',
      {
        kind: 'server',
        rules: 'http=socks5://[2001:db8::1]:1080;https=https://s.example',
        exceptions: '',
      },
    ],
    // Chromium does not take a user name and a password from here.
    [
      'https_proxy=http://somebody:secret@proxy.example:3128',
      { kind: 'server', rules: 'https=http://proxy.example:3128', exceptions: '' },
    ],
    ['https_proxy=a;http=b\n#https_proxy=http://proxy.example:1', DIRECT],
  ])('%j', (text, settings) => {
    expect(proxyOfEnvironment(text)).toEqual(settings);
  });
});

it('variables of this process’s own environment do not count', async () => {
  process.env['https_proxy'] = 'http://127.0.0.1:9';
  try {
    const file = { environmentFile: '/nonexistent' };
    expect(await machineProxy('linux', file)).toEqual(DIRECT);
  } finally {
    delete process.env['https_proxy'];
  }
});

it('on Windows the system’s settings count if Group Policy applies them to the machine', async () => {
  const says =
    (text: string): RunProgram =>
    () =>
      Promise.resolve(text);
  const line = (value: string): string =>
    `\r\nHKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\r\n    ProxySettingsPerUser    REG_DWORD    ${value}\r\n\r\n`;
  expect(await machineProxy('win32', { run: says(line('0x0')) })).toEqual({ kind: 'system' });
  expect(await machineProxy('win32', { run: says(line('0x1')) })).toEqual(DIRECT);
  const fails: RunProgram = () => Promise.reject(new Error('no such value'));
  expect(await machineProxy('win32', { run: fails })).toEqual(DIRECT);
  expect(await machineProxy('darwin')).toEqual({ kind: 'system' });
});

it('a managed proxy wins over the system’s', () => {
  const system = { kind: 'system' } as const;
  expect(proxyInForce(null, system)).toEqual(system);
  expect(proxyInForce({ server: 'direct' }, system)).toEqual(DIRECT);
  expect(proxyInForce({ script: 'https://p.example/pac' }, system)).toEqual({
    kind: 'script',
    address: 'https://p.example/pac',
  });
  expect(proxyInForce({ server: 'p.example:1', exceptions: 'a.example' }, system)).toEqual({
    kind: 'server',
    rules: 'p.example:1',
    exceptions: 'a.example',
  });
});
