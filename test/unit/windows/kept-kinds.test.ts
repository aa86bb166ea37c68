import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { safeFileName } from '../../../src/main/guarded/downloads/file-names.js';
import { isKeptKind, isWhatItSays } from '../../../src/main/guarded/downloads/kept-kinds.js';

const folder = mkdtempSync(join(tmpdir(), 'clinic-kinds-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Whether a page's file with this name and these bytes is kept. */
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

type Part = readonly [name: string, text: string, flags?: number];

/** A zip with these files, as Office programs write it. */
function zip(...parts: readonly Part[]): Buffer {
  const bodies: Buffer[] = [];
  const list: Buffer[] = [];
  let at = 0;
  for (const [name, text, flags = 0] of parts) {
    const body = deflateRawSync(text);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(flags, 2);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt32LE(crc32(text), 10);
    facts.writeUInt32LE(body.length, 14);
    facts.writeUInt32LE(Buffer.byteLength(text), 18);
    facts.writeUInt16LE(name.length, 22);
    const here = Buffer.concat([Buffer.from('PK\x03\x04'), facts, Buffer.from(name), body]);
    const more = Buffer.alloc(14);
    more.writeUInt32LE(at, 10);
    list.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), facts, more, Buffer.from(name)]));
    bodies.push(here);
    at += here.length;
  }
  const directory = Buffer.concat(list);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, directory, end]);
}

const office = (type: string, ...more: readonly Part[]) =>
  zip(
    [
      '[Content_Types].xml',
      `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.${type}.main+xml"/></Types>`,
    ],
    ['word/document.xml', '<w:document/>'],
    ...more,
  );
const WORD = 'openxmlformats-officedocument.wordprocessingml.document';
const SHEET = 'openxmlformats-officedocument.spreadsheetml.sheet';
const DOCX = office(WORD);
const DOCM = office('ms-word.document.macroEnabled');
const openDocument = (kind: string, ...more: readonly Part[]) => {
  const mimetype = `application/vnd.oasis.opendocument.${kind}`;
  const head = Buffer.alloc(30);
  head.write('PK\x03\x04\x0a', 'latin1');
  head.writeUInt32LE(mimetype.length, 18);
  head.writeUInt32LE(mimetype.length, 22);
  head.writeUInt16LE('mimetype'.length, 26);
  const stored = Buffer.concat([head, Buffer.from('mimetype'), Buffer.from(mimetype)]);
  const rest = zip(['content.xml', '<office:document-content/>'], ...more);
  // Bytes before a zip move all offsets of its list.
  const moved = Buffer.from(rest);
  const end = moved.length - 22;
  let entry = moved.readUInt32LE(end + 16);
  moved.writeUInt32LE(entry + stored.length, end + 16);
  for (let part = 0; part <= more.length; part += 1) {
    moved.writeUInt32LE(moved.readUInt32LE(entry + 42) + stored.length, entry + 42);
    entry += 46 + moved.readUInt16LE(entry + 28);
  }
  return Buffer.concat([stored, moved]);
};

describe('what clinics need is kept', () => {
  it.each([
    ['report.pdf', PDF],
    ['REPORT.PDF', PDF],
    ['scan.png', PNG],
    ['x-ray.jpeg', JPEG],
    ['slice.dcm', DICOM],
    ['letter.docx', DOCX],
    ['chart.docx', office(WORD, ['word/embeddings/Microsoft_Excel_Sheet1.xlsx', 'PK'])],
    ['list.xlsx', office(SHEET, ['xl/printerSettings/printerSettings1.bin', 'x'])],
    ['letter.odt', openDocument('text')],
    ['list.ods', openDocument('spreadsheet', ['Object 1/content.xml', '<x/>'])],
    ['other.pdf', `\r\n${PDF.toString()}`],
    ['list.csv', 'ID;Patient\n17;Müller\n'],
    ['list.csv', 'BMI;Name\n23,4;Müller\n'],
    ['list.csv', Buffer.from('\ufeffName\tBMI\n', 'utf16le')],
    ['older.csv', Buffer.from('M\xfcller;PK\n', 'latin1')],
    ['result.hl7', '\vMSH|^~\\&|LAB\rPID|1\r\x1c\r'],
    ['patient.json', '{"resourceType":"Patient"}'],
    [
      'patient.xml',
      '<Patient><text><div xmlns="http://www.w3.org/1999/xhtml">Pat</div></text></Patient>',
    ],
    [
      'event.xml',
      '<Condition onsetDate="2026-01-01" onset="x"><note>javascript: no</note></Condition>',
    ],
    [
      'cda.xml',
      '<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="cda.xsl"?><ClinicalDocument xmlns="urn:hl7-org:v3"/>',
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
    ['start.txt', '\ufeff#!/bin/sh\nrm -r x'],
    ['visit.ics', 'Hello'],
    ['person.vcf', ''],
    ['data.json', '<html>'],
    ['result.hl7', 'MZ'],
    [
      'letter.docx',
      office(
        `${WORD}.main+xml"/><Default Extension="dat" ContentType="application/vnd.ms-office.vbaProject"/><Default Extension="x" ContentType="x`,
      ),
    ],
    ['start.txt', '\n[Desktop Entry]\nExec=x'],
    ['link.txt', '[InternetShortcut]\r\nURL=file://x'],
    ['letter.docx', DOCM],
    ['letter.docx', office(WORD, ['word/vbaProject.bin', 'x'])],
    ['letter.docx', office(WORD, ['word/embeddings/run.exe', 'MZ'])],
    ['letter.docx', office(WORD, ['word/embeddings/oleObject1.bin', 'x'])],
    ['letter.docx', office(WORD, ['[content_types].xml', 'another'])],
    ['letter.docx', office(WORD, ['word/locked.xml', 'x', 1])],
    ['list.xlsx', office(SHEET, ['xl/macrosheets/sheet1.xml', '<x/>'])],
    ['letter.odt', openDocument('text', ['Basic/Standard/Module1.xml', 'Sub Main'])],
    ['list.ods', openDocument('spreadsheet', ['Scripts/python/run.py', 'import os'])],
    ['letter.docx', zip(['run.exe', 'MZ'])],
    ['letter.docx', DOCX.subarray(0, DOCX.length - 22)],
    [
      'slice.dcm',
      Buffer.concat([Buffer.from('#!/bin/sh\n'), Buffer.alloc(118), DICOM.subarray(128)]),
    ],
    ['list.csv', 'ID;PWXL;N;E\r\nC;Y1;X1;K"x"'],
    ['list.csv', '<html><table></table></html>'],
    ['list.csv', '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'],
    ['list.csv', "Name\n=cmd|' /C calc'!A0"],
    ['letter.rtf', '<html>x</html>'],
    ['letter.rtf', '{\\rtf1{\\field{\\*\\fldinst DDEAUTO c:\\\\x }}}'],
    ['letter.rtf', '{\\rtf1{\\*\\template https://x.example/t.dotm}}'],
    ['page.xml', '<!DOCTYPE a [<!ENTITY s "x">]><a>&s;</a>'],
    ['page.xml', '<html xmlns="http://www.w3.org/1999/xhtml"><form/></html>'],
    ['page.xml', '<a xmlns:é="http://www.w3.org/1999/xhtml"><é:script>x</é:script></a>'],
    ['page.xml', '<a><b href="java&#115;cript:x"/></a>'],
    ['word.xml', '<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"/>'],
    ['start.txt', `# a remark\n${'x'.repeat(70_000)}\n[Desktop Entry]\nExec=x`],
    ['sheet.xml', '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'],
    ['page.xml', `<a xmlns="x">${' '.repeat(70_000)}<h:script>alert(1)</h:script></a>`],
    ['letter.rtf', '{\\rtf1{\\object\\objdata 0105}}'],
    ['scan.png', JPEG],
    ['report.pdf', `MZ${PDF.toString()}`],
    ['report.pdf', '<html><script>x</script></html>'],
    ['report.pdf', ''],
  ])('as %s with other content', async (name, bytes) => {
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
)('.%s is not a kept kind', (ending) => {
  for (const name of [
    `x.${ending}`,
    `x.${ending.toUpperCase()}`,
    `x.pdf.${ending}`,
    `x.${ending}. `,
  ])
    expect(isKeptKind(safeFileName(name))).toBe(false);
});

it.each(['con .pdf', 'COM¹.pdf', 'CONIN$.pdf', 'NUL.pdf'])('%s does not name a device', (name) => {
  expect(safeFileName(name)).toBe(`_${name}`);
});

it.each(['setup', '.pdf', 'x.pdf:exe', 'x.', 'constructor', 'x.constructor', 'x.__proto__', 'pdf'])(
  'the name %j has no kind, or is made harmless',
  (name) => {
    const kept = safeFileName(name);
    expect(isKeptKind(kept)).toBe(kept.endsWith('.pdf'));
  },
);
