import { once } from 'node:events';
import { connect } from 'node:net';

/* D-Bus without a library, for messages that a library would not send. */

type Field = readonly [code: number, signature: 'g' | 'o' | 's' | 'u', value: string | number];

/** The header fields of a message, by their codes in the D-Bus specification. */
export const FIELD = {
  path: 1,
  interface: 2,
  member: 3,
  replySerial: 5,
  destination: 6,
  sender: 7,
  signature: 8,
} as const;

/** @returns the bytes of a message with serial number 1 */
export function rawMessage(
  type: 'call' | 'answer' | 'signal',
  fields: readonly Field[],
  body: Buffer = Buffer.alloc(0),
): Buffer {
  let header = Buffer.alloc(0);
  const align = (to: number) => {
    header = Buffer.concat([header, Buffer.alloc((to - (header.length % to)) % to)]);
  };
  const append = (bytes: Buffer) => (header = Buffer.concat([header, bytes]));
  for (const [code, signature, value] of fields) {
    align(8);
    append(Buffer.concat([Buffer.from([code, 1]), Buffer.from(`${signature}\0`)]));
    if (signature !== 'g') align(4);
    if (typeof value === 'number') append(uint32(value));
    else if (signature === 'g') append(Buffer.from([value.length, ...Buffer.from(`${value}\0`)]));
    else append(Buffer.concat([uint32(value.length), Buffer.from(`${value}\0`)]));
  }
  const length = header.length;
  align(8);
  const types = { call: 1, answer: 2, signal: 4 };
  const start = Buffer.from(['l'.charCodeAt(0), types[type], 0, 1]);
  return Buffer.concat([start, uint32(body.length), uint32(1), uint32(length), header, body]);
}

/** As a message body: a number, or a boolean. */
export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/**
 * Sends bytes over a bus, as a program that speaks D-Bus by itself.
 * @param socketPath of the bus
 */
export async function sendRaw(socketPath: string, message: Buffer): Promise<void> {
  const socket = connect(socketPath);
  const uid = Buffer.from(String(process.getuid?.() ?? 0)).toString('hex');
  socket.write(`\0AUTH EXTERNAL ${uid}\r\n`);
  await once(socket, 'data');
  const daemon = 'org.freedesktop.DBus';
  const hello = rawMessage('call', [
    [FIELD.path, 'o', '/org/freedesktop/DBus'],
    [FIELD.interface, 's', daemon],
    [FIELD.member, 's', 'Hello'],
    [FIELD.destination, 's', daemon],
  ]);
  socket.write(Buffer.concat([Buffer.from('BEGIN\r\n'), hello]));
  await once(socket, 'data');
  await new Promise((resolve) => socket.end(message, () => resolve(undefined)));
}
