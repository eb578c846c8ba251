/** Takes the bytes of a live stream as they come and gives whole JPEG pictures. */
export interface FrameReader {
  take(chunk: Uint8Array): Uint8Array[];
}

const multipart = /^multipart\/x-mixed-replace\s*;.*boundary="?-*([^\s";-][^\s";]*)"?/i;
/** A live picture has some 50 kB. */
const mostFrameBytes = 2_097_152;
const mostHeadBytes = 4096;
/** Where no length is told, the next mark is looked for each time so much has come. */
const lookAgainBytes = 16_384;
const headEnd = Buffer.from('\r\n\r\n');
const contentLength = /^content-length:\s*(\d{1,9})\s*$/im;

/**
 * Reads `multipart/x-mixed-replace` with JPEG parts, with or without lengths. Hyphens before a boundary do not count: services write as
 * many as they like. Whatever does not fit is skipped up to the next mark.
 *
 * @returns undefined when the content type is another
 */
export function openFrameReader(contentType: string): FrameReader | undefined {
  const boundary = multipart.exec(contentType)?.[1];
  if (boundary === undefined) return undefined;
  const mark = Buffer.from(boundary, 'latin1');
  let kept = Buffer.alloc(0);
  let pending: Uint8Array[] = [];
  let pendingBytes = 0;
  let wanted = 0;

  return {
    take: (chunk) => {
      pending.push(chunk);
      pendingBytes += chunk.length;
      if (kept.length + pendingBytes < wanted) return [];
      kept = Buffer.concat([kept, ...pending]);
      pending = [];
      pendingBytes = 0;
      const frames: Uint8Array[] = [];
      for (;;) {
        const step = nextStep(kept, mark);
        kept = kept.subarray(step.skip);
        if (step.frame) frames.push(step.frame);
        if (step.wanted === undefined) continue;
        wanted = step.wanted;
        return frames;
      }
    },
  };
}

/** What was found at the front: bytes to leave behind, a picture perhaps, or how many bytes must be there to go on. */
interface Step {
  readonly skip: number;
  readonly frame?: Uint8Array;
  readonly wanted?: number;
}

function nextStep(bytes: Buffer, mark: Buffer): Step {
  const at = bytes.indexOf(mark);
  if (at < 0) {
    const skip = Math.max(0, bytes.length - mark.length);
    return { skip, wanted: bytes.length - skip + 1 };
  }
  const end = bytes.indexOf(headEnd, at + mark.length);
  if (end < 0 && bytes.length - at <= mostHeadBytes) return { skip: at, wanted: bytes.length - at + 1 };
  if (end < 0 || end - at > mostHeadBytes) return { skip: at + mark.length };
  const head = bytes.toString('latin1', at + mark.length, end);
  const start = end + headEnd.length;
  const length = contentLength.exec(head)?.[1];
  return length === undefined
    ? unmeasured(bytes, mark, at, start)
    : measured(bytes, at, start, Number(length));
}

function measured(bytes: Buffer, at: number, start: number, length: number): Step {
  if (length > mostFrameBytes) return { skip: start };
  if (bytes.length < start + length) return { skip: at, wanted: start + length - at };
  return { skip: start + length, ...jpegOf(bytes.subarray(start, start + length)) };
}

function unmeasured(bytes: Buffer, mark: Buffer, at: number, start: number): Step {
  const next = bytes.indexOf(mark, start);
  if (next < 0 && bytes.length - start > mostFrameBytes) return { skip: bytes.length };
  if (next < 0) return { skip: at, wanted: bytes.length - at + lookAgainBytes };
  return { skip: next, ...jpegOf(bytes.subarray(start, next)) };
}

/** Copied, so that a picture does not keep the stream's buffer alive. */
function jpegOf(part: Buffer): { frame?: Uint8Array } {
  const isJpeg = part[0] === 0xff && part[1] === 0xd8;
  return isJpeg ? { frame: new Uint8Array(part) } : {};
}
