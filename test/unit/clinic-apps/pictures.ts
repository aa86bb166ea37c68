/* The beginnings of picture files, as a program that draws them writes them. */

export function png(width: number, height: number): Buffer {
  const head = Buffer.alloc(33);
  head.write('\x89PNG\r\n\x1a\n', 0, 'latin1');
  head.writeUInt32BE(13, 8);
  head.write('IHDR', 12, 'latin1');
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return head;
}

export function gif(width: number, height: number, version = 'GIF89a'): Buffer {
  const head = Buffer.alloc(13);
  head.write(version, 0, 'latin1');
  head.writeUInt16LE(width, 6);
  head.writeUInt16LE(height, 8);
  return head;
}

/** Has a JFIF segment, a comment and a table before the frame, and fill bytes between them. */
export function jpeg(width: number, height: number, frame = 0xc2): Buffer {
  const sizes = Buffer.alloc(4);
  sizes.writeUInt16BE(height, 0);
  sizes.writeUInt16BE(width, 2);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    Buffer.from([0xff, 0xe0, 0, 16]),
    Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1'),
    Buffer.from([0xff, 0xff, 0xfe, 0, 4, 1, 2]),
    Buffer.from([0xff, 0xc4, 0, 3, 9]),
    Buffer.from([0xff, frame, 0, 11, 8]),
    sizes,
    Buffer.from([1, 1, 0x11, 0]),
  ]);
}

export type WebpKind = 'VP8 ' | 'VP8L' | 'VP8X';

export function webp(width: number, height: number, kind: WebpKind): Buffer {
  const head = Buffer.alloc(40);
  head.write('RIFF', 0, 'latin1');
  head.write(`WEBP${kind}`, 8, 'latin1');
  if (kind === 'VP8X') {
    head.writeUIntLE(width - 1, 24, 3);
    head.writeUIntLE(height - 1, 27, 3);
  } else if (kind === 'VP8L') {
    head[20] = 0x2f;
    head.writeUInt32LE(((width - 1) | ((height - 1) << 14)) >>> 0, 21);
  } else {
    head.write('\x9d\x01\x2a', 23, 'latin1');
    head.writeUInt16LE(width, 26);
    head.writeUInt16LE(height, 28);
  }
  return head;
}

/** The pictures of an icon, each with the sides that its entry names; 256 is written as 0. */
export function ico(
  ...pictures: readonly { readonly side: number; readonly bytes: Buffer }[]
): Buffer {
  const head = Buffer.alloc(6 + pictures.length * 16);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let from = head.length;
  pictures.forEach(({ side, bytes }, index) => {
    const entry = 6 + index * 16;
    head[entry] = side % 256;
    head[entry + 1] = side % 256;
    head.writeUInt32LE(bytes.length, entry + 8);
    head.writeUInt32LE(from, entry + 12);
    from += bytes.length;
  });
  return Buffer.concat([head, ...pictures.map(({ bytes }) => bytes)]);
}
