import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ChipVerdict } from '../../main/contract/enrollment.ts';
import { errorCodes } from '../../main/contract/errors.ts';
import { keys } from '../keys.ts';
import * as camera from './camera.vi.ts';
import * as chip from './chip.vi.ts';
import { errorTexts } from './errors.vi.ts';
import * as fields from './fields.vi.ts';
import * as fingers from './fingers.vi.ts';
import * as hints from './hints.vi.ts';
import * as papers from './papers.vi.ts';
import * as portrait from './portrait.vi.ts';
import * as screens from './screens.vi.ts';
import * as signature from './signature.vi.ts';

/** Every sentence of a table, with the way to it. */
function sentences(table: unknown, path = ''): [string, string][] {
  if (typeof table === 'string') return [[path, table]];
  if (typeof table !== 'object' || table === null) return [];
  return Object.entries(table).flatMap(([key, value]) => sentences(value, `${path}/${key}`));
}

const all = [
  ...sentences(errorTexts, 'errors'),
  ...sentences(camera, 'camera'),
  ...sentences(chip, 'chip'),
  ...sentences(fields, 'fields'),
  ...sentences(fingers, 'fingers'),
  ...sentences(hints, 'hints'),
  ...sentences(papers, 'papers'),
  ...sentences(portrait, 'portrait'),
  ...sentences(screens, 'screens'),
  ...sentences(signature, 'signature'),
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

describe('what the chip has shown', () => {
  it('has a verdict and something to do for each', () => {
    for (const verdict of ChipVerdict.options) {
      expect(chip.chipVerdicts[verdict].what.length, verdict).toBeGreaterThan(20);
      expect(chip.chipVerdicts[verdict].todo.length, verdict).toBeGreaterThan(20);
    }
  });

  it('names what a partly checked chip still owes', () => {
    const done = ['sod-signature', 'ds-certificate', 'cam'].map((id) => ({ id, status: 'pass' as const }));
    expect(chip.incompleteReason(done)).toBe('chưa kiểm tra được cơ quan ký');
    expect(chip.incompleteReason([{ id: 'ca', status: 'fail' }])).toBe(
      'chưa kiểm tra được chữ ký cơ quan cấp, cơ quan ký, chip gốc',
    );
  });

  it('says a check in words, by its reason or else by what it is about', () => {
    expect(chip.checkName('dg-hash:13')).toBe('Toàn vẹn: dữ liệu tiếng Việt');
    expect(chip.checkReason({ id: 'dg-hash:13', reason: 'hash-differs' })).toBe(
      chip.checkReasons['hash-differs'],
    );
    expect(chip.checkReason({ id: 'dg-hash:13', reason: 'toString' })).toBe(chip.checkTexts['dg-hash'].about);
    expect(chip.checkReason({ id: 'constructor', reason: 'new' })).toBe('');
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
