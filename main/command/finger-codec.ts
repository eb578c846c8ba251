import { realpath, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { decodeWsq } from '../biometrics/finger/wsq/decode.ts';
import { encodeWsq } from '../biometrics/finger/wsq/encode.ts';
import { writePgm } from '../biometrics/pgm.ts';
import { mostRecordBytes } from '../biometrics/records/record-error.ts';
import { described, pictureJson, readFinger, refusing } from './finger-input.ts';
import { readFileUpTo } from './folder.ts';
import { type Command, readOptions, UnusableInput } from './outcome.ts';

/** What AFIS ask for, near 15 : 1. */
const usualRate = '0.75';

/** `station finger encode IN OUT.wsq [--bpp 0.75]`: a picture without loss as WSQ. */
export const fingerEncode: Command = async (args) => {
  const { values, rest } = readOptions(args, ['bpp']);
  const [from, to] = await inAndOut('finger encode', rest, 'IN OUT.wsq');
  const bitsPerPixel = rateOf(values['bpp'] ?? usualRate);
  const finger = await readFinger(from);
  if (finger.isLossy)
    throw new UnusableInput(`${from}: has lost detail as ${finger.format} already; give the lossless master`);
  const { picture, resolutionPpi } = finger;
  const wsq = await refusing(from, () => encodeWsq(picture, { bitsPerPixel, resolutionPpi }));
  await write(to, wsq);
  const ratio = Math.round((10 * picture.pixels.length) / wsq.length) / 10;
  return {
    isFine: true,
    json: { out: to, bytes: wsq.length, ratio, bitsPerPixel, picture: pictureJson(finger) },
    text: `${to}: ${wsq.length} bytes, ${ratio} : 1\n  of ${described(finger)}`,
  };
};

/** `station finger decode IN.wsq OUT.pgm`. */
export const fingerDecode: Command = async (args) => {
  const [from, to] = await inAndOut('finger decode', readOptions(args, []).rest, 'IN.wsq OUT.pgm');
  const bytes = await readFileUpTo(from, mostRecordBytes);
  const picture = await refusing(from, () => decodeWsq(bytes));
  await write(to, writePgm(picture));
  const { width, height, resolutionPpi, comments } = picture;
  const resolution = resolutionPpi === undefined ? 'of unsaid resolution' : `${resolutionPpi} ppi`;
  return {
    isFine: true,
    json: { out: to, width, height, resolutionPpi: resolutionPpi ?? null, comments },
    text: `${to}: ${width} × ${height} pixels, ${resolution}`,
  };
};

/** Two files that are not the same: what is read must not be written over. */
async function inAndOut(
  command: string,
  files: readonly string[],
  names: string,
): Promise<readonly [string, string]> {
  const [from, to, ...more] = files;
  if (from === undefined || to === undefined || more.length > 0)
    throw new UnusableInput(`station ${command}: give ${names}`);
  if ((await realPath(from)) === (await realPath(to)))
    throw new UnusableInput(`${to}: would be written over what is read`);
  return [from, to];
}

async function realPath(path: string): Promise<string> {
  return realpath(path).catch(() => resolve(path));
}

function rateOf(text: string): number {
  const rate = Number(text);
  if (!/^\d{1,2}(\.\d{1,6})?$/.test(text) || rate < 0.1 || rate > 5)
    throw new UnusableInput(`station finger encode: --bpp ${text} is not a rate of 0.1 to 5`);
  return rate;
}

async function write(file: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(file, bytes);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UnusableInput(`${file}: cannot be written: ${reason}`, { cause });
  }
}
