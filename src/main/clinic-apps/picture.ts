/*
 * Accepts pictures of a site by their bytes alone: what a server says about them is not believed. SVG
 * is refused, because it can hold scripts.
 */

/** The largest picture, in bytes. */
export const LARGEST_PICTURE = 200_000;
/** The most pixels on a side: a small file must not unfold into a picture that fills the memory. */
export const LONGEST_SIDE = 1_024;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** A kind of picture: its type, and its size from its first bytes, or `null` when it is none. */
interface Kind {
  readonly type: string;
  readonly sizeOf: (bytes: Buffer) => Size | null;
}

const KINDS: readonly Kind[] = [
  { type: 'image/png', sizeOf: pngSize },
  { type: 'image/jpeg', sizeOf: jpegSize },
  { type: 'image/gif', sizeOf: gifSize },
  { type: 'image/webp', sizeOf: webpSize },
  { type: 'image/x-icon', sizeOf: icoSize },
];

/** @returns the picture as a `data:` address, or `null` when it is none, or too large */
export function pictureAddress(bytes: Buffer): string | null {
  if (bytes.length > LARGEST_PICTURE) return null;
  for (const { type, sizeOf } of KINDS) {
    const size = sizeOf(bytes);
    if (size === null) continue;
    const { width, height } = size;
    const isFine = Math.min(width, height) >= 1 && Math.max(width, height) <= LONGEST_SIDE;
    return isFine ? `data:${type};base64,${bytes.toString('base64')}` : null;
  }
  return null;
}

function beginsWith(bytes: Buffer, magic: string, at = 0): boolean {
  return bytes.toString('latin1', at, at + magic.length) === magic;
}

function pngSize(bytes: Buffer): Size | null {
  if (bytes.length < 24 || !beginsWith(bytes, '\x89PNG\r\n\x1a\n')) return null;
  return beginsWith(bytes, 'IHDR', 12)
    ? { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
    : null;
}

function gifSize(bytes: Buffer): Size | null {
  if (bytes.length < 10 || !(beginsWith(bytes, 'GIF87a') || beginsWith(bytes, 'GIF89a')))
    return null;
  return { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
}

/** Goes from segment to segment to the one that begins the frame (ITU-T T.81, B.2.2). */
function jpegSize(bytes: Buffer): Size | null {
  if (!beginsWith(bytes, '\xff\xd8\xff')) return null;
  let at = 2;
  while (at + 9 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes.readUInt8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    // C4, C8 and CC are tables and extensions, not frames.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}

/** The canvas of the extended format, or the frame of the two simple ones (RFC 9649). */
function webpSize(bytes: Buffer): Size | null {
  if (bytes.length < 30 || !beginsWith(bytes, 'RIFF') || !beginsWith(bytes, 'WEBP', 8)) return null;
  if (beginsWith(bytes, 'VP8X', 12))
    return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
  if (beginsWith(bytes, 'VP8L', 12) && bytes[20] === 0x2f) {
    const bits = bytes.readUInt32LE(21);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (beginsWith(bytes, 'VP8 ', 12) && beginsWith(bytes, '\x9d\x01\x2a', 23))
    return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
  return null;
}

/** The size of the largest picture in it: at most 256 pixels wide, unless a PNG in it says more. */
function icoSize(bytes: Buffer): Size | null {
  if (bytes.length < 22 || !beginsWith(bytes, '\0\0\x01\0')) return null;
  const count = bytes.readUInt16LE(4);
  if (count === 0 || bytes.length < 6 + count * 16) return null;
  let width = 0;
  let height = 0;
  for (let entry = 0; entry < count; entry += 1) {
    const head = 6 + entry * 16;
    const from = bytes.readUInt32LE(head + 12);
    if (from >= bytes.length) return null;
    const png = pngSize(bytes.subarray(from));
    width = Math.max(width, png?.width ?? (bytes.readUInt8(head) || 256));
    height = Math.max(height, png?.height ?? (bytes.readUInt8(head + 1) || 256));
  }
  return { width, height };
}
