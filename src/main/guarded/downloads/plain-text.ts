import { createReadStream } from 'node:fs';

/*
 * Text that is kept as a download. Only its name tells its kind, so each file is searched for what some
 * program would start, run or fetch.
 */

interface TextRules {
  readonly begins?: RegExp;
  readonly neverBegins?: RegExp;
  readonly never?: RegExp;
}

/** Spreadsheet programs open these by their content, whatever their name: web pages, Office's XML, SYLK. */
const OTHER_TABLES =
  /^\s*(<(!doctype|html|head|body|table|\?xml|\?mso)|mime-version:)|^ID;P[^\n]*\n[A-Z]{1,2};[A-Z]/i;

const TEXTS: Readonly<Record<string, TextRules>> = {
  txt: {},
  // Never with a formula that asks another program.
  csv: { neverBegins: OTHER_TABLES, never: /[=+@-]\s*[\w"'&]+\s*\|[^\n|]{0,100}!/ },
  tsv: { neverBegins: OTHER_TABLES, never: /[=+@-]\s*[\w"'&]+\s*\|[^\n|]{0,100}!/ },
  json: { begins: /^[\ufeff\s]*[[{]/ },
  hl7: { begins: /^[\ufeff\s]*(MSH|FHS|BHS)/ },
  ics: { begins: /^[\ufeff\s]*BEGIN:VCALENDAR/i },
  vcf: { begins: /^[\ufeff\s]*BEGIN:VCARD/i },
  xml: {
    // A browser would open these as a page, and Office would run their content.
    neverBegins: /^(\s|\ufeff|<\?[^>]*\?>|<!--[^]*?-->)*<([^\s<>/]+:)?(html|svg)[\s/>]/i,
    never:
      /<!(doctype|entity)|<\?mso-application|office\/2006\/xmlPackage|<([^\s<>/]+:)?(script|iframe|frame|embed|applet)[\s/>]|=\s*["']\s*(javascript|data|vbscript):|\s([\w-]+:)?(href|src)\s*=\s*["'][^"']{0,200}&|\s(srcdoc|formaction|on(?!set)[a-z]{3,})\s*=/i,
  },
  rtf: {
    begins: /^\{\\rtf/,
    // Carries other files, fetches a template, or starts programs.
    never: /\\(obj(ect|data|update|autlink|link|emb|class)|template)|\bdde(auto)?\b/i,
  },
};

/** A text with such a line is a file that a desktop starts. */
const STARTS_SOMETHING = /^\s*\[(Desktop Entry|InternetShortcut)\]/im;
/** Control characters that no text has; those of an older encoding are let through. */
const NOT_TEXT = /(?![\s\u0080-\u009f])\p{Cc}/u;
/** How much is searched again with the next piece, in characters: more than the longest forbidden text. */
const OVERLAP = 512;

/** @param ending of a file's name, in small letters */
export function isTextKind(ending: string): boolean {
  return Object.hasOwn(TEXTS, ending);
}

/**
 * Whether a file is text of the kind that its name says, and harmless. Read in pieces.
 * @throws when it cannot be read
 */
export async function isHarmlessText(path: string, ending: string): Promise<boolean> {
  const { begins, neverBegins, never } = TEXTS[ending] ?? {};
  let decode: ((bytes: Buffer) => string) | null = null;
  let before = '';
  let hasBegun = begins === undefined;
  for await (const piece of createReadStream(path)) {
    const bytes = piece as Buffer;
    const isFirst = decode === null;
    decode ??= decoderFor(bytes);
    // HL7 ends a message with the first, older systems a file with the second.
    const text = decode(bytes).replaceAll('\u001c', '').replaceAll('\u001a', '');
    hasBegun ||= begins?.test(text) === true;
    if (isFirst && (neverBegins?.test(text) === true || !hasBegun)) return false;
    const near = before + text;
    if (NOT_TEXT.test(text) || STARTS_SOMETHING.test(near) || never?.test(near) === true)
      return false;
    before = text.slice(-OVERLAP);
  }
  return hasBegun;
}

/** Decodes by the byte order mark. Without one, text in an older encoding gives no control characters. */
function decoderFor(first: Buffer): (bytes: Buffer) => string {
  const mark = first.subarray(0, 2).toString('hex');
  const wide = { fffe: 'utf-16le', feff: 'utf-16be' }[mark];
  const decoder = new TextDecoder(wide ?? 'utf-8');
  return (bytes) => decoder.decode(bytes, { stream: true });
}
