import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import openjpeg, { type Decoder } from '@cornerstonejs/codec-openjpeg/decodewasmjs';
import { Jpeg2000Error, readJpeg2000Size } from './jpeg2000-header.ts';

/** A decoded picture: gray or RGB, 8 bits each, side by side, row by row from the top left. */
export interface DecodedPicture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly pixels: Uint8Array;
}

/** Twice what the largest picture needs. Without a limit a small file can ask for 2 GB. */
const mostMemoryBytes = 768 * 2 ** 20;
const memoryPageBytes = 65_536;
/** OpenJPEG's e-YCC and CMYK, and sYCC where it was not converted. */
const foreignColours = [3, 4, 5];

let compiled: Promise<WebAssembly.Module> | undefined;

/**
 * Decodes a JPEG 2000 file or bare code stream (ISO/IEC 15444-1) in gray or colour of 8 bits, at most 4096 × 4096. Sizes are checked
 * before the codec sees the file; each file gets a codec of its own, so that what a bad one does to its memory ends with it.
 *
 * @throws Jpeg2000Error
 */
export async function decodeJpeg2000(file: Uint8Array): Promise<DecodedPicture> {
  const size = readJpeg2000Size(file);
  const decoder = await openDecoder();
  try {
    decoder.getEncodedBuffer(file.length).set(file);
    decoder.decode();
    return pictureOf(decoder, size);
  } catch (error) {
    if (error instanceof Jpeg2000Error) throw error;
    throw new Jpeg2000Error('jpeg2000/malformed', 'the codec failed', { cause: error });
  }
}

async function openDecoder(): Promise<Decoder> {
  compiled ??= compile();
  const module = await compiled;
  const { J2KDecoder } = await openjpeg({
    print: () => undefined,
    printErr: () => undefined,
    instantiateWasm: (imports, receive) => {
      const instance = new WebAssembly.Instance(module, imports);
      for (const value of Object.values(instance.exports))
        if (value instanceof WebAssembly.Memory) limit(value);
      return receive(instance);
    },
  });
  return new J2KDecoder();
}

async function compile(): Promise<WebAssembly.Module> {
  const path = createRequire(import.meta.url).resolve('@cornerstonejs/codec-openjpeg/decodewasm');
  return WebAssembly.compile(new Uint8Array(await readFile(path)));
}

/** The codec takes a refusal to grow for what it is: no memory left, no picture. */
function limit(memory: WebAssembly.Memory): void {
  const grow = memory.grow.bind(memory);
  memory.grow = (pages) => {
    if (memory.buffer.byteLength + pages * memoryPageBytes > mostMemoryBytes)
      throw new RangeError('the picture needs more memory than it may have');
    return grow(pages);
  };
}

function pictureOf(decoder: Decoder, size: ReturnType<typeof readJpeg2000Size>): DecodedPicture {
  const { width, height, componentCount: channels } = decoder.getFrameInfo();
  if (width !== size.width || height !== size.height)
    throw new Jpeg2000Error('jpeg2000/malformed', 'the codec gave no picture');
  if ((channels !== 1 && channels !== 3) || foreignColours.includes(decoder.getColorSpace()))
    throw new Jpeg2000Error('jpeg2000/unsupported', 'foreign colours');
  const pixels = Uint8Array.from(decoder.getDecodedBuffer());
  if (pixels.length !== width * height * channels)
    throw new Jpeg2000Error('jpeg2000/malformed', 'the codec gave a part of the picture');
  return { width, height, channels, pixels };
}
