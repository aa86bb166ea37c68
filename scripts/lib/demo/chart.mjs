// @ts-check
// Draws the demo's idle time as an SVG chart: the line climbs while nobody is there and falls to
// zero at each input. report.css has the colours.

const width = 960;
const height = 260;
const margin = { left: 56, right: 96, top: 20, bottom: 36 };
const plotWidth = width - margin.left - margin.right;
const plotHeight = height - margin.top - margin.bottom;
/** The idle seconds at the upper edge of the chart: a little over the limit. */
const topSeconds = 66;

/**
 * @param {readonly import('./narrator.mjs').IdleSample[]} samples
 * @param {{ warningSeconds: number, limitSeconds: number }} marks of idleness
 * @returns {string}
 */
export function drawIdleChart(samples, { warningSeconds, limitSeconds }) {
  const lastSecond = Math.ceil(samples.at(-1)?.seconds ?? 1);
  /** @param {number} seconds */
  const x = (seconds) => round(margin.left + (seconds / lastSecond) * plotWidth);
  /** @param {number} seconds */
  const y = (seconds) => round(margin.top + (1 - Math.min(seconds / topSeconds, 1)) * plotHeight);

  const line = samples.map(({ seconds, idleSeconds }) => `${x(seconds)} ${y(idleSeconds)}`);
  const area = `M${x(0)} ${y(0)}L${line.join('L')}L${x(lastSecond)} ${y(0)}Z`;
  /** @param {number} seconds @param {string} kind @param {string} label */
  const mark = (seconds, kind, label) => `
    <line class="mark ${kind}" x1="${margin.left}" x2="${width - margin.right}" y1="${y(seconds)}" y2="${y(seconds)}"/>
    <text class="mark-label ${kind}" x="${width - margin.right + 10}" y="${y(seconds) + 5}">${label}</text>`;
  const idleAxis = [0, 15, 30, 45, 60].map(
    (seconds) =>
      `<text class="axis" x="${margin.left - 10}" y="${y(seconds) + 5}" text-anchor="end">${seconds} s</text>`,
  );
  const timeAxis = [];
  for (let seconds = 0; seconds <= lastSecond; seconds += 30) {
    const label = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    timeAxis.push(
      `<text class="axis" x="${x(seconds)}" y="${height - 10}" text-anchor="middle">${label}</text>`,
    );
  }
  return `<svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-label="Idle time over the demo: it climbs to the warning, falls at the mouse’s move, and climbs to the limit.">
    <path class="area" d="${area}"/>
    <path class="line" d="M${line.join('L')}"/>
    <line class="base" x1="${margin.left}" x2="${width - margin.right}" y1="${y(0)}" y2="${y(0)}"/>
    ${mark(warningSeconds, 'warning', 'Warning')}${mark(limitSeconds, 'limit', 'Limit')}
    ${idleAxis.join('')}${timeAxis.join('')}
  </svg>`;
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 10) / 10;
}
