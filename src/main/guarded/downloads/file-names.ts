import { basename, extname } from 'node:path';

/**
 * The longest file name, in bytes of UTF-8: file systems take 255, encrypted ones (eCryptfs) 143, and whoever
 * saves a copy may add a number to it.
 */
const LONGEST_NAME = 130;
/** A longer ending, in bytes, counts as part of the name. */
const LONGEST_ENDING = 20;

/**
 * Control characters, what Windows forbids, marks that are invisible or turn the writing direction around,
 * and halves of characters.
 */
const FORBIDDEN =
  /[\p{Cc}\p{Cs}<>:"/\\|?*\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffd]/gu;

/** Makes a file name that is valid on every system, and hides nothing of its ending. */
export function safeFileName(name: string): string {
  const plain = basename(name)
    .replace(FORBIDDEN, '_')
    .replace(/[. ]+$/, '');
  // The name is empty, or a dot at its beginning would hide the file.
  if (plain === '' || plain.startsWith('.')) return shortened(`file${plain}`);
  // On Windows these names are devices, with every ending.
  const named = /^(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³]|conin\$|conout\$) *(\.|$)/i.test(plain)
    ? `_${plain}`
    : plain;
  return shortened(named);
}

/** Keeps the beginning and the ending, and cuts only between what people see as characters. */
function shortened(name: string): string {
  if (bytesOf(name) <= LONGEST_NAME) return name;
  const ending = bytesOf(extname(name)) <= LONGEST_ENDING ? extname(name) : '';
  let stem = '';
  let room = LONGEST_NAME - bytesOf(`…${ending}`);
  for (const { segment } of new Intl.Segmenter().segment(
    name.slice(0, name.length - ending.length),
  )) {
    room -= bytesOf(segment);
    if (room < 0) break;
    stem += segment;
  }
  return `${stem}…${ending}`;
}

function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}
