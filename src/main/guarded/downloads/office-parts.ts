import { text } from 'node:stream/consumers';
import { type Entry, openPromise, type ZipFile } from 'yauzl';

/** The most files that an Office file is made of; a large presentation has some thousands. */
const MOST_PARTS = 20_000;

/**
 * What no harmless Office file has in it: macros of Word, Excel (also those of 1992) and OpenDocument,
 * controls, and other files, except Office files such as the tables behind charts.
 */
const HARMFUL =
  /vbaproject|vbadata|macrosheets\/|activex\/|(^|\/)(basic|scripts)\/|oleobject|\.bin$|(^|\/)embeddings\/(?!.*\.(xlsx|docx|pptx)$)/i;
/** The part that tells the kind of each part, whatever their names are. */
const KINDS_PART = '[content_types].xml';
const HARMFUL_KINDS = /macroenabled|vba|activex|oleobject/i;
/** The longest that this part may be, in bytes: a large presentation has some hundred kilobytes. */
const LONGEST_KINDS = 4_000_000;

/** Printers' settings, which Excel keeps in every table. */
const HARMLESS = /(^|\/)printersettings\/printersettings\d+\.bin$/i;

/**
 * Whether an Office file (a zip) has only parts that do nothing. Reads their list and the part with their
 * kinds. Two parts of one name, which programs would read differently, and locked ones are harmful too.
 */
export async function hasHarmlessParts(path: string): Promise<boolean> {
  const seen = new Set<string>();
  const zip = await openPromise(path, { lazyEntries: true });
  try {
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName.toLowerCase();
      const isLocked = (entry.generalPurposeBitFlag & 1) !== 0;
      if (isLocked || seen.has(name) || seen.size >= MOST_PARTS) return false;
      if (HARMFUL.test(name) && !HARMLESS.test(name)) return false;
      if (name === KINDS_PART && HARMFUL_KINDS.test(await textOf(zip, entry))) return false;
      seen.add(name);
    }
    return seen.size > 0;
  } finally {
    zip.close();
  }
}

/** @throws when it is longer than {@link LONGEST_KINDS} */
async function textOf(zip: ZipFile, entry: Entry): Promise<string> {
  if (entry.uncompressedSize > LONGEST_KINDS) throw new Error('The list of kinds is too long.');
  return text(await zip.openReadStreamPromise(entry));
}
