// @ts-check
// The macOS icon container: an eight-byte header, then one chunk per picture, each with a four-letter
// type, its length and a PNG. The 16 and 32 px single-density types (icp4, icp5) are left out: macOS
// shows their PNGs wrongly inside an app bundle and scales ic11 and ic12 down instead.

/** Pixel sizes and the types that hold them; a size can serve two densities. */
const types = /** @type {const} */ ([
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
]);

/**
 * @param {(size: number) => Buffer} pngOf draws the icon at a size in pixels
 * @returns {Buffer} the bytes of an `.icns` file
 */
export function icns(pngOf) {
  const chunks = types.map(([type, size]) => chunk(type, pngOf(size)));
  return chunk('icns', Buffer.concat(chunks));
}

/**
 * @param {string} type
 * @param {Buffer} content
 */
function chunk(type, content) {
  const header = Buffer.alloc(8);
  header.write(type, 'ascii');
  header.writeUInt32BE(header.length + content.length, 4);
  return Buffer.concat([header, content]);
}
