import type { XProperty } from 'x11/lib/xcore.js';

export function numbersIn(property: XProperty | null): readonly number[] {
  const data = property?.data ?? Buffer.alloc(0);
  return Array.from({ length: data.length >> 2 }, (_, index) => data.readUInt32LE(index * 4));
}
