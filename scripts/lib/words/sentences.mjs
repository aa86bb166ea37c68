// @ts-check
// Finds every sentence that the code says to people.

import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import ts from 'typescript';
import { projectRoot } from '../paths.mjs';

/**
 * @typedef {object} Sentence
 * @property {string[]} in the files that say it
 * @property {string} [note] what translators should know of it
 *
 * @typedef {object} Found
 * @property {Readonly<Record<string, Sentence>>} sentences by themselves, in the order of files and in them
 * @property {readonly string[]} unreadable calls whose sentence is not written in them
 */

export const SENTENCES_FILE = join(projectRoot, 'src/shared/words/languages/sentences.json');

/** Functions whose first argument is a sentence, or a table of sentences. */
const SAYING = new Set(['say', 'sayRich', 'sayings', 'messageOf']);

/** These hand on what they were given. */
const HANDING_ON = new Set(['src/shared/words/say.ts', 'src/renderer/ui/words/say-rich.tsx']);

/** @returns {Found} all that the code says */
export function sentencesOfCode() {
  const names = readdirSync(join(projectRoot, 'src'), { recursive: true, encoding: 'utf8' });
  const files = names
    .map((name) => `src/${name.split(sep).join('/')}`)
    .filter((name) => /\.tsx?$/.test(name))
    .sort();
  return sentencesIn(
    files.map((name) => ({ name, text: readFileSync(join(projectRoot, name), 'utf8') })),
  );
}

/**
 * @param {readonly { readonly name: string, readonly text: string }[]} files
 * @returns {Found}
 */
export function sentencesIn(files) {
  /** @type {Record<string, Sentence>} */
  const sentences = {};
  /** @type {string[]} */
  const unreadable = [];
  for (const { name, text } of files) {
    if (HANDING_ON.has(name)) continue;
    const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
    const lines = text.split('\n');
    /** @param {ts.Node} node */
    const lineOf = (node) => source.getLineAndCharacterOfPosition(node.getStart()).line;

    /** @param {ts.Node | undefined} node @param {ts.Node} call */
    const keep = (node, call) => {
      if (node === undefined || !ts.isStringLiteralLike(node)) {
        unreadable.push(`${name}:${lineOf(node ?? call) + 1}`);
        return;
      }
      const sentence = (sentences[node.text] ??= { in: [] });
      if (!sentence.in.includes(name)) sentence.in.push(name);
      const note = noteAbove(lines, lineOf(node)) ?? noteAbove(lines, lineOf(call));
      if (note !== null && !(sentence.note ?? '').includes(note))
        sentence.note = sentence.note === undefined ? note : `${sentence.note} ${note}`;
    };

    /** @param {ts.Node} node */
    const visit = (node) => {
      if (
        ts.isCallExpression(node) &&
        ts.isIdentifier(node.expression) &&
        SAYING.has(node.expression.text)
      ) {
        const [said] = node.arguments;
        if (said !== undefined && ts.isObjectLiteralExpression(said))
          for (const property of said.properties)
            keep(ts.isPropertyAssignment(property) ? property.initializer : property, property);
        else keep(said, node);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return { sentences, unreadable };
}

/**
 * The comment `translators: …` right above a line, which may go over several lines.
 *
 * @param {readonly string[]} lines
 * @param {number} line
 */
function noteAbove(lines, line) {
  /** @type {string[]} */
  const comment = [];
  for (let above = line - 1; above >= 0; above -= 1) {
    const [, words] = /^\s*(?:\/\/|\{\/\*)\s*(.*?)\s*(?:\*\/\})?$/.exec(lines[above] ?? '') ?? [];
    if (words === undefined) return null;
    comment.unshift(words);
    const [, note] = /^translators: (.+)$/.exec(comment.join(' ')) ?? [];
    if (note !== undefined) return note;
  }
  return null;
}
