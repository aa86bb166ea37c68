// @ts-check
// GNOME Shell locks the screen only where a display manager is. It asks that one for its version, and
// nothing else of it is needed: so this one answers that alone.

import { Message, sessionBus, Variant } from '@jellybrick/dbus-next';

const name = 'org.gnome.DisplayManager';
const version = '43.0';

/**
 * @param {string} busAddress of the virtual computer's system bus
 * @returns {Promise<import('@jellybrick/dbus-next').MessageBus>} its connection
 */
export async function startDisplayManager(busAddress) {
  const bus = sessionBus({ busAddress });
  bus.addMethodHandler((message) => {
    const [asked, property] = message.body;
    if (asked !== `${name}.Manager` || property !== 'Version') return false;
    bus.send(Message.newMethodReturn(message, 'v', [new Variant('s', version)]));
    return true;
  });
  await bus.requestName(name);
  return bus;
}
