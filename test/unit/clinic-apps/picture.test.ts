import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  LARGEST_PICTURE,
  LONGEST_SIDE,
  pictureAddress,
} from '../../../src/main/clinic-apps/picture.js';
import { gif, ico, jpeg, png, webp, type WebpKind } from './pictures.js';

type Make = (width: number, height: number) => Buffer;

const BITMAP = Buffer.alloc(60);
const KINDS: readonly [string, Make][] = [
  ['image/png', png],
  ['image/gif', (width, height) => gif(width, height)],
  ['image/gif', (width, height) => gif(width, height, 'GIF87a')],
  ['image/jpeg', (width, height) => jpeg(width, height)],
  ['image/jpeg', (width, height) => jpeg(width, height, 0xc0)],
  ...(['VP8 ', 'VP8L', 'VP8X'] as const).map((kind: WebpKind): [string, Make] => [
    'image/webp',
    (width, height) => webp(width, height, kind),
  ]),
  ['image/x-icon', (width, height) => ico({ side: 16, bytes: png(width, height) })],
];

describe.each(KINDS)('a picture of the type %s (%#)', (type, make) => {
  it('is recognised by its bytes', () => {
    const bytes = make(48, 32);
    expect(pictureAddress(bytes)).toBe(`data:${type};base64,${bytes.toString('base64')}`);
  });

  it('may be as large as the limit on each side, and not larger', () => {
    expect(pictureAddress(make(LONGEST_SIDE, 1))).not.toBeNull();
    expect(pictureAddress(make(1, LONGEST_SIDE))).not.toBeNull();
    expect(pictureAddress(make(LONGEST_SIDE + 1, 1))).toBeNull();
    expect(pictureAddress(make(1, LONGEST_SIDE + 1))).toBeNull();
  });

  it('is rejected when it is cut off before its size, or has too many bytes', () => {
    const bytes = make(48, 32);
    expect(pictureAddress(bytes.subarray(0, 8))).toBeNull();
    const long = Buffer.concat([bytes, Buffer.alloc(LARGEST_PICTURE - bytes.length)]);
    expect(pictureAddress(long)).not.toBeNull();
    expect(pictureAddress(Buffer.concat([long, Buffer.alloc(1)]))).toBeNull();
  });
});

describe('a Windows icon', () => {
  it('holds bitmaps, of which the largest is 256 wide', () => {
    const whole = ico({ side: 16, bytes: BITMAP }, { side: 256, bytes: BITMAP });
    expect(pictureAddress(whole)).toMatch(/^data:image\/x-icon;base64,/);
  });

  it('does not get past the limit by a PNG that is larger than its entry says', () => {
    const sly = ico({ side: 16, bytes: BITMAP }, { side: 32, bytes: png(20_000, 20_000) });
    expect(pictureAddress(sly)).toBeNull();
  });

  it('is rejected without pictures, or with a picture outside of the file', () => {
    expect(pictureAddress(Buffer.concat([ico(), BITMAP]))).toBeNull();
    const outside = ico({ side: 16, bytes: BITMAP });
    outside.writeUInt32LE(outside.length, 18);
    expect(pictureAddress(outside)).toBeNull();
  });
});

it.each([
  ['a drawing', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
  ['a page', '<!doctype html><title>404</title>'],
  ['a program', 'MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0'],
  ['a bitmap', `BM${'\0'.repeat(60)}`],
  ['another RIFF file', `RIFF\0\0\0\0WAVEfmt ${'\0'.repeat(40)}`],
  ['a PNG that does not begin with its head', `\x89PNG\r\n\x1a\n${'\0'.repeat(40)}`],
  ['a PNG without a side', png(0, 16).toString('latin1')],
  ['nothing', ''],
])('%s is no picture', (_what, text) => {
  expect(pictureAddress(Buffer.from(text, 'latin1'))).toBeNull();
});

it('no sequence of bytes makes the reader fail', () => {
  const heads = KINDS.map(([, make]) => make(48, 32));
  const bytes = fc.tuple(fc.constantFrom(...heads), fc.nat(40), fc.uint8Array({ maxLength: 60 }));
  fc.assert(
    fc.property(bytes, ([head, kept, rest]) => {
      const answer = pictureAddress(Buffer.concat([head.subarray(0, kept), rest]));
      expect(answer === null || answer.startsWith('data:image/')).toBe(true);
    }),
    { numRuns: 500 },
  );
});
