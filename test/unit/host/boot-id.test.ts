import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { bootId } from '../../../src/main/host/log-in/boot-id.js';

it.runIf(process.platform === 'linux')('is what the kernel says, on Linux', async () => {
  const kernel = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  expect(await bootId()).toBe(kernel);
  expect(await bootId()).toBe(kernel);
});

it('is null if the OS does not provide one, or its command is missing', async () => {
  expect(await bootId('freebsd')).toBeNull();
  if (process.platform !== 'win32') expect(await bootId('win32')).toBeNull();
});
