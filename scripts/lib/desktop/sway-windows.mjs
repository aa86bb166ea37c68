// @ts-check
// Asks sway which windows it shows (its IPC, like `swaymsg -t get_tree`): on Wayland a program
// knows neither the place of its own windows nor whether they are on the screen.

import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Stop } from '../cli.mjs';

const magic = 'i3-ipc';
const headLength = magic.length + 8;
const getTree = 4;

/** @typedef {import('../desktop.mjs').ShownWindow} ShownWindow */
/** @typedef {import('../desktop.mjs').ShownWindow['area']} Area */
/**
 * @typedef {object} Node the fields that are read here
 * @property {string | null} name
 * @property {number} [pid] set for windows only
 * @property {boolean} [visible]
 * @property {Area} rect
 * @property {Area} window_rect the program's part of it, relative to its corner
 * @property {Node[]} nodes
 * @property {Node[]} floating_nodes
 */

/**
 * @param {string} folder where sway keeps its sockets
 * @returns {Promise<ShownWindow[]>}
 */
export async function swayWindows(folder) {
  const name = readdirSync(folder).find((entry) => entry.startsWith('sway-ipc.'));
  if (name === undefined) throw new Stop('sway does not listen to questions.');
  return windowsIn(/** @type {Node} */ (JSON.parse(await ask(join(folder, name), getTree))));
}

/**
 * @param {string} path
 * @param {number} type of the question
 */
async function ask(path, type) {
  const question = Buffer.alloc(headLength);
  question.write(magic);
  question.writeUInt32LE(type, magic.length + 4);
  const socket = connect(path);
  socket.write(question);
  let answer = Buffer.alloc(0);
  // Leaving the loop closes the socket, which sway itself keeps open for more questions.
  for await (const part of socket) {
    answer = Buffer.concat([answer, part]);
    if (answer.length < headLength) continue;
    const end = headLength + answer.readUInt32LE(magic.length);
    if (answer.length >= end) return answer.toString('utf8', headLength, end);
  }
  throw new Stop('sway does not answer.');
}

/** @param {Node} node @returns {ShownWindow[]} */
function windowsIn({
  name,
  pid,
  visible,
  rect,
  window_rect: inner,
  nodes,
  floating_nodes: floats,
}) {
  const below = [...nodes, ...floats].flatMap(windowsIn);
  if (pid === undefined || !visible) return below;
  const area = { ...inner, x: rect.x + inner.x, y: rect.y + inner.y };
  return [{ title: name ?? '', area }, ...below];
}
