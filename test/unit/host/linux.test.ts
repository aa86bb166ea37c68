import { describe, expect, it } from 'vitest';
import { sessionBusAddress, systemBusAddress } from '../../../src/main/host/linux/bus/bus.js';
import { idleMilliseconds } from '../../../src/main/host/linux/bus/desktop-idle.js';

describe('a bus', () => {
  it('is where the environment says', () => {
    const DBUS_SYSTEM_BUS_ADDRESS = 'unix:path=/a';
    const DBUS_SESSION_BUS_ADDRESS = 'unix:path=/b';
    expect(systemBusAddress({ DBUS_SYSTEM_BUS_ADDRESS })).toBe('unix:path=/a');
    expect(sessionBusAddress({ DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR: '/run/user/1' })).toBe(
      'unix:path=/b',
    );
  });

  it('is at its usual place where the environment says nothing', () => {
    const usual = 'unix:path=/run/dbus/system_bus_socket';
    expect(systemBusAddress({})).toBe(usual);
    expect(systemBusAddress({ DBUS_SYSTEM_BUS_ADDRESS: '' })).toBe(usual);
    expect(
      sessionBusAddress({ DBUS_SESSION_BUS_ADDRESS: '', XDG_RUNTIME_DIR: '/run/user/1' }),
    ).toBe('unix:path=/run/user/1/bus');
    expect(sessionBusAddress({ XDG_RUNTIME_DIR: '' })).toBeNull();
    expect(sessionBusAddress({})).toBeNull();
  });
});

describe('what a desktop answers for its idle time', () => {
  it('is read in milliseconds, from either integer size', () => {
    expect(idleMilliseconds(0)).toBe(0);
    expect(idleMilliseconds(12_345)).toBe(12_345);
    expect(idleMilliseconds(604_800_000n)).toBe(604_800_000);
  });

  it.each([undefined, null, '', '12', [], [5], true, false, {}, -1, -1n, Number.NaN, Infinity])(
    'is nothing when it is something else (%#)',
    (value) => {
      expect(idleMilliseconds(value)).toBeNull();
    },
  );
});
