import { Variant } from '@jellybrick/dbus-next';
import { Bus, ownerOf } from './bus.js';
import type { BusSignal } from './connection.js';
import type { NotificationContent, SystemNotification } from '../../../ports/index.js';

const SERVICE = 'org.freedesktop.Notifications';
const NOTIFICATIONS = {
  destination: SERVICE,
  path: '/org/freedesktop/Notifications',
  interface: SERVICE,
} as const;

/** `urgency` of the Desktop Notifications Specification: the notification stays until it is closed. */
const CRITICAL = 2;

/**
 * The desktop's notifications with buttons, over D-Bus: Electron's have none on Linux. A button press
 * counts only if it comes from the program that showed the notification.
 *
 * @returns shows a notification; rejects when no program of this desktop shows any with buttons
 */
export function desktopNotifications(
  address: string,
): (content: NotificationContent) => Promise<SystemNotification> {
  const all = new Map<number, { readonly owner: string; readonly content: NotificationContent }>();
  const hear = ({ sender, interface: name, member, body }: BusSignal): void => {
    const [id, key] = body;
    if (name !== SERVICE || member !== 'ActionInvoked' || typeof id !== 'number') return;
    const shown = all.get(id);
    if (shown?.owner !== sender) return;
    all.delete(id);
    shown.content.buttons[Number(key)]?.press();
  };
  const bus = new Bus(address, {
    matches: [`type='signal',interface='${SERVICE}'`],
    onSignal: hear,
  });
  return async (content) => {
    const { title, body, buttons } = content;
    const capabilities = await bus.call({ ...NOTIFICATIONS, member: 'GetCapabilities' });
    if (!Array.isArray(capabilities) || !capabilities.includes('actions'))
      throw new Error('This desktop’s notifications have no buttons.');
    const owner = await bus.call(ownerOf(SERVICE));
    const actions = buttons.flatMap(({ label }, index) => [String(index), label]);
    // A byte: D-Bus sends the type of a hint with it.
    const hints = { urgency: new Variant('y', CRITICAL) };
    const id = await bus.call({
      ...NOTIFICATIONS,
      member: 'Notify',
      signature: 'susssasa{sv}i',
      body: ['Clinic Workstation', 0, '', title, body, actions, hints, 0],
    });
    if (typeof id !== 'number' || typeof owner !== 'string')
      throw new Error('This desktop did not show the notification.');
    all.set(id, { owner, content });
    const close = { ...NOTIFICATIONS, member: 'CloseNotification', signature: 'u', body: [id] };
    return {
      close: () => {
        all.delete(id);
        // If the program is gone, its notifications are gone too.
        void bus.ask(close);
      },
    };
  };
}
