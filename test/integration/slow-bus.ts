import { connect, createServer } from 'node:net';

/**
 * A bus in front of a real one. Whatever comes after a call of a certain member comes late, as on a computer
 * that has too much to do.
 *
 * @param to the path of the real bus's socket
 * @param at the path of its own
 * @param lateMs how late, in milliseconds
 */
export async function openSlowBus(
  to: string,
  at: string,
  { member, lateMs }: { readonly member: string; readonly lateMs: number },
): Promise<{ readonly address: string; close(): void }> {
  const server = createServer((client) => {
    const bus = connect(to);
    client.on('data', (bytes) => {
      bus.write(bytes);
      if (!bytes.includes(member)) return;
      bus.pause();
      setTimeout(() => bus.resume(), lateMs);
    });
    bus.on('data', (bytes) => client.write(bytes));
    for (const [one, other] of [
      [client, bus],
      [bus, client],
    ] as const)
      one.on('error', () => undefined).on('close', () => other.destroy());
  });
  await new Promise<void>((resolve) => server.listen(at, resolve));
  return { address: `unix:path=${at}`, close: () => void server.close() };
}
