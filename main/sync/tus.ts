import { createHash } from 'node:crypto';
import { StationError } from '../contract/errors.ts';
import { answered, unexpected } from './answers.ts';
import type { Line, LineAnswer, LineRequest } from './line.ts';
import type { Pace } from './pace.ts';

/** What is uploaded, and where to. */
export interface Upload {
  /** Where uploads are created. */
  readonly creationUrl: string;
  /** Where this one was begun before. */
  readonly begunAt: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
}

export interface UploadOptions {
  readonly line: Line;
  readonly pace: Pace;
  /** The centre has taken so many more. */
  onTaken?(bytes: number): void;
}

interface Place {
  readonly url: string;
  readonly offset: number;
}

/** Gone, elsewhere, damaged or taken in part: each may happen now and then, and not for ever in one attempt. */
const mostSurprises = 3;

/**
 * Uploads bytes by tus 1.0 (core protocol, with the extensions creation and checksum), one chunk after the other, from where
 * the centre has them. It keeps nothing between two calls: the centre says how far it is.
 *
 * @throws StationError `line/damaged` when chunks keep arriving changed, `centre/unexpected-answer` when the centre does not keep to the protocol;
 * what `answered` throws; the line's error when it was cut
 */
export async function upload(options: UploadOptions, asked: Upload, signal: AbortSignal): Promise<void> {
  const { line } = options;
  const begun = asked.begunAt === undefined ? undefined : await find(line, asked, asked.begunAt, signal);
  let place = begun ?? (await create(line, asked, signal));
  let surprises = 0;
  while (place.offset < asked.bytes.length) {
    const outcome = await sendChunk(options, asked, place, signal);
    if (outcome.kind === 'taken') {
      place = { url: place.url, offset: outcome.offset };
      continue;
    }
    surprises += 1;
    if (surprises > mostSurprises) throw outcome.error;
    place = (await placeAfter(outcome, line, asked, place, signal)) ?? (await create(line, asked, signal));
  }
}

/** Undefined when the upload has to be created anew. */
async function placeAfter(
  outcome: Surprise,
  line: Line,
  asked: Upload,
  place: Place,
  signal: AbortSignal,
): Promise<Place | undefined> {
  switch (outcome.kind) {
    case 'taken-in-part':
      return { url: place.url, offset: outcome.offset };
    case 'damaged':
      return place;
    case 'elsewhere':
      return find(line, asked, place.url, signal);
    case 'gone':
      return undefined;
  }
}

/** Creation extension: POST. Should the centre have known the upload all the same, the first chunk is answered with a conflict. */
async function create(
  line: Line,
  { creationUrl, metadata, bytes }: Upload,
  signal: AbortSignal,
): Promise<Place> {
  const answer = await ask(line, signal, {
    method: 'POST',
    url: creationUrl,
    headers: { 'upload-length': String(bytes.length), 'upload-metadata': encodeMetadata(metadata) },
  });
  const location = answer.header('location');
  if (answer.status !== 201 || location === undefined) throw unexpected('no upload was created');
  return { url: line.addressOf(location), offset: 0 };
}

/** Core protocol: HEAD. Undefined when the upload is no longer there. */
async function find(
  line: Line,
  { bytes }: Pick<Upload, 'bytes'>,
  url: string,
  signal: AbortSignal,
): Promise<Place | undefined> {
  const answer = await ask(line, signal, { method: 'HEAD', url: line.addressOf(url) });
  if (isGone(answer)) return undefined;
  if (answer.status !== 200 && answer.status !== 204) throw unexpected('where the upload is was not said');
  return { url, offset: readOffset(answer, 0, bytes.length) };
}

type ChunkOutcome = { readonly kind: 'taken'; readonly offset: number } | Surprise;

type Surprise =
  | { readonly kind: 'gone' | 'elsewhere' | 'damaged'; readonly error: StationError }
  | { readonly kind: 'taken-in-part'; readonly offset: number; readonly error: StationError };

/** Core protocol: PATCH, with a checksum. */
async function sendChunk(
  { line, pace, onTaken }: UploadOptions,
  { bytes }: Upload,
  { url, offset }: Place,
  signal: AbortSignal,
): Promise<ChunkOutcome> {
  const chunk = bytes.subarray(offset, offset + pace.chunkBytes());
  const startedMs = performance.now();
  const answer = await ask(line, signal, {
    method: 'PATCH',
    url,
    headers: {
      'content-type': 'application/offset+octet-stream',
      'upload-offset': String(offset),
      'upload-checksum': `sha256 ${createHash('sha256').update(chunk).digest('base64')}`,
    },
    body: chunk,
  }).catch((error: unknown) => {
    pace.cut();
    throw error;
  });
  if (answer.status === 204) {
    const reached = readOffset(answer, offset + 1, offset + chunk.length);
    pace.arrived(chunk.length, performance.now() - startedMs);
    onTaken?.(reached - offset);
    return reached === offset + chunk.length
      ? { kind: 'taken', offset: reached }
      : { kind: 'taken-in-part', offset: reached, error: unexpected('chunks are taken in part') };
  }
  if (isGone(answer)) return { kind: 'gone', error: unexpected('the upload is gone again and again') };
  if (answer.status === 409)
    return { kind: 'elsewhere', error: unexpected('the offset is never the one that was said') };
  if (answer.status === 460)
    return { kind: 'damaged', error: new StationError('line/damaged', 'the bytes change on the way') };
  throw unexpected(`a chunk was answered with ${answer.status}`);
}

function ask(line: Line, signal: AbortSignal, request: LineRequest): Promise<LineAnswer> {
  const headers = { ...request.headers, 'tus-resumable': '1.0.0' };
  return answered(line, { ...request, headers }, signal);
}

function isGone({ status }: LineAnswer): boolean {
  return status === 404 || status === 410;
}

function readOffset(answer: LineAnswer, least: number, most: number): number {
  const text = answer.header('upload-offset') ?? '';
  const offset = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (offset >= least && offset <= most) return offset;
  throw unexpected('the offset is outside what was sent');
}

function encodeMetadata(metadata: Readonly<Record<string, string>>): string {
  return Object.entries(metadata)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(',');
}
