import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import { isHarmlessText, isTextKind } from './plain-text.js';

/*
 * The kinds of files that clinic apps may send to be kept. All others are refused, because nobody can list
 * every ending behind which some system finds a program.
 *
 * Left out on purpose: archives and old Office files, which may carry programs that cannot be seen from
 * outside; web pages, SVG pictures and mail, which open as programs of a browser or bring others.
 */

/** Kinds that are recognised by their first bytes: for each ending the names that `file-type` may give. */
const BY_BYTES: Readonly<Record<string, readonly string[]>> = {
  pdf: ['pdf'],
  jpg: ['jpg'],
  jpeg: ['jpg'],
  png: ['png', 'apng'],
  gif: ['gif'],
  webp: ['webp'],
  bmp: ['bmp'],
  tif: ['tif'],
  tiff: ['tif'],
  heic: ['heic'],
  avif: ['avif'],
  dcm: ['dcm'],
  docx: ['docx'],
  xlsx: ['xlsx'],
  pptx: ['pptx'],
  odt: ['odt'],
  ods: ['ods'],
  odp: ['odp'],
  mp3: ['mp3'],
  m4a: ['m4a', 'mp4'],
  wav: ['wav'],
  ogg: ['ogg', 'oga', 'opus'],
  flac: ['flac'],
  mp4: ['mp4', 'm4v', '3gp'],
  mov: ['mov'],
  webm: ['webm'],
};

/** These are zips, whose parts are looked at. */
const OFFICE: ReadonlySet<string> = new Set(['docx', 'xlsx', 'pptx', 'odt', 'ods', 'odp']);

/** Some programs write a mark or empty lines before a PDF, and readers accept that. */
const BEFORE_PDF = /^(\ufeff|\s){1,64}%PDF-/;
/** How much of a file's beginning is read here, in bytes. */
const HEAD_BYTES = 128;

const endingOf = (fileName: string): string => extname(fileName).slice(1).toLowerCase();

/** @param fileName one that `safeFileName` gave */
export function isKeptKind(fileName: string): boolean {
  const ending = endingOf(fileName);
  return Object.hasOwn(BY_BYTES, ending) || isTextKind(ending);
}

/**
 * Whether a file holds what its name says. Reads only as much of the file as needed, and a text in pieces.
 * @param path where it lies
 * @throws when it cannot be read
 */
export async function isWhatItSays(path: string, fileName: string): Promise<boolean> {
  const ending = endingOf(fileName);
  const head = await headOf(path);
  // Checked for every kind: some kinds allow anything at their beginning.
  if (/^[\ufeff\s]*#!/.test(head)) return false;
  if (isTextKind(ending)) return isHarmlessText(path, ending);
  // Loaded with the first file, so that it does not slow the start.
  const { fileTypeFromFile } = await import('file-type');
  const found = (await fileTypeFromFile(path))?.ext;
  if (found === undefined) return ending === 'pdf' && BEFORE_PDF.test(head);
  if (BY_BYTES[ending]?.includes(found) !== true) return false;
  if (!OFFICE.has(ending)) return true;
  const { hasHarmlessParts } = await import('./office-parts.js');
  // A file whose list of parts cannot be read is refused.
  return hasHarmlessParts(path).catch(() => false);
}

async function headOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
