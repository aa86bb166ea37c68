// @ts-check
// Writes XML, as far as the templates of the policy need it.

/** @typedef {string | readonly string[]} Content from {@link element} or {@link text} */

const ENTITIES = /** @type {Readonly<Record<string, string>>} */ ({
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
});

/** @param {string | number} value */
export function text(value) {
  return String(value).replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}

/**
 * @param {string} name
 * @param {Readonly<Record<string, string | number>>} [attributes]
 * @param {Content} [content] a string stays on the line; a list is elements, each on its own
 * @returns {string}
 */
export function element(name, attributes = {}, content = []) {
  const start = [
    name,
    ...Object.entries(attributes).map(([key, value]) => `${key}="${text(value)}"`),
  ];
  if (typeof content === 'string') return `<${start.join(' ')}>${content}</${name}>`;
  if (content.length === 0) return `<${start.join(' ')} />`;
  // Only the start of an element is indented: lines inside a text must not move.
  const inner = content.map((child) => child.replace(/^(\s*<)/gm, '  $1')).join('\n');
  return `<${start.join(' ')}>\n${inner}\n</${name}>`;
}

/**
 * @param {string} comment @param {string} root @param {string} [docType]
 * @returns {string} the whole file
 */
export function file(comment, root, docType = '') {
  return `<?xml version="1.0" encoding="utf-8"?>\n${docType}<!-- ${comment} -->\n${root}\n`;
}
