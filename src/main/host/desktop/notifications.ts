import { Notification } from 'electron';
import type {
  SystemNotification,
  NotificationContent,
  SystemNotifications,
} from '../../ports/index.js';
import { sessionBusAddress } from '../linux/bus/bus.js';
import { desktopNotifications } from '../linux/bus/desktop-notifications.js';

/**
 * The system's own notifications. On Linux they go over D-Bus if a program there shows buttons; otherwise,
 * and on other systems, they go through Electron.
 */
export function systemNotifications(): SystemNotifications {
  const address = process.platform === 'linux' ? sessionBusAddress() : null;
  const showWithButtons = address === null ? null : desktopNotifications(address);
  return {
    show(content) {
      if (showWithButtons === null) return showPlain(content);
      let closed = false;
      const shown = showWithButtons(content).catch(() => (closed ? null : showPlain(content)));
      return {
        close: () => {
          closed = true;
          void shown.then((notification) => notification?.close());
        },
      };
    },
  };
}

function showPlain({ title, body, buttons }: NotificationContent): SystemNotification {
  if (!Notification.isSupported()) return { close: () => undefined };
  const notification = new Notification({
    title,
    body,
    urgency: 'critical',
    actions: buttons.map(({ label }) => ({ type: 'button', text: label })),
  });
  notification.on('action', (_event, index) => buttons[index]?.press());
  notification.show();
  return { close: () => notification.close() };
}
