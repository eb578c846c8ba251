import { describe, expect, it } from 'vitest';
import { announcedLength } from './extended-length.ts';
import { openReadLengths, readLadder } from './read-lengths.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
const unstated = { maxCommandBytes: 0x10000, maxResponseBytes: 0x10000 };

describe('extended length is announced', () => {
  it.each([
    ['nowhere: no historical bytes', '3B00', undefined],
    ['nowhere: the capabilities are without it', '3B858001807300210D', undefined],
    ['in the historical bytes', '3B8580017300614000', undefined],
    ['in capabilities behind a category byte', '3B858001807381C140', unstated],
    ['in capabilities behind other objects', '3B8880018031807381C140', unstated],
    ['in capabilities behind the bytes of two interfaces', '3B95808101807381C140', unstated],
    ['nowhere: historical bytes of another kind', '3B85800155738001C0', undefined],
    ['nowhere: the answer to reset is cut off', '3BFF', undefined],
  ])('%s', (_where, atr, expected) => {
    expect(announcedLength(bytes(atr))).toEqual(expected);
  });

  it.each([
    [
      'with its limits in EF.ATR/INFO',
      '7F660802021000020211 00',
      { maxCommandBytes: 0x1000, maxResponseBytes: 0x1100 },
    ],
    ['in the capabilities of EF.ATR/INFO', '4703 000040', unstated],
    ['nowhere, though EF.ATR/INFO is there', '4703 000000', undefined],
    ['nowhere in bytes that are no objects', 'FFFF', undefined],
  ])('%s', (_where, info, expected) => {
    expect(announcedLength(bytes('3B00'), bytes(info.replaceAll(' ', '')))).toEqual(expected);
  });
});

describe('the ladder of lengths', () => {
  const wanted = [4096, 2048, 1024, 231, 223, 160, 128, 96];
  const long = { maxCommandBytes: 0x10000, maxResponseBytes: 0x10000 };

  it.each([
    ['3DES, nothing announced', '3DES', undefined, 0x10102, [231, 223, 160, 128, 96]],
    ['AES, nothing announced', 'AES-128', undefined, 0x10102, [223, 160, 128, 96]],
    ['announced', 'AES-256', long, 0x10102, wanted],
    ['announced, but the reader carries 258 bytes', 'AES-128', long, 258, [223, 160, 128, 96]],
    // 1100 bytes less 21 of protection are 67 blocks, one byte of which is padding.
    [
      'announced with a limit between two steps',
      'AES-128',
      { ...long, maxResponseBytes: 1100 },
      0x10102,
      [1071, 1024, 231, 223, 160, 128, 96],
    ],
  ] as const)('%s', (_when, cipher, extended, pathBytes, expected) => {
    expect(readLadder(wanted, cipher, extended, pathBytes)).toEqual(expected);
  });

  it('is remembered for a kind of card, and only for that', () => {
    const lengths = openReadLengths();
    const [one, other] = [bytes('3B00'), bytes('3B01')];
    expect(lengths.ladderFor(one, wanted)).toEqual(wanted);
    lengths.refuse(one, 4096);
    expect(lengths.ladderFor(one, wanted)[0]).toBe(2048);
    lengths.prove(one, 231);
    expect([lengths.ladderFor(one, wanted)[0], lengths.ladderFor(other, wanted)[0]]).toEqual([231, 4096]);
    for (const bytes of wanted) lengths.refuse(one, bytes);
    expect(lengths.ladderFor(one, wanted)).toEqual([96]);
  });

  it('forgets rather than grow, however many kinds of cards claim to exist', () => {
    const lengths = openReadLengths();
    lengths.refuse(bytes('3B00'), 4096);
    for (let i = 0; i < 1000; i++) lengths.refuse(Uint8Array.of(i >> 8, i & 0xff, 7), 4096);
    expect(lengths.ladderFor(bytes('3B00'), wanted)[0]).toBe(4096);
  });
});
