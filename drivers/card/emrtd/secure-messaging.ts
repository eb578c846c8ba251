import { DriverError } from '../../errors.ts';
import { type CommandApdu, type Exchange, mostBytes, type ResponseApdu } from '../apdu.ts';
import { decodeTlvs, encodeTlv, type Tlv } from '../tlv.ts';
import { isSame, pad, unpad } from './crypto/bytes.ts';
import type { Crypto } from './crypto/crypto.ts';
import { type SessionKeys, sessionCipher } from './session-cipher.ts';

/** The card's end and ours of a protected conversation take turns: each message steps the counter. */
export interface SecureMessaging {
  protect(command: CommandApdu): CommandApdu;
  /**
   * Checks and decrypts the answer to `command`.
   *
   * @throws DriverError `card/session-broken` for any defect; the keys are then gone and nothing more can be said.
   */
  verify(response: ResponseApdu, command: CommandApdu): ResponseApdu;
  isOpen(): boolean;
  /** Destroys the keys. */
  close(): void;
}

const cryptogramTag = { even: 0x87, odd: 0x85 } as const;
const leTag = 0x97;
const statusTag = 0x99;
const macTag = 0x8e;
/** First byte of an 87: padded by ISO/IEC 7816-4 method 2. */
const paddedIndicator = 0x01;

/**
 * Secure messaging with 3DES or AES (ICAO 9303-11 section 9.8, checked against the worked examples of appendix D.4).
 *
 * @param keys are copied: the caller may destroy his
 */
export function openSecureMessaging(crypto: Crypto, keys: SessionKeys): SecureMessaging {
  const own = { ...keys, enc: Uint8Array.from(keys.enc), mac: Uint8Array.from(keys.mac) };
  const cipher = sessionCipher(crypto, own);
  const { blockBytes } = cipher;
  let { ssc } = keys;
  let isOpen = true;

  const close = (): void => {
    isOpen = false;
    own.enc.fill(0);
    own.mac.fill(0);
  };
  const step = (): void => {
    if (!isOpen) throw broken('the session has ended');
    ssc = BigInt.asUintN(8 * blockBytes, ssc + 1n);
  };

  const encrypt = (data: Uint8Array, ins: number): Uint8Array => {
    const cryptogram = cipher.encrypt(ssc, pad(data, blockBytes));
    return isOdd(ins)
      ? encodeTlv(cryptogramTag.odd, cryptogram)
      : encodeTlv(cryptogramTag.even, Uint8Array.of(paddedIndicator), cryptogram);
  };
  const decrypt = ({ tag, value }: Tlv): Uint8Array => {
    const isIndicated = tag === cryptogramTag.even;
    if (isIndicated && value[0] !== paddedIndicator) throw broken('unknown padding');
    const cryptogram = isIndicated ? value.subarray(1) : value;
    if (cryptogram.length === 0 || cryptogram.length % blockBytes !== 0)
      throw broken('cryptogram is not whole blocks');
    const data = unpad(cipher.decrypt(ssc, cryptogram), blockBytes);
    if (!data) throw broken('padding is wrong');
    return data;
  };

  const open = (response: ResponseApdu, command: CommandApdu): ResponseApdu => {
    const { cryptogram, status, mac: given } = arrange(response.data, command.ins);
    const signed = response.data.subarray(0, response.data.length - given.bytes.length);
    if (!isSame(given.value, cipher.mac(ssc, signed))) throw broken('MAC is wrong');
    if (!isSame(status.value, Uint8Array.of(response.sw >> 8, response.sw & 0xff)))
      throw broken('two statuses');
    const data = cryptogram ? decrypt(cryptogram) : new Uint8Array();
    if (data.length > mostBytes(command.le)) throw broken('the answer is longer than asked');
    return { data, sw: response.sw };
  };

  return {
    protect: (command) => {
      step();
      const cla = command.cla | 0x0c;
      const { ins, p1, p2, data, le } = command;
      const header = pad(Uint8Array.of(cla, ins, p1, p2), blockBytes);
      const body = Buffer.concat([
        data && data.length > 0 ? encrypt(data, ins) : new Uint8Array(),
        le === undefined ? new Uint8Array() : encodeTlv(leTag, leValue(le)),
      ]);
      // Without a body the header is the whole message, and it is padded once, not twice.
      const message = body.length > 0 ? Buffer.concat([header, body]) : Uint8Array.of(cla, ins, p1, p2);
      const protectedData = Buffer.concat([body, encodeTlv(macTag, cipher.mac(ssc, message))]);
      return {
        cla,
        ins,
        p1,
        p2,
        data: new Uint8Array(protectedData),
        le: (le ?? 0) > 0x100 ? 0x10000 : 0x100,
      };
    },
    verify: (response, command) => {
      step();
      try {
        return open(response, command);
      } catch (cause) {
        close();
        throw cause instanceof DriverError && cause.code === 'card/session-broken'
          ? cause
          : broken('the answer is not protected as agreed', { cause });
      }
    },
    isOpen: () => isOpen,
    close,
  };
}

/** A conversation in which everything is protected; when one exchange fails, the session is over. */
export function secureExchange(exchange: Exchange, messaging: SecureMessaging): Exchange {
  return async (command) => {
    try {
      return messaging.verify(await exchange(messaging.protect(command)), command);
    } catch (error) {
      messaging.close();
      throw error;
    }
  };
}

/** An answer holds [cryptogram] status MAC: in this order, each once, and nothing else. */
function arrange(data: Uint8Array, ins: number): { cryptogram: Tlv | undefined; status: Tlv; mac: Tlv } {
  const objects = decodeTlvs(data, 'der');
  const expected = isOdd(ins) ? cryptogramTag.odd : cryptogramTag.even;
  const cryptogram = objects[0]?.tag === expected ? objects[0] : undefined;
  const [status, mac, extra] = cryptogram ? objects.slice(1) : objects;
  if (status?.tag !== statusTag || mac?.tag !== macTag || extra)
    throw broken('objects missing or out of order');
  return { cryptogram, status, mac };
}

function leValue(le: number): Uint8Array {
  return le > 0x100 ? Uint8Array.of((le >> 8) & 0xff, le & 0xff) : Uint8Array.of(le & 0xff);
}

function isOdd(ins: number): boolean {
  return (ins & 1) === 1;
}

function broken(why: string, options?: ErrorOptions): DriverError {
  return new DriverError('card/session-broken', `secure messaging: ${why}`, options);
}
