import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { safeFileName } from '../../../src/main/windows/guarded/file-names.js';
import { isKeptKind, isWhatItSays } from '../../../src/main/windows/guarded/kept-kinds.js';

const folder = mkdtempSync(join(tmpdir(), 'clinic-kinds-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Whether a page's file of this name with these bytes is kept. */
async function isKept(name: string, bytes: Buffer | string): Promise<boolean> {
  const fileName = safeFileName(name);
  const path = join(folder, '1');
  writeFileSync(path, bytes);
  return isKeptKind(fileName) && (await isWhatItSays(path, fileName));
}

const padded = (begin: string | Buffer) => Buffer.concat([Buffer.from(begin), Buffer.alloc(4_200)]);
const ELF = padded(Buffer.from('7f454c4602010100', 'hex'));
const MZ = padded('MZ\x90\x00\x03');
const MACH_O = padded(Buffer.from('cffaedfe07000001', 'hex'));
const PDF = Buffer.from('%PDF-1.7\n1 0 obj << >> endobj\n%%EOF');
const PNG = Buffer.concat([
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
  Buffer.from('00000001000000010802000000907753de0000000049444154', 'hex'),
]);
const JPEG = padded(Buffer.from('ffd8ffe000104a46494600', 'hex'));
const DICOM = padded(Buffer.concat([Buffer.alloc(128), Buffer.from('DICM')]));

/** A zip with these files, as Office programs write it. */
function zip(files: Readonly<Record<string, string>>): Buffer {
  const parts = Object.entries(files).map(([name, text]) => {
    const body = deflateRawSync(text);
    const head = Buffer.alloc(30);
    head.write('PK\x03\x04', 'latin1');
    head.writeUInt16LE(20, 4);
    head.writeUInt16LE(8, 8);
    head.writeUInt32LE(body.length, 18);
    head.writeUInt32LE(Buffer.byteLength(text), 22);
    head.writeUInt16LE(name.length, 26);
    return Buffer.concat([head, Buffer.from(name), body]);
  });
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  return Buffer.concat([...parts, end]);
}

const office = (type: string) =>
  zip({
    '[Content_Types].xml': `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.${type}.main+xml"/></Types>`,
    'word/document.xml': '<w:document/>',
  });
const DOCX = office('openxmlformats-officedocument.wordprocessingml.document');
const DOCM = office('ms-word.document.macroEnabled');

describe('what clinics need is kept', () => {
  it.each([
    ['report.pdf', PDF],
    ['REPORT.PDF', PDF],
    ['scan.png', PNG],
    ['x-ray.jpeg', JPEG],
    ['slice.dcm', DICOM],
    ['letter.docx', DOCX],
    ['list.csv', 'BMI;Name\n23,4;Müller\n'],
    ['list.csv', Buffer.from('\ufeffName\tBMI\n', 'utf16le')],
    ['older.csv', Buffer.from('M\xfcller;PK\n', 'latin1')],
    ['result.hl7', '\vMSH|^~\\&|LAB\rPID|1\r\x1c\r'],
    ['patient.json', '{"resourceType":"Patient"}'],
    [
      'patient.xml',
      '<Patient><text><div xmlns="http://www.w3.org/1999/xhtml">Pat</div></text></Patient>',
    ],
    ['letter.rtf', '{\\rtf1\\ansi Dear colleague}'],
    ['visit.ics', 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n'],
    ['empty.txt', ''],
  ])('%s', async (name, bytes) => {
    expect(await isKept(name, bytes)).toBe(true);
  });
});

describe('a program is not kept under any name', () => {
  it.each([
    'report.pdf',
    'setup.bin',
    'photo.jpg',
    'letter.docx',
    'list.csv',
    'slice.dcm',
    'x.mp4',
  ])('%s', async (name) => {
    for (const program of [ELF, MZ, MACH_O]) expect(await isKept(name, program)).toBe(false);
  });

  it.each([
    ['start.txt', '#!/bin/sh\nrm -r x'],
    ['start.txt', '\n[Desktop Entry]\nExec=x'],
    ['link.txt', '[InternetShortcut]\r\nURL=file://x'],
    ['letter.docx', DOCM],
    ['letter.docx', zip({ 'run.exe': 'MZ' })],
    ['sheet.xml', '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'],
    ['page.xml', `<a xmlns="x">${' '.repeat(70_000)}<h:script>alert(1)</h:script></a>`],
    ['letter.rtf', '{\\rtf1{\\object\\objdata 0105}}'],
    ['scan.png', JPEG],
    ['report.pdf', `MZ${PDF.toString()}`],
    ['report.pdf', '<html><script>x</script></html>'],
    ['report.pdf', ''],
  ])('as %s that holds something else', async (name, bytes) => {
    expect(await isKept(name, bytes)).toBe(false);
  });
});

it.each(
  (
    'exe com scr bat cmd ps1 sh py pyw js jar msi msix deb rpm snap flatpakref appimage apk dmg pkg iso ' +
    'html htm xhtml mht svg hta chm docm xlsm pptm dotm xll xlam doc xls ppt jnlp rdp command terminal ' +
    'appref-ms application library-ms search-ms settingcontent-ms website url lnk desktop sct wsc cab ' +
    'zip 7z rar tar gz bin dll so reg inf eml msg one vhd wasm swf class scpt workflow theme deskthemepack'
  ).split(' '),
)('.%s is no kind that is kept', (ending) => {
  for (const name of [
    `x.${ending}`,
    `x.${ending.toUpperCase()}`,
    `x.pdf.${ending}`,
    `x.${ending}. `,
  ])
    expect(isKeptKind(safeFileName(name))).toBe(false);
});

it.each(['setup', '.pdf', 'x.pdf:exe', 'x.', 'constructor', 'x.constructor', 'x.__proto__', 'pdf'])(
  'the name %j says nothing of a kind, or is made harmless',
  (name) => {
    const kept = safeFileName(name);
    expect(isKeptKind(kept)).toBe(kept.endsWith('.pdf'));
  },
);
