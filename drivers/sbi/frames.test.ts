import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openFrameReader } from './frames.ts';

const type = 'multipart/x-mixed-replace; boundary=--BoundaryString';
const mark = '--BoundaryString';

/** A JPEG's beginning, then bytes in which no mark can be. */
const frame = fc
  .uint8Array({ minLength: 0, maxLength: 3000 })
  .map((bytes) => Uint8Array.from([0xff, 0xd8, ...bytes.map((byte) => byte | 0x80)]));

function part(bytes: Uint8Array, hasLength: boolean): Buffer {
  const length = hasLength ? `Content-Length: ${bytes.length}\r\n` : '';
  return Buffer.concat([
    Buffer.from(`${mark}\r\nContent-Type: image/jpeg\r\n${length}\r\n`),
    bytes,
    Buffer.from('\r\n'),
  ]);
}

/** Brings a stream in pieces of these sizes, over and over. */
function readInPieces(stream: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const reader = openFrameReader(type);
  const frames: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < stream.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    frames.push(...(reader?.take(stream.subarray(at, at + size)) ?? []));
    at += size;
  }
  return frames;
}

describe('a live stream', () => {
  it('gives the same pictures however it is cut, with noise between', () => {
    const noise = fc.uint8Array({ maxLength: 200 }).map((bytes) => bytes.map((byte) => byte | 0x80));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(frame, noise), { minLength: 1, maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 5 }),
        (parts, sizes) => {
          const stream = Buffer.concat(parts.flatMap(([bytes, between]) => [between, part(bytes, true)]));
          expect(readInPieces(stream, sizes)).toEqual(parts.map(([bytes]) => bytes));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('gives pictures without a length when the next mark has come', () => {
    fc.assert(
      fc.property(fc.array(frame, { minLength: 2, maxLength: 5 }), (frames) => {
        const stream = Buffer.concat([...frames.map((bytes) => part(bytes, false)), Buffer.alloc(20_000)]);
        const read = readInPieces(stream, [stream.length]);
        expect(read).toHaveLength(frames.length - 1);
        for (const [index, bytes] of read.entries())
          expect(bytes.subarray(0, frames[index]?.length)).toEqual(frames[index]);
      }),
      { numRuns: 100 },
    );
  });

  it('goes on after parts that are no pictures, too large or without an end', () => {
    const good = Uint8Array.of(0xff, 0xd8, 1, 2, 3);
    const text = (head: string): Buffer => Buffer.from(`${mark}\r\n${head}\r\n\r\nhello\r\n`);
    const stream = Buffer.concat([
      text('Content-Type: text/plain\r\nContent-Length: 5'),
      text('Content-Length: 999999999'),
      Buffer.from(`${mark}\r\n${'x'.repeat(6000)}`),
      part(good, true),
    ]);
    expect(readInPieces(stream, [100])).toEqual([good]);
  });

  it('keeps little of what never becomes a picture', () => {
    const reader = openFrameReader(type);
    reader?.take(Buffer.from(`${mark}\r\nContent-Type: image/jpeg\r\n\r\n`));
    for (let turn = 0; turn < 100; turn += 1) expect(reader?.take(Buffer.alloc(100_000, 0x55))).toEqual([]);
    expect(reader?.take(part(Uint8Array.of(0xff, 0xd8, 9), true))).toEqual([Uint8Array.of(0xff, 0xd8, 9)]);
  });

  it.each([
    'application/json',
    'multipart/x-mixed-replace',
    'multipart/x-mixed-replace; boundary=--',
    'image/jpeg',
  ])('is none as %s', (contentType) => expect(openFrameReader(contentType)).toBeUndefined());
});
