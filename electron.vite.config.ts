import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';
import { problemsOf } from './src/shared/words/languages/catalog-problems.js';
import { isTranslated, LANGUAGE_IDS, OFFERED } from './src/shared/words/languages/languages.js';

const root = import.meta.dirname;

/** The oldest runtime that runs this code (docs/decisions): Node 20.18 and Chrome 130 of Electron 33. */
const nodeTarget = 'node20.18';
const chromeTarget = 'chrome130';

/**
 * What documents need besides pdf.js itself: characters of East Asia, the fonts that every viewer has, and
 * the pictures of scanners (JBIG2, JPEG 2000), each with its licence.
 */
const PDF_PARTS = ['cmaps', 'standard_fonts', 'wasm'];

function pdfParts(): Plugin {
  return {
    name: 'pdf-parts',
    generateBundle() {
      for (const part of PDF_PARTS) {
        const folder = resolve(root, 'node_modules/pdfjs-dist', part);
        for (const name of readdirSync(folder))
          this.emitFile({
            type: 'asset',
            fileName: `pdf-parts/${part}/${name}`,
            source: readFileSync(join(folder, name)),
          });
      }
    },
  };
}

/** The translations that main reads at run time, only those of the language that it speaks. */
function catalogs(): Plugin {
  const folder = resolve(root, 'src/shared/words/languages');
  const read = (name: string): Record<string, string> =>
    JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Record<string, string>;
  return {
    name: 'catalogs',
    generateBundle() {
      for (const id of LANGUAGE_IDS.filter(isTranslated)) {
        const catalog = read(id);
        const complete = OFFERED.includes(id);
        const problems = problemsOf(read('sentences'), catalog, id, { complete });
        if (problems.length > 0)
          this.error([`The translations in ${id}.json do not fit:`, ...problems].join('\n'));
        const source = JSON.stringify(catalog);
        this.emitFile({ type: 'asset', fileName: `languages/${id}.json`, source });
      }
    },
  };
}

/** Nothing is drawn before a page's own code has run: one that takes another's place does not flash. */
const DRAWN_BY_CODE: Plugin = {
  name: 'drawn-by-code',
  transformIndexHtml: {
    order: 'post',
    handler: (html) =>
      html.replace('<script type="module"', '<script blocking="render" type="module"'),
  },
};

export default defineConfig({
  main: {
    plugins: [catalogs()],
    build: {
      target: nodeTarget,
      outDir: 'out/main',
      rolldownOptions: {
        input: {
          index: resolve(root, 'src/main/index.ts'),
          // By itself, so that nothing of it is loaded before the first file has done its work.
          'command-line': resolve(root, 'src/main/commands/command-line.ts'),
          'keychain-program': resolve(root, 'src/main/vault/keychain-program.ts'),
        },
        output: { format: 'cjs', entryFileNames: '[name].js', chunkFileNames: '[name].js' },
        external: ['electron', 'keytar', 'libsql'],
      },
      externalizeDeps: {
        include: ['keytar', 'libsql'],
        exclude: [
          'zod',
          'tldts',
          'tldts-core',
          'electron-updater',
          'file-type',
          'htmlparser2',
          'ipaddr.js',
          'intl-messageformat',
          'jsonc-parser',
          'kysely',
          'otpauth',
          'pg',
          '@zxcvbn-ts/core',
          '@zxcvbn-ts/language-common',
          '@zxcvbn-ts/language-en',
          '@jellybrick/dbus-next',
          'x11',
          'yauzl',
          'csv-stringify',
          'asn1js',
          'zustand',
        ],
      },
    },
  },
  preload: {
    build: {
      target: nodeTarget,
      outDir: 'out/preload',
      rolldownOptions: {
        input: {
          index: resolve(root, 'src/preload/index.ts'),
          // No preload: main puts it into pages of clinic apps, beside their scripts.
          'page-probe': resolve(root, 'src/page-probe/page-probe.ts'),
        },
        output: { format: 'cjs', entryFileNames: '[name].js' },
        external: ['electron'],
      },
    },
  },
  renderer: {
    root: resolve(root, 'src/renderer'),
    plugins: [react(), pdfParts(), DRAWN_BY_CODE],
    build: {
      target: chromeTarget,
      outDir: resolve(root, 'out/renderer'),
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      rolldownOptions: {
        input: {
          main: resolve(root, 'src/renderer/index.html'),
          settings: resolve(root, 'src/renderer/settings.html'),
          warning: resolve(root, 'src/renderer/warning.html'),
          bar: resolve(root, 'src/renderer/bar.html'),
          pdf: resolve(root, 'src/renderer/pdf.html'),
        },
      },
    },
  },
});
