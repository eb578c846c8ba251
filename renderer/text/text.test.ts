import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../main/contract/errors.ts';
import { keys } from '../keys.ts';
import { errorTexts } from './errors.vi.ts';
import * as fields from './fields.vi.ts';
import * as screens from './screens.vi.ts';

/** Every sentence of a table, with the way to it. */
function sentences(table: unknown, path = ''): [string, string][] {
  if (typeof table === 'string') return [[path, table]];
  if (typeof table !== 'object' || table === null) return [];
  return Object.entries(table).flatMap(([key, value]) => sentences(value, `${path}/${key}`));
}

const all = [
  ...sentences(errorTexts, 'errors'),
  ...sentences(fields, 'fields'),
  ...sentences(screens, 'screens'),
];

describe('the words on the screens', () => {
  it('tell of every code what happened and what to do', () => {
    for (const code of errorCodes) {
      expect(errorTexts[code].what.length, code).toBeGreaterThan(5);
      expect(errorTexts[code].todo.length, code).toBeGreaterThan(2);
    }
  });

  it.each(all)('%s is plain, composed and short', (_path, sentence) => {
    expect(sentence).toBe(sentence.normalize('NFC'));
    expect(sentence.length).toBeLessThanOrEqual(160);
    expect(sentence).not.toMatch(/!|xin lỗi|đã có lỗi/iu);
    expect(sentence).toBe(sentence.replaceAll('  ', ' '));
  });
});

describe('the keys', () => {
  it('leave alone what input methods, browsers and desktops use', () => {
    const others = /^(.|F5|F7|F10|F11|F12|Alt\+F4|Ctrl\+[NTWR]|Alt\+Arrow.*|Ctrl\+Shift.*|Alt\+Z)$/;
    for (const key of Object.values(keys)) expect(key).not.toMatch(others);
  });

  it('mean one thing each', () => {
    expect(new Set(Object.values(keys)).size).toBe(Object.values(keys).length);
  });
});

describe('the colours', () => {
  const css = readFileSync(new URL('../theme/tokens.css', import.meta.url), 'utf8');
  const colour = (name: string): string => {
    const value = new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(css)?.[1];
    if (!value) throw new Error(`no token ${name}`);
    return value;
  };
  /** WCAG 2.2, relative luminance. */
  const luminance = (hex: string): number =>
    [1, 3, 5]
      .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
      .reduce((sum, value, index) => sum + value * ([0.2126, 0.7152, 0.0722][index] ?? 0), 0);
  const contrast = (a: string, b: string): number => {
    const [light = 0, dark = 0] = [luminance(colour(a)), luminance(colour(b))].sort((x, y) => y - x);
    return (light + 0.05) / (dark + 0.05);
  };

  it.each([
    ...['ink', 'ink-2', 'ink-3', 'accent', 'warn', 'bad', 'info'].flatMap((text) => [
      [text, 'surface'],
      [text, 'canvas'],
    ]),
    ['ink', 'accent-soft'],
    ['ink-2', 'accent-soft'],
    ['warn', 'warn-soft'],
    ['bad', 'bad-soft'],
    ['info', 'info-soft'],
    ['surface', 'accent'],
    ['surface', 'bar'],
    ...['stage-ink', 'stage-warn', 'stage-good', 'stage-bad'].map((text) => [text, 'stage']),
  ] as [string, string][])('%s on %s can be read', (text, ground) => {
    expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
  });

  it.each([
    ['control', 'surface'],
    ['control', 'canvas'],
    ['focus', 'surface'],
    ['focus', 'canvas'],
  ])('%s on %s can be seen', (mark, ground) => {
    expect(contrast(mark, ground)).toBeGreaterThanOrEqual(3);
  });
});
