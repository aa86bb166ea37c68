import { type EventEmitter, once } from 'node:events';
import { type MessageBus, sessionBus } from '@jellybrick/dbus-next';

/** Connects one more program to a private bus. */
export async function joinBus(address: string): Promise<MessageBus> {
  const bus = sessionBus({ busAddress: address });
  // A bus that goes away is what some tests are about.
  const events: EventEmitter = bus;
  events.on('error', () => undefined);
  await once(bus, 'connect');
  return bus;
}
