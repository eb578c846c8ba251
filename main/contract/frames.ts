import { Decoder, Encoder } from '@msgpack/msgpack';
import { z } from 'zod';
import { isModest } from './frame-scan.ts';
import { ErrorNotice } from './notice.ts';

/** No frame is larger: an application's largest picture fits, a five-gigabyte length field does not. */
export const maxFrameBytes = 24 * 1024 * 1024;

/** How many items a stream may be ahead of its reader. */
export const streamWindow = 4;

const id = z.number().int().nonnegative();

/** What the page sends. */
export const PageFrame = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('request'), id, call: z.string().max(100), input: z.unknown() }),
  z.strictObject({ kind: z.literal('credit'), id, items: z.number().int().min(1).max(streamWindow) }),
  z.strictObject({ kind: z.literal('cancel'), id }),
]);
export type PageFrame = z.infer<typeof PageFrame>;

/** What main sends. A failure with id 0 concerns the wire itself. */
export const MainFrame = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('reply'), id, output: z.unknown() }),
  z.strictObject({ kind: z.literal('item'), id, item: z.unknown() }),
  z.strictObject({ kind: z.literal('end'), id }),
  z.strictObject({ kind: z.literal('failure'), id, notice: ErrorNotice }),
]);
export type MainFrame = z.infer<typeof MainFrame>;

/** A value that a schema lets through but that has no bytes of its own, such as undefined in an object, is left out. */
export function encodeFrame(frame: PageFrame | MainFrame): Uint8Array {
  return new Encoder({ ignoreUndefined: true }).encode(frame);
}

/**
 * Reads one frame.
 *
 * @returns undefined when the bytes are none of the schema's frames
 */
export function decodeFrame<T>(schema: z.ZodType<T>, bytes: Uint8Array): T | undefined {
  if (bytes.length > maxFrameBytes || !isModest(bytes)) return undefined;
  try {
    return schema.safeParse(new Decoder().decode(bytes)).data;
  } catch {
    return undefined;
  }
}
