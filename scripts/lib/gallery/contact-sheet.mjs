// @ts-check
// The page that shows all pictures of the gallery, by view.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} Row the pictures of one sample
 * @property {string} name `view/state`
 * @property {readonly { readonly title: string, readonly file: string }[]} pictures
 */

/**
 * @param {string} folder where the pictures are
 * @param {readonly Row[]} rows
 * @returns {string} the page's path
 */
export function writeContactSheet(folder, rows) {
  const style = readFileSync(join(import.meta.dirname, 'contact-sheet.css'), 'utf8');
  /** @type {Map<string, Row[]>} */
  const groups = new Map();
  for (const row of rows) {
    const group = row.name.split('/')[0] ?? '';
    groups.set(group, [...(groups.get(group) ?? []), row]);
  }
  const file = join(folder, 'index.html');
  writeFileSync(
    file,
    `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Clinic Workstation: every view in every state</title>
<style>${style}</style>
</head>
<body>
<header>
  <h1>Every view in every state</h1>
  <nav aria-label="Views">${[...groups].map(link).join('\n')}</nav>
</header>
<main>${[...groups].map(section).join('\n')}</main>
</body>
</html>
`,
  );
  return file;
}

/** @param {readonly [string, readonly Row[]]} group */
function link([group, rows]) {
  return `<a href="#${group}">${group} <small>${rows.length}</small></a>`;
}

/** @param {readonly [string, readonly Row[]]} group */
function section([group, rows]) {
  return `<section id="${group}"><h2>${group}</h2>${rows.map(sample).join('\n')}</section>`;
}

/** @param {Row} row */
function sample({ name, pictures }) {
  const figures = pictures.map(
    ({ title, file }) =>
      `<figure><a href="${file}"><img src="${file}" alt="${name}: ${title}" loading="lazy"></a><figcaption>${title}</figcaption></figure>`,
  );
  return `<article id="${name}"><h3>${name}</h3><div class="row">${figures.join('\n')}</div></article>`;
}
