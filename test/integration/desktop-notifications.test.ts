import { setTimeout as sleep } from 'node:timers/promises';
import { Message, type MessageBus } from '@jellybrick/dbus-next';
import { beforeEach, expect, test } from 'vitest';
import { desktopNotifications } from '../../src/main/host/linux/bus/desktop-notifications.js';
import { joinBus } from '../support/join-bus.js';
import { OwnBus } from './own-bus.js';

/*
 * The warning as a desktop notification, over a real D-Bus daemon, with a fake program that shows
 * notifications by the Desktop Notifications Specification.
 */

const SERVICE = 'org.freedesktop.Notifications';
const PATH = '/org/freedesktop/Notifications';
const own = new OwnBus();
let pressed: string[] = [];
let calls: { member: string; body: unknown[] }[] = [];

async function program(capabilities: readonly string[]): Promise<MessageBus> {
  const bus = await client();
  bus.addMethodHandler((message) => {
    if (message.interface !== SERVICE) return false;
    const { member, body } = message;
    calls.push({ member, body });
    if (member === 'GetCapabilities')
      bus.send(Message.newMethodReturn(message, 'as', [[...capabilities]]));
    else if (member === 'Notify') bus.send(Message.newMethodReturn(message, 'u', [7]));
    else bus.send(Message.newMethodReturn(message));
    return true;
  });
  await bus.requestName(SERVICE);
  return bus;
}

async function client(): Promise<MessageBus> {
  const bus = await joinBus(own.address);
  own.opened.push(() => bus.disconnect());
  return bus;
}

const invoke = (bus: MessageBus, key: string): void =>
  bus.send(Message.newSignal(PATH, SERVICE, 'ActionInvoked', 'us', [7, key]));

const CONTENT = {
  title: 'You will be signed out soon',
  body: 'Nobody seems to be at this computer.',
  buttons: ['Sign out now', 'Stay signed in'].map((label) => ({
    label,
    press: () => void pressed.push(label),
  })),
};

beforeEach(() => {
  pressed = [];
  calls = [];
});

test('it has both buttons, stays until it is closed, and a button works once', async () => {
  const desktop = await program(['body', 'actions']);
  const show = desktopNotifications(own.address);
  const notification = await show(CONTENT);
  const { body = [] } = calls.find(({ member }) => member === 'Notify') ?? {};
  expect(body[5]).toEqual(['0', 'Sign out now', '1', 'Stay signed in']);
  expect(body[6]).toMatchObject({ urgency: { signature: 'y', value: 2 } });

  invoke(desktop, '1');
  invoke(desktop, '1');
  await expect.poll(() => pressed).toEqual(['Stay signed in']);
  notification.close();
  await expect.poll(() => calls.at(-1)).toEqual({ member: 'CloseNotification', body: [7] });
  await sleep(50);
  expect(pressed).toEqual(['Stay signed in']);
});

test('no other program can press its buttons', async () => {
  await program(['body', 'actions']);
  const show = desktopNotifications(own.address);
  await show(CONTENT);
  invoke(await client(), '1');
  await sleep(200);
  expect(pressed).toEqual([]);
});

test('a desktop without buttons, or without notifications, is reported', async () => {
  const show = desktopNotifications(own.address);
  await expect(show(CONTENT)).rejects.toThrow();
  await program(['body']);
  await expect(show(CONTENT)).rejects.toThrow('no buttons');
});
