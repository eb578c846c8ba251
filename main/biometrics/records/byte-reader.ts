import { RecordError } from './record-error.ts';

/**
 * Takes big-endian numbers and bytes from a record in order, never beyond its end. What it gives are views, not copies, so that a
 * length costs nothing before it is believed.
 */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  /** Where these bytes begin in the file. */
  readonly #base: number;
  #at = 0;

  constructor(bytes: Uint8Array, base = 0) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#base = base;
  }

  /** Of the next byte, from the start of the file. */
  get offset(): number {
    return this.#base + this.#at;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  u8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#advance(2));
  }

  u32(): number {
    return this.#view.getUint32(this.#advance(4));
  }

  /** @throws RecordError `record/cut-off` */
  take(count: number): Uint8Array {
    const start = this.#advance(count);
    return this.#bytes.subarray(start, start + count);
  }

  /** A reader of the next bytes alone, which counts offsets as this one does. */
  section(count: number): ByteReader {
    const base = this.offset;
    return new ByteReader(this.take(count), base);
  }

  #advance(count: number): number {
    if (count > this.left)
      throw new RecordError('record/cut-off', { offset: this.offset }, `${count} bytes are not there`);
    const start = this.#at;
    this.#at += count;
    return start;
  }
}
