import { createReadStream } from 'node:fs';
import { extname } from 'node:path';
import { fileTypeFromFile } from 'file-type';

/*
 * The kinds of files that clinic apps may send to be kept. What is not listed is refused, because nobody
 * can list every ending behind which some system finds a program.
 *
 * Left out on purpose: archives and old Office files, which may carry programs that cannot be seen from
 * outside; web pages, pictures of text (SVG) and mail, which open as programs of a browser or bring others.
 */

/** Kinds that are recognised by their first bytes, by the names that `file-type` gives these. */
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
  // With macros these are other kinds, which `file-type` tells by the list of contents within.
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
  mp4: ['mp4', 'm4v'],
  mov: ['mov'],
  webm: ['webm'],
};

/** Plain text. What must not stand in it, besides what holds for all of it. */
const TEXTS: Readonly<Record<string, RegExp | null>> = {
  txt: null,
  csv: null,
  tsv: null,
  json: null,
  hl7: null,
  ics: null,
  vcf: null,
  // Opens as an Office document with macros, or runs in a browser.
  xml: /<\?mso-application|<([a-z][\w.-]*:)?script[\s/>]|javascript:|\son[a-z]{4,}\s*=/i,
  // Carries other files, or starts programs.
  rtf: /\\(obj(ect|data|update|autlink|link|emb)|ddeauto)/i,
};

/** How a file begins that some system starts, though it is text. */
const STARTS_SOMETHING = /^\s*(#!|\[(Desktop Entry|InternetShortcut)\])/i;
/** Control characters that no text has. */
const NOT_TEXT = /(?!\s)\p{Cc}/u;
/** The longest of what must not stand in a text is shorter, in characters. */
const OVERLAP = 256;

const endingOf = (fileName: string): string => extname(fileName).slice(1).toLowerCase();

/** @param fileName one that `safeFileName` gave */
export function isKeptKind(fileName: string): boolean {
  const ending = endingOf(fileName);
  return Object.hasOwn(BY_BYTES, ending) || Object.hasOwn(TEXTS, ending);
}

/**
 * Whether a file holds what its name says. Reads as little of it as tells, and a text in pieces.
 * @param path where it lies
 * @throws when it cannot be read
 */
export async function isWhatItSays(path: string, fileName: string): Promise<boolean> {
  const ending = endingOf(fileName);
  const forbidden = TEXTS[ending];
  if (forbidden !== undefined) return isPlainText(path, forbidden);
  const found = await fileTypeFromFile(path);
  return found !== undefined && BY_BYTES[ending]?.includes(found.ext) === true;
}

async function isPlainText(path: string, forbidden: RegExp | null): Promise<boolean> {
  let decode: ((bytes: Buffer) => string) | null = null;
  let before = '';
  for await (const piece of createReadStream(path)) {
    const bytes = piece as Buffer;
    const isFirst = decode === null;
    decode ??= decoderFor(bytes);
    // HL7 ends a message by the one, older systems a file by the other.
    const text = decode(bytes).replaceAll('\u001c', '').replaceAll('\u001a', '');
    if (isFirst && STARTS_SOMETHING.test(text)) return false;
    if (NOT_TEXT.test(text) || forbidden?.test(before + text) === true) return false;
    before = text.slice(-OVERLAP);
  }
  return true;
}

/** By the mark at its beginning. Without one, an older encoding comes out as signs that are no control characters. */
function decoderFor(first: Buffer): (bytes: Buffer) => string {
  const mark = first.subarray(0, 2).toString('hex');
  const wide = { fffe: 'utf-16le', feff: 'utf-16be' }[mark];
  const decoder = new TextDecoder(wide ?? 'utf-8');
  return (bytes) => decoder.decode(bytes, { stream: true });
}
