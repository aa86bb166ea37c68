import './pdf.css';
import {
  getDocument,
  type PDFDocumentProxy,
  type PDFPageProxy,
} from 'pdfjs-dist/legacy/build/pdf.mjs';
import * as worker from 'pdfjs-dist/legacy/build/pdf.worker.mjs';
import type { ShownPdf } from '../../shared/clinic-apps/shown-pdf.js';
import { say } from '../../shared/words/say.js';
import { PageLanguage } from '../mount/page-language.js';

/*
 * Shows one document that a clinic app's site sent. This page has no bridge and its own partition: a
 * malicious document can reach nothing through it. Main calls `showPdf` with the document.
 */

declare global {
  var showPdf: ((pdf: ShownPdf) => Promise<void>) | undefined;
  /** pdf.js takes its worker from here: this page has one process, and does nothing else. */
  var pdfjsWorker: unknown;
}

/** Printed pixels for each point of a page: about 200 dots per inch. */
const PRINT_SCALE = 2.8;
const ZOOM_STEP = 1.25;
const ZOOMS = { least: 0.25, most: 5 } as const;
/** The longest text of a page for screen readers, in characters. */
const LONGEST_TEXT = 20_000;

const part = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`There is no ${id}.`);
  return found;
};
const partsAt = (folder: string): string => new URL(`pdf-parts/${folder}/`, location.href).href;
const pages = part('pages');
const sheets = part('sheets');

globalThis.pdfjsWorker = worker;
globalThis.showPdf = async ({ name, base64, mayPrint, language }) => {
  const page = new PageLanguage();
  if (!page.speak(language)) await page.fetch(language).then(() => page.speak(language));
  nameParts();
  document.title = name;
  part('name').textContent = name;
  const data = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  try {
    const pdf = await getDocument({
      data,
      cMapUrl: partsAt('cmaps'),
      standardFontDataUrl: partsAt('standard_fonts'),
      wasmUrl: partsAt('wasm'),
      // No script, form or further data of a document is run or loaded.
      isEvalSupported: false,
      enableXfa: false,
      disableAutoFetch: true,
    }).promise;
    await show(pdf, mayPrint);
  } catch (error) {
    const isLocked = error instanceof Error && error.name === 'PasswordException';
    const problem = part('problem');
    problem.hidden = false;
    problem.textContent = isLocked
      ? say(
          'This document is protected by a password, so it can’t be shown here. Ask whoever sent it for one without.',
        )
      : say(
          'This document is damaged, so it can’t be shown. Download it again, or tell whoever runs the site.',
        );
  }
};

/** The page's own controls, in the language of now. */
function nameParts(): void {
  part('smaller').ariaLabel = say('Zoom out');
  part('larger').ariaLabel = say('Zoom in');
  part('print').textContent = say('Print');
  pages.ariaLabel = say('Pages');
}

async function show(pdf: PDFDocumentProxy, mayPrint: boolean): Promise<void> {
  const all = await Promise.all(
    Array.from({ length: pdf.numPages }, (_, index) => pdf.getPage(index + 1)),
  );
  const widest = Math.max(...all.map((page) => page.getViewport({ scale: 1 }).width));
  let zoom = Math.min(2, Math.max(0.5, (pages.clientWidth - 48) / widest));
  const drawn = new Map<Element, number>();
  const canvases = all.map((page) => {
    const canvas = document.createElement('canvas');
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', say('Page {number}', { number: page.pageNumber }));
    return { canvas, page };
  });
  const visible = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const found = canvases.find(({ canvas }) => canvas === target);
        if (!isIntersecting || found === undefined || drawn.get(target) === zoom) continue;
        drawn.set(target, zoom);
        void draw(found.page, found.canvas, zoom * devicePixelRatio).then(() => speak(found));
      }
    },
    { root: pages, rootMargin: '400px' },
  );

  const lay = (): void => {
    for (const { canvas, page } of canvases) {
      const { width, height } = page.getViewport({ scale: zoom });
      canvas.style.width = `${Math.floor(width)}px`;
      canvas.style.height = `${Math.floor(height)}px`;
      visible.unobserve(canvas);
      visible.observe(canvas);
    }
    part('where').textContent = say(
      '{pages, plural, one {{pages} page} other {# pages}}, {percent} %',
      { pages: pdf.numPages, percent: Math.round(zoom * 100) },
    );
  };
  const zoomBy = (factor: number): void => {
    zoom = Math.min(ZOOMS.most, Math.max(ZOOMS.least, zoom * factor));
    lay();
  };
  pages.append(...canvases.map(({ canvas }) => canvas));
  lay();
  part('larger').onclick = () => zoomBy(ZOOM_STEP);
  part('smaller').onclick = () => zoomBy(1 / ZOOM_STEP);
  if (mayPrint) offerPrinting(all);
  pages.focus();
}

function offerPrinting(all: readonly PDFPageProxy[]): void {
  const button = part('print') as HTMLButtonElement;
  button.hidden = false;
  const print = async (): Promise<void> => {
    if (button.disabled) return;
    button.disabled = true;
    for (const page of all) {
      const sheet = document.createElement('canvas');
      sheets.append(sheet);
      await draw(page, sheet, PRINT_SCALE);
    }
    window.print();
    sheets.replaceChildren();
    button.disabled = false;
  };
  button.onclick = () => void print();
  addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.code !== 'KeyP') return;
    event.preventDefault();
    void print();
  });
}

/** @param scale pixels for each point of the page */
async function draw(page: PDFPageProxy, canvas: HTMLCanvasElement, scale: number): Promise<void> {
  const viewport = page.getViewport({ scale });
  canvas.width = Math.floor(viewport.width);
  canvas.height = Math.floor(viewport.height);
  await page.render({ canvas, viewport }).promise;
}

/** Screen readers cannot read a canvas, so its label has the text of the page. */
async function speak({ page, canvas }: { page: PDFPageProxy; canvas: Element }): Promise<void> {
  const { items } = await page.getTextContent();
  const text = items.map((item) => ('str' in item ? item.str : '')).join(' ');
  canvas.setAttribute(
    'aria-label',
    say('Page {number}: {text}', {
      number: page.pageNumber,
      text: text.slice(0, LONGEST_TEXT),
    }).trim(),
  );
}
