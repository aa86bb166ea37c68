import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/lib/paths.mjs';
import { MEMBER_COLOURS } from '../../../src/shared/clinic-apps/guard-bar.js';

/** WCAG 2.2: text of normal size; graphics, such as the line below the bar. */
const LEAST_FOR_TEXT = 4.5;
const LEAST_FOR_GRAPHICS = 3;

type Theme = 'light' | 'dark';

/** A style sheet's rules for one theme: `light-dark(#ffffff, #000000)` is one of its two colours. */
function rulesOf(file: string, theme: Theme): string {
  const sheet = readFileSync(join(projectRoot, 'src/renderer/ui/styles', file), 'utf8');
  return sheet.replaceAll(/light-dark\((#\w+), (#\w+)\)/g, theme === 'light' ? '$1' : '$2');
}

/** @returns the value of a custom property in the first rule of this selector */
function colour(rules: string, selector: string, name: string): string {
  const block = rules.split(`${selector} {`)[1]?.split('}')[0] ?? '';
  const value = new RegExp(`${name}: (#[0-9a-f]{6});`).exec(block)?.[1];
  if (value === undefined) throw new Error(`${selector} has no ${name}.`);
  return value;
}

/** Relative luminance as WCAG 2.2 defines it, 0 to 1. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const share = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const NUMBERS = Array.from({ length: MEMBER_COLOURS }, (_, index) => index);

it('the test measures contrast as WCAG does', () => {
  expect(contrast('#ffffff', '#000000')).toBeCloseTo(21, 5);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

describe.each<Theme>(['light', 'dark'])('the colours of members, %s', (theme) => {
  const rules = rulesOf('member-colours.css', theme);
  const surface = colour(rulesOf('tokens.css', theme), ':root', '--surface');
  const onMember = colour(rules, ':root', '--on-member');
  const of = (number: number, name: string) =>
    colour(rules, `[data-member-colour='${number}']`, name);

  it.each(NUMBERS)('%d: name, initials and line have enough contrast', (number) => {
    const member = of(number, '--member');
    expect(contrast(member, of(number, '--member-soft'))).toBeGreaterThanOrEqual(LEAST_FOR_TEXT);
    expect(contrast(member, onMember)).toBeGreaterThanOrEqual(LEAST_FOR_TEXT);
    expect(contrast(member, surface)).toBeGreaterThanOrEqual(LEAST_FOR_GRAPHICS);
  });

  it('are as many as `MEMBER_COLOURS`, and no two are the same', () => {
    expect(rules.match(/data-member-colour/g)).toHaveLength(MEMBER_COLOURS);
    expect(new Set(NUMBERS.map((number) => of(number, '--member'))).size).toBe(MEMBER_COLOURS);
  });
});
