/*
 * The wire format of Wayland: the object's number, the message's size in bytes and its opcode, then
 * arguments in units of 4 bytes, in the computer's byte order. Every computer that this app is built for is
 * little-endian.
 */

const HEADER_BYTES = 8;

export interface WireMessage {
  readonly object: number;
  /** The number of the event in the object's protocol. */
  readonly opcode: number;
  readonly body: WireBody;
}

/** An argument of a request: a text, or a number of 32 bits. */
export type WireArgument = string | number;

/** @returns a request as it goes over the socket */
export function encode(
  object: number,
  opcode: number,
  args: readonly WireArgument[] = [],
): Uint8Array {
  const body = Buffer.concat(
    args.map((arg) => (typeof arg === 'string' ? encodeText(arg) : encodeNumber(arg))),
  );
  const size = HEADER_BYTES + body.length;
  return Buffer.concat([encodeNumber(object), encodeNumber(size * 0x10000 + opcode), body]);
}

function encodeNumber(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** The length with the final zero, then text and zero, padded to a unit. */
function encodeText(text: string): Buffer {
  const length = Buffer.byteLength(text) + 1;
  const bytes = Buffer.alloc(4 + units(length));
  bytes.writeUInt32LE(length);
  bytes.write(text, 4);
  return bytes;
}

function units(bytes: number): number {
  return Math.ceil(bytes / 4) * 4;
}

/** The arguments of an event, read one after the other. */
export class WireBody {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** @throws when there is no more */
  number(): number {
    const value = this.#bytes.readUInt32LE(this.#at);
    this.#at += 4;
    return value;
  }

  /** @throws when there is no more, or it is cut off */
  text(): string {
    const length = this.number();
    const end = this.#at + length;
    if (length === 0 || end > this.#bytes.length) throw new Error('A text that is cut off.');
    const text = this.#bytes.toString('utf8', this.#at, end - 1);
    this.#at += units(length);
    return text;
  }
}

/** Takes bytes as they arrive, and gives each message once it is complete. */
export class WireReader {
  #rest = Buffer.alloc(0);

  /** @throws when what came is no message; nothing after it can be read either */
  *read(bytes: Uint8Array): Generator<WireMessage> {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    while (this.#rest.length >= HEADER_BYTES) {
      const second = this.#rest.readUInt32LE(4);
      const size = second >>> 16;
      if (size < HEADER_BYTES || size % 4 !== 0) throw new Error('This is not Wayland.');
      if (this.#rest.length < size) return;
      const body = new WireBody(this.#rest.subarray(HEADER_BYTES, size));
      const message = { object: this.#rest.readUInt32LE(0), opcode: second & 0xffff, body };
      this.#rest = this.#rest.subarray(size);
      yield message;
    }
  }
}
