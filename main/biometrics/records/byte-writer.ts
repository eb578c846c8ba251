import { RecordError } from './record-error.ts';

/** Puts big-endian numbers and bytes one after the other. */
export class ByteWriter {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** @param width bytes. @throws RecordError `record/unwritable` with the field when the number has no place in them */
  uint(value: number, width: 1 | 2 | 3 | 4 | 6, field: string): this {
    if (!Number.isInteger(value) || value < 0 || value >= 256 ** width)
      throw new RecordError('record/unwritable', { field }, `a number that ${width} bytes cannot hold`);
    const bytes = new Uint8Array(width);
    for (let at = width - 1, rest = value; at >= 0; at--, rest = Math.floor(rest / 256))
      bytes[at] = rest % 256;
    return this.bytes(bytes);
  }

  bytes(bytes: Uint8Array): this {
    this.#parts.push(bytes);
    this.#length += bytes.length;
    return this;
  }

  /** @param text of ASCII only */
  ascii(text: string): this {
    return this.bytes(Buffer.from(text, 'latin1'));
  }

  finish(): Uint8Array {
    const whole = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }
}
