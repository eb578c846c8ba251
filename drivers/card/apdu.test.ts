import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCommand } from '../../fixtures/chip/command.ts';
import { type CommandApdu, decodeResponse, encodeCommand, openExchange } from './apdu.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
const header = { cla: 0x00, ins: 0xa4, p1: 0x01, p2: 0x02 };

/** A card that gives these answers, one after the other, and keeps what it was asked. */
function scripted(...answers: readonly string[]) {
  const asked: string[] = [];
  const left = [...answers];
  const exchange = openExchange(async (command) => {
    asked.push(hex(command));
    return bytes(left.shift() ?? '');
  });
  return { exchange, asked };
}

describe('commands', () => {
  it.each<[string, CommandApdu, string]>([
    ['1', header, '00a40102'],
    ['2 short', { ...header, le: 8 }, '00a4010208'],
    ['2 short, 256', { ...header, le: 256 }, '00a4010200'],
    ['2 extended', { ...header, le: 257 }, '00a40102000101'],
    ['2 extended, 65536', { ...header, le: 65_536 }, '00a40102000000'],
    ['3 short', { ...header, data: bytes('aabb') }, '00a4010202aabb'],
    ['3 extended', { ...header, data: new Uint8Array(256) }, `00a40102000100${'00'.repeat(256)}`],
    ['4 short', { ...header, data: bytes('aa'), le: 256 }, '00a4010201aa00'],
    ['4 extended', { ...header, data: bytes('aa'), le: 300 }, '00a40102000001aa012c'],
  ])('case %s is written as ISO/IEC 7816-3 says', (_case, command, written) => {
    expect(hex(encodeCommand(command))).toBe(written);
  });

  it('are read back by a card as they were meant', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    const command = fc.record(
      {
        cla: byte,
        ins: byte,
        p1: byte,
        p2: byte,
        data: fc.uint8Array({ minLength: 1, maxLength: 600 }),
        le: fc.integer({ min: 1, max: 65_536 }),
      },
      { requiredKeys: ['cla', 'ins', 'p1', 'p2'] },
    );
    fc.assert(
      fc.property(command, (meant) => {
        expect(decodeCommand(encodeCommand(meant))).toEqual(meant);
      }),
      { numRuns: 2000 },
    );
  });

  it('that no APDU can hold are refused', () => {
    expect(() => encodeCommand({ ...header, data: new Uint8Array(65_536) })).toThrow(RangeError);
    expect(() => encodeCommand({ ...header, le: 0 })).toThrow(RangeError);
  });
});

describe('answers', () => {
  it('are data and status', () => {
    expect(decodeResponse(bytes('01029000'))).toEqual({ data: bytes('0102'), sw: 0x9000 });
  });

  it.each(['', '90'])('of less than two bytes mean that the card has gone: "%s"', (answer) => {
    expect(() => decodeResponse(bytes(answer))).toThrow(expect.objectContaining({ code: 'card/removed' }));
  });

  it('in parts are fetched with GET RESPONSE', async () => {
    const { exchange, asked } = scripted('01026102', '03049000');
    expect(await exchange({ ...header, le: 4 })).toEqual({ data: bytes('01020304'), sw: 0x9000 });
    expect(asked).toEqual(['00a4010204', '00c0000002']);
  });

  it('with another length are asked for once more, and only once', async () => {
    const right = scripted('6c02', '01029000');
    expect(await right.exchange({ ...header, le: 256 })).toEqual({ data: bytes('0102'), sw: 0x9000 });
    expect(right.asked).toEqual(['00a4010200', '00a4010202']);

    const stubborn = scripted('6c02', '6c03', '01029000');
    expect((await stubborn.exchange({ ...header, le: 256 })).sw).toBe(0x6c03);
  });

  it.each([
    ['at once', ['0102039000']],
    ['in parts', ['01026101', '036101', '046101', '059000']],
  ])('longer than asked are refused: %s', async (_how, answers) => {
    const { exchange } = scripted(...answers);
    await expect(exchange({ ...header, le: 2 })).rejects.toMatchObject({ code: 'card/data-invalid' });
  });

  it('that promise more and bring nothing end there', async () => {
    const { exchange, asked } = scripted('6110', '6110', '6110');
    expect((await exchange({ ...header, le: 16 })).data).toEqual(new Uint8Array());
    expect(asked).toHaveLength(2);
  });
});
