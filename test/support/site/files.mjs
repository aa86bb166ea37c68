// @ts-check
// The files of the test web that are not pages, each with a mark in it.

import { PNG } from 'pngjs';

/** A script that V8 finds worth keeping compiled: long, and run often. @param {string} mark */
export function bigScript(mark) {
  const functions = Array.from(
    { length: 400 },
    (_, index) =>
      `function work${index}(n) { let sum = ${index}; for (let i = 0; i < n; i++) sum += i % 7; return sum + '${mark}'.length; }`,
  );
  const calls = functions.map((_, index) => `work${index}(50)`);
  return `${functions.join('\n')}\nwindow.bigScriptRan = ${calls.join(' + ')};`;
}

/** Answers from its own cache, and goes on working when it is told to. @param {string} mark */
export function serviceWorker(mark) {
  return `const mark = '${mark}';
self.addEventListener('install', (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open('worker').then((cache) => cache.put('/from-worker', new Response(mark))));
});
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
  if (new URL(event.request.url).pathname === '/from-worker')
    event.respondWith(caches.match('/from-worker'));
});
self.addEventListener('message', () => {
  setInterval(() => fetch('/beacon?service-worker'), 200);
});`;
}

/** 64 by 64 pixels of one colour, with the mark where a picture keeps its remarks. @param {string} mark */
export function image(mark) {
  return withRemark(square(64, [30, 110, 160]), mark);
}

/** The site's own icon. @param {string} mark */
export function icon(mark) {
  return withRemark(square(128, [200, 60, 40]), mark);
}

/** One empty page. @param {string} mark */
export function pdf(mark) {
  return Buffer.from(`%PDF-1.4
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] >> endobj
trailer << /Root 1 0 R /Info << /Title (${mark}) >> >>
%%EOF`);
}

/** Two pages with a line of text each, and 診察 in a font that is not in it. @param {string} text @param {string} mark */
export function writtenPdf(text, mark) {
  const written = `BT /F1 24 Tf 40 100 Td (${text}) Tj /F2 24 Tf 0 -40 Td <8A3A5BDF> Tj ET`;
  const page = '/Type /Page /Parent 2 0 R /MediaBox [0 0 500 200] /Contents 4 0 R';
  return Buffer.from(`%PDF-1.4
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R 6 0 R] /Count 2 >> endobj
3 0 obj << ${page} /Resources << /Font << /F1 5 0 R /F2 7 0 R >> >> >> endobj
4 0 obj << /Length ${written.length} >> stream
${written}
endstream endobj
5 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj
6 0 obj << ${page} /Resources << /Font << /F1 5 0 R /F2 7 0 R >> >> >> endobj
7 0 obj << /Type /Font /Subtype /Type0 /BaseFont /Ryumin-Light /Encoding /UniJIS-UCS2-H /DescendantFonts [8 0 R] >> endobj
8 0 obj << /Type /Font /Subtype /CIDFontType0 /BaseFont /Ryumin-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> /FontDescriptor 9 0 R >> endobj
9 0 obj << /Type /FontDescriptor /FontName /Ryumin-Light /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 850 /Descent -150 /CapHeight 700 /StemV 80 >> endobj
trailer << /Root 1 0 R /Info << /Title (${mark}) >> >>
%%EOF`);
}

/** @param {number} size @param {readonly [number, number, number]} colour */
function square(size, colour) {
  const png = new PNG({ width: size, height: size });
  for (let at = 0; at < png.data.length; at += 4) png.data.set([...colour, 255], at);
  return PNG.sync.write(png);
}

/** What follows the end of a picture is not looked at. @param {Buffer} png @param {string} mark */
function withRemark(png, mark) {
  return Buffer.concat([png, Buffer.from(mark)]);
}
