import { readFileSync } from 'node:fs';

const css = readFileSync(new URL('../../../src/links/views/assets/style.css', import.meta.url), 'utf8');
const [light, dark] = css.split('@media screen and (prefers-color-scheme: dark)');

function colour(theme: string, name: string): string {
  const match = new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(theme);
  if (!match) throw new Error(`No colour --${name}`);
  return match[1]!;
}

/** Relative luminance as WCAG 2.2 defines it. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

const TEXT_PAIRS = [
  ['text', 'page'],
  ['text', 'card'],
  ['muted', 'page'],
  ['muted', 'card'],
  ['link', 'page'],
  ['link', 'card'],
  ['button-text', 'button'],
  ['button-text', 'button-hover'],
  ['text', 'closed-soft'],
  ['wait', 'wait-soft'],
  ['attention', 'attention-soft'],
  ['test', 'test-soft'],
] as const;

const SHAPE_PAIRS = [
  ['focus', 'page'],
  ['focus', 'card'],
  ['button', 'card'],
  ['edge', 'card'],
  ['done', 'done-soft'],
  ['closed', 'closed-soft'],
] as const;

describe.each([
  ['light', light!],
  ['dark', dark!.slice(0, dark!.indexOf('}'))],
])('the colours of the %s theme', (_name, theme) => {
  it.each(TEXT_PAIRS)('let %s be read on %s (WCAG 1.4.3)', (front, back) => {
    expect(contrast(colour(theme, front), colour(theme, back))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(SHAPE_PAIRS)('let %s be seen on %s (WCAG 1.4.11)', (front, back) => {
    expect(contrast(colour(theme, front), colour(theme, back))).toBeGreaterThanOrEqual(3);
  });
});
