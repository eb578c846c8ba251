import { createHash } from 'node:crypto';
import { DriverError } from '../../errors.ts';
import { type CommandApdu, type Exchange, type ResponseApdu, swFileNotFound, swSuccess } from '../apdu.ts';
import { decodeTlvs, encodeTlv, readTlvHeader, requireTlv, type TlvHeader } from '../tlv.ts';
import type { ChipFile } from './chip-reading.ts';
import { type FileName, ldsFiles, type MasterFileName, masterFiles } from './lds/files.ts';
import type { ChipProfile } from './profiles/profile.ts';

/** The end of the file came before the bytes asked for: the data is good (ISO/IEC 7816-4 table 6). */
const swEndOfFile = 0x6282;
const swWrongLength = 0x6700;
const sw1OtherLength = 0x6c;
/** P1 P2 hold 15 bits; what lies behind needs the odd instruction (ICAO 9303-10 section 3.6.3, notes 1 and 2). */
const firstFarOffset = 0x8000;
/** The odd instruction's answer is wrapped in a 53 object: tag and up to two bytes of length. */
const farHeaderBytes = 3;

/** Reads whole files, one after the other. */
export interface ElementaryFiles {
  /**
   * @param onBytes told after every command: bytes there, bytes in all
   * @returns nothing when the card has no such file; `refused` when it has one and does not give it
   * @throws DriverError `card/data-invalid` for a file that is too long, ends early, or breaks off
   */
  read(
    name: FileName | MasterFileName,
    onBytes?: (doneBytes: number, totalBytes: number) => void,
  ): Promise<ChipFile | 'refused' | undefined>;
}

export interface ReadOptions {
  readonly profile: ChipProfile;
  /** Lengths to ask for, best first. */
  readonly ladder: readonly number[];
  /** Told which length a card took, and which it refused. */
  readonly onLength?: (bytes: number, isTaken: boolean) => void;
}

/** @param exchange with the files' application selected, protected where the chip asks for it */
export function openElementaryFiles(
  exchange: Exchange,
  { profile, ladder, onLength = () => undefined }: ReadOptions,
): ElementaryFiles {
  let sizes = ladder;
  let isProven = false;
  const size = (): number => sizes[0] ?? 1;

  /** A length that ends the conversation was refused too: some cards answer it in the clear. */
  const attempt = async (p1: number): Promise<ResponseApdu> => {
    try {
      return await exchange(readBinary(p1, 0, size()));
    } catch (error) {
      const isOver = error instanceof DriverError && error.code === 'card/session-broken';
      if (isOver && !isProven && sizes.length > 1) onLength(size(), false);
      throw error;
    }
  };
  /** Short identifier, header and first data in one command; learns what length the card takes. */
  const readStart = async (name: FileName | MasterFileName): Promise<Uint8Array | 'refused' | undefined> => {
    const p1 = 0x80 | fileOf(name).sfi;
    let response = await attempt(p1);
    while (isLengthRefused(response.sw) && sizes.length > 1) {
      onLength(size(), false);
      sizes = sizes.slice(1);
      response = await attempt(p1);
    }
    if (response.sw === swFileNotFound) return undefined;
    if (!isGiven(response.sw)) return 'refused';
    const data = dataOf(name, response.data, response.sw);
    isProven = true;
    onLength(size(), true);
    return data;
  };
  const readNear = async (
    name: FileName | MasterFileName,
    offset: number,
    bytes: number,
  ): Promise<Uint8Array> => {
    const { data, sw } = await exchange(readBinary(offset >> 8, offset & 0xff, Math.min(bytes, size())));
    return dataOf(name, data, sw);
  };
  const readFar = async (
    name: FileName | MasterFileName,
    offset: number,
    bytes: number,
  ): Promise<Uint8Array> => {
    const le = Math.min(bytes + farHeaderBytes, size());
    const { data, sw } = await exchange(readBinaryFar(offset, le));
    return requireTlv(decodeTlvs(dataOf(name, data, sw)), 0x53).value;
  };

  return {
    read: async (name, onBytes = () => undefined) => {
      const start = await readStart(name);
      if (!start || start === 'refused') return start;
      const file = collectFile(name, maxBytesOf(name, profile));
      file.add(start);
      for (let left = file.missing(); left > 0; left = file.missing()) {
        onBytes(file.doneBytes(), file.totalBytes());
        const offset = file.doneBytes();
        const chunk = await (offset < firstFarOffset ? readNear : readFar)(name, offset, left);
        if (chunk.length === 0) throw invalid(name, 'ends early');
        file.add(chunk);
      }
      onBytes(file.doneBytes(), file.totalBytes());
      return file.finish();
    },
  };
}

/** Puts a file together from its parts and hashes it on the way; the first object's length says how long it is. */
function collectFile(name: FileName | MasterFileName, maxBytes: number) {
  const hash = createHash('sha256');
  let head: Uint8Array = new Uint8Array();
  let bytes: Uint8Array | undefined;
  let done = 0;

  const begin = (): void => {
    const header = headerOf(name, head);
    if (!header) return;
    if (header.tag !== fileOf(name).tag) throw invalid(name, `starts with ${header.tag.toString(16)}`);
    const total = header.headerBytes + header.valueBytes;
    if (total > maxBytes) throw invalid(name, `claims ${total} bytes`);
    bytes = new Uint8Array(total);
    take(head);
  };
  const take = (chunk: Uint8Array): void => {
    if (!bytes) return;
    const used = chunk.subarray(0, bytes.length - done);
    bytes.set(used, done);
    hash.update(used);
    done += used.length;
  };
  return {
    add: (chunk: Uint8Array): void => {
      if (bytes) {
        take(chunk);
      } else {
        head = Buffer.concat([head, chunk]);
        begin();
      }
    },
    /** Until the header is there, as much as one command brings. */
    missing: (): number => (bytes ? bytes.length - done : Number.MAX_SAFE_INTEGER),
    doneBytes: (): number => (bytes ? done : head.length),
    totalBytes: (): number => bytes?.length ?? 0,
    finish: (): ChipFile => ({ name, bytes: bytes ?? head, sha256: hash.digest('hex') }),
  };
}

function fileOf(name: FileName | MasterFileName): { readonly tag: number; readonly sfi: number } {
  return { ...masterFiles, ...ldsFiles }[name];
}

function readBinary(p1: number, p2: number, le: number): CommandApdu {
  return { cla: 0x00, ins: 0xb0, p1, p2, le };
}

/** READ BINARY with the offset in a 54 object, of the file selected last (ISO/IEC 7816-4 section 7.2.3). */
function readBinaryFar(offset: number, le: number): CommandApdu {
  const at = Uint8Array.of((offset >> 16) & 0xff, (offset >> 8) & 0xff, offset & 0xff);
  return { cla: 0x00, ins: 0xb1, p1: 0, p2: 0, data: encodeTlv(0x54, at), le };
}

/** Under protection a card names the length it would take in the answer itself, where nothing repeats the command. */
function isLengthRefused(sw: number): boolean {
  return sw === swWrongLength || sw >> 8 === sw1OtherLength;
}

function isGiven(sw: number): boolean {
  return sw === swSuccess || sw === swEndOfFile;
}

function headerOf(name: FileName | MasterFileName, head: Uint8Array): TlvHeader | undefined {
  try {
    return readTlvHeader(head);
  } catch (cause) {
    if (cause instanceof DriverError)
      throw invalid(name, `starts with no data object: ${cause.message}`, cause);
    throw cause;
  }
}

function dataOf(name: FileName | MasterFileName, data: Uint8Array, sw: number): Uint8Array {
  if (!isGiven(sw)) throw invalid(name, `answers ${sw.toString(16)}`);
  if (data.length === 0) throw invalid(name, 'answers without data');
  return data;
}

function maxBytesOf(
  name: FileName | MasterFileName,
  { maxFileBytes, maxFaceFileBytes }: ChipProfile,
): number {
  return name === 'DG2' ? maxFaceFileBytes : maxFileBytes;
}

function invalid(name: FileName | MasterFileName, what: string, cause?: Error): DriverError {
  return new DriverError('card/data-invalid', `${name} ${what}`, { cause });
}
