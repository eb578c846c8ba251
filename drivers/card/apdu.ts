import { DriverError } from '../errors.ts';

/** A command to the card (ISO/IEC 7816-3 section 12.1). */
export interface CommandApdu {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  /** At most 65,535 bytes. */
  readonly data?: Uint8Array;
  /** Most bytes the answer may hold, 1 to 65,536; absent when no data is expected. */
  readonly le?: number;
}

/** The card's answer; `sw` is SW1 SW2 as one number, `0x9000` when all is well. */
export interface ResponseApdu {
  readonly data: Uint8Array;
  readonly sw: number;
}

/** Sends a command and waits for its answer. Plain and protected conversations look the same from above. */
export type Exchange = (command: CommandApdu) => Promise<ResponseApdu>;

export const swSuccess = 0x9000;
export const swFileNotFound = 0x6a82;

/** Writes a command: case 1 to 4, short while data and answer fit, else extended (ISO/IEC 7816-3 section 12.1.3). */
export function encodeCommand({ cla, ins, p1, p2, data = new Uint8Array(), le }: CommandApdu): Uint8Array {
  if (data.length > 0xffff || (le !== undefined && (le < 1 || le > 0x10000))) {
    throw new RangeError(`no APDU holds ${data.length} bytes out and ${le} in`);
  }
  const isExtended = data.length > 0xff || (le ?? 0) > 0x100;
  const field = (value: number): number[] =>
    isExtended ? [(value >> 8) & 0xff, value & 0xff] : [value & 0xff];
  const body = [
    ...(isExtended ? [0x00] : []),
    ...(data.length > 0 ? field(data.length) : []),
    ...data,
    ...(le === undefined ? [] : field(le)),
  ];
  return Uint8Array.from([cla, ins, p1, p2, ...(data.length > 0 || le !== undefined ? body : [])]);
}

/**
 * Splits an answer into data and status.
 *
 * @throws DriverError `card/removed` below two bytes: that is how a vanished card looks to PC/SC
 */
export function decodeResponse(bytes: Uint8Array): ResponseApdu {
  const [sw1, sw2] = bytes.subarray(-2);
  if (sw1 === undefined || sw2 === undefined) {
    throw new DriverError('card/removed', `an answer of ${bytes.length} bytes`);
  }
  return { data: bytes.subarray(0, -2), sw: (sw1 << 8) | sw2 };
}

/** What a card may give for this Le: 256 and 65,536 are written as zeros and ask for everything, also in several parts. */
export function mostBytes(le: number | undefined): number {
  return le === 0x100 || le === 0x10000 ? maxAnswerBytes : (le ?? 0);
}

/** Room for 64 KiB and what protects them. */
const maxAnswerBytes = 0x10000 + 0x100;

/**
 * A conversation over a channel that also does what T=0 asks of the reader's side: `61xx` fetches the rest of the answer,
 * `6Cxx` repeats the command once with the length the card names (ISO/IEC 7816-4 section 5.3.4).
 *
 * @throws DriverError `card/data-invalid` when the card gives more than was asked for
 */
export function openExchange(transmit: (command: Uint8Array) => Promise<Uint8Array>): Exchange {
  const send: Exchange = async (command) => decodeResponse(await transmit(encodeCommand(command)));

  return async (command) => {
    const most = mostBytes(command.le);
    const first = await send(command);
    const hasOtherLength = first.sw >> 8 === 0x6c && first.data.length === 0;
    const response = hasOtherLength ? await send({ ...command, le: lengthIn(first.sw) }) : first;
    const whole = await fetchRest(send, command.cla, response, most);
    if (whole.data.length > most)
      throw new DriverError('card/data-invalid', 'the answer is longer than asked');
    return whole;
  };
}

/** GET RESPONSE until the card has no more, or has given more than it may. */
async function fetchRest(
  send: Exchange,
  cla: number,
  first: ResponseApdu,
  most: number,
): Promise<ResponseApdu> {
  let { data, sw } = first;
  while (sw >> 8 === 0x61 && data.length <= most) {
    const more = await send({ cla: cla & 0x03, ins: 0xc0, p1: 0, p2: 0, le: lengthIn(sw) });
    if (more.data.length === 0) return { data, sw: more.sw };
    data = new Uint8Array(Buffer.concat([data, more.data]));
    sw = more.sw;
  }
  return { data, sw };
}

/** SW2 as a length: 00 means 256. */
function lengthIn(sw: number): number {
  return sw & 0xff || 0x100;
}
