import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync('src/lib/ui/tokens.css', 'utf8');

/** The hex tokens of a rule: "canvas" → "#f6f6f8". */
function tokens(selector: string): Map<string, string> {
  const start = css.indexOf(`\n${selector} {`);
  const block = css.slice(start, css.indexOf('\n}', start));
  return new Map(
    [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map((match) => [
      match[1] ?? '',
      match[2] ?? '',
    ]),
  );
}

/** WCAG 2's contrast of two colours. */
function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const grounds = ['canvas', 'surface', 'raised', 'sunken', 'hover', 'pressed', 'selected'];
const calm = ['canvas', 'surface', 'raised', 'sunken', 'hover', 'selected'];
const statuses = ['running', 'paused', 'warned', 'completed', 'failed', 'cancelled', 'queued'];

/** Text and the grounds it stands on: 4.5 to 1. */
const texts: [string, string[]][] = [
  ['ink', [...grounds, ...statuses.map((status) => `${status}-soft`), 'accent-soft']],
  ['muted', [...grounds, 'failed-soft', 'accent-soft']],
  ['faint', calm],
  ['accent-text', [...calm, 'accent-soft']],
  ['on-accent', ['accent', 'accent-hover', 'danger', 'danger-hover']],
  ...statuses.map((status): [string, string[]] => [status, [...calm, `${status}-soft`]]),
  // The counts on a job's banner, whatever its tone.
  ...['completed', 'failed', 'running', 'muted'].map((text): [string, string[]] => [
    text,
    statuses.map((status) => `${status}-soft`),
  ]),
];

/** What is no text but has to be seen, and what it stands on: 3 to 1. */
const shapes: [string, string[]][] = [
  ['field', ['surface', 'raised']],
  ['focus', grounds],
];

describe.each([
  ['light', tokens(':root')],
  ['dark', tokens('.dark')],
])('%s', (_, colours) => {
  const of = (name: string): string => {
    const hex = colours.get(name);
    if (!hex) throw new Error(`there is no token --${name}`);
    return hex;
  };

  it.each(texts)('%s can be read on every ground it stands on', (text, under) => {
    for (const ground of under)
      expect(contrast(of(text), of(ground)), `on ${ground}`).toBeGreaterThanOrEqual(4.5);
  });

  it.each(shapes)('%s can be seen', (shape, under) => {
    for (const ground of under)
      expect(contrast(of(shape), of(ground)), `on ${ground}`).toBeGreaterThanOrEqual(3);
  });
});

it('has every colour in light and in dark', () => {
  expect([...tokens('.dark').keys()].sort()).toEqual([...tokens(':root').keys()].sort());
});
