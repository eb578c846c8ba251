import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCommand } from '../../../fixtures/chip/command.ts';
import examples from '../../../fixtures/chip/icao-9303-11-appendix-d.json' with { type: 'json' };
import { type CommandApdu, decodeResponse, encodeCommand, swSuccess } from '../apdu.ts';
import { encodeTlv } from '../tlv.ts';
import { pad } from './crypto/bytes.ts';
import { javascriptCrypto } from './crypto/javascript-crypto.ts';
import { nodeCrypto } from './crypto/node-crypto.ts';
import { cipherNames } from './key-derivation.ts';
import { openSecureMessaging, type SecureMessaging, secureExchange } from './secure-messaging.ts';
import { keysFromSecret, type SessionKeys, sessionCipher } from './session-cipher.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
const hex = (data: Uint8Array): string => Buffer.from(data).toString('hex').toUpperCase();
const { d4 } = examples;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const keys: SessionKeys = {
  cipher: '3DES',
  enc: bytes(d4.ksEnc),
  mac: bytes(d4.ksMac),
  ssc: BigInt(`0x${d4.ssc}`),
};
const brokenSession = expect.objectContaining({ code: 'card/session-broken' });

function exampleAt(index: number) {
  const example = d4.exchanges[index];
  const command = decodeCommand(bytes(example?.plain ?? ''));
  if (!example || !command) throw new Error(`no example ${index}`);
  return { command, response: bytes(example.response), wrapped: example.wrapped, data: example.data };
}

/** A session that stands before the second answer of the worked example, which carries data. */
function beforeSecondAnswer(): { messaging: SecureMessaging; command: CommandApdu; response: Uint8Array } {
  const messaging = openSecureMessaging(nodeCrypto, keys);
  const first = exampleAt(0);
  messaging.protect(first.command);
  messaging.verify(decodeResponse(first.response), first.command);
  const { command, response } = exampleAt(1);
  messaging.protect(command);
  return { messaging, command, response };
}

it.each([nodeCrypto, javascriptCrypto])('repeats ICAO 9303-11 appendix D.4 with $name', (crypto) => {
  const messaging = openSecureMessaging(crypto, keys);
  for (const [index] of d4.exchanges.entries()) {
    const { command, response, wrapped, data } = exampleAt(index);
    expect(hex(encodeCommand(messaging.protect(command)))).toBe(wrapped);
    expect(messaging.verify(decodeResponse(response), command)).toEqual({ data: bytes(data), sw: swSuccess });
  }
});

describe('a defect ends the session', () => {
  const refused = (answer: Uint8Array): void => {
    const { messaging, command } = beforeSecondAnswer();
    expect(() => messaging.verify(decodeResponse(answer), command)).toThrow(brokenSession);
    expect(() => messaging.protect(command)).toThrow(brokenSession);
  };

  it('any flipped bit', () => {
    const { response } = beforeSecondAnswer();
    for (let bit = 0; bit < 8 * response.length; bit++) {
      const at = bit >> 3;
      refused(response.with(at, (response[at] ?? 0) ^ (1 << (bit & 7))));
    }
  });

  it('any length it is cut to', () => {
    const { response } = beforeSecondAnswer();
    for (let length = 2; length < response.length; length++) refused(response.subarray(0, length));
  });

  it('any noise', () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 2, maxLength: 300 }), refused), { numRuns: 1000 });
  });

  it.each([
    ['a plain success', '9000'],
    ['a plain error', '6982'],
    ['the answer before it', d4.exchanges[0]?.response ?? ''],
  ])('%s', (_what, answer) => refused(bytes(answer)));

  /** Well signed by somebody who knows the keys, and wrong all the same. */
  const signed = (...objects: readonly Uint8Array[]): Uint8Array => {
    const counter = bytes('887022120C06C22A');
    const mac = nodeCrypto.retailMac(keys.mac, pad(Buffer.concat([counter, ...objects]), 8));
    return Buffer.concat([...objects, encodeTlv(0x8e, mac), bytes('9000')]);
  };
  const status = bytes('99029000');
  const data = bytes('8709019FF0EC34F9922651');

  it('takes the same objects in their order, so that the cases below fail for their own reason', () => {
    const { messaging, command } = beforeSecondAnswer();
    expect(messaging.verify(decodeResponse(signed(data, status)), command).data).toEqual(bytes('60145F01'));
  });

  it.each([
    ['no status object', signed(data)],
    ['objects out of order', signed(status, data)],
    ['an object twice', signed(data, data, status)],
    ['an unknown object', signed(data, status, bytes('800100'))],
    ['another status inside', signed(data, bytes('99026282'))],
    ['an unknown padding indicator', signed(bytes('8709029FF0EC34F9922651'), status)],
    ['a cryptogram that is no whole block', signed(bytes('8708019FF0EC34F99226'), status)],
    ['a cryptogram without padding', signed(bytes('870901AAAAAAAAAAAAAAAA'), status)],
    ['the object of the odd instruction', signed(bytes('85089FF0EC34F9922651'), status)],
    ['padded lengths', signed(bytes('878109019FF0EC34F9922651'), status)],
  ])('%s', (_what, answer) => refused(answer));
});

it('keeps no session after a failed exchange', async () => {
  const messaging = openSecureMessaging(nodeCrypto, keys);
  const exchange = secureExchange(async () => {
    throw new Error('the wire');
  }, messaging);
  const { command } = exampleAt(1);
  await expect(exchange(command)).rejects.toThrow('the wire');
  await expect(exchange(command)).rejects.toMatchObject({ code: 'card/session-broken' });
});

/** The card's end: what it makes of a protected command, and its protected answer, by the standard's words and nothing of ours. */
function answerOf(own: SessionKeys, command: CommandApdu, data: Uint8Array): Uint8Array {
  const cipher = sessionCipher(nodeCrypto, own);
  const cryptogram = cipher.encrypt(own.ssc + 2n, pad(data, cipher.blockBytes));
  const sealed =
    (command.ins & 1) === 1 ? encodeTlv(0x85, cryptogram) : encodeTlv(0x87, Uint8Array.of(1), cryptogram);
  const body = Buffer.concat([data.length > 0 ? sealed : new Uint8Array(), bytes('99029000')]);
  return Buffer.concat([body, encodeTlv(0x8e, cipher.mac(own.ssc + 2n, body)), bytes('9000')]);
}

describe.each(cipherNames)('%s', (cipher) => {
  const own = keysFromSecret(nodeCrypto, cipher, bytes('0123456789ABCDEF'));
  const read: CommandApdu = { cla: 0x00, ins: 0xb0, p1: 0x81, p2: 0x00, le: 0x100 };

  it('opens what the other end sealed, whatever and however much it is', () => {
    const anything = fc.record({ data: fc.uint8Array({ maxLength: 2000 }), isOdd: fc.boolean() });
    fc.assert(
      fc.property(anything, ({ data, isOdd }) => {
        const command = { ...read, ins: isOdd ? 0xb1 : 0xb0 };
        const messaging = openSecureMessaging(nodeCrypto, own);
        messaging.protect(command);
        const opened = messaging.verify(decodeResponse(answerOf(own, command, data)), command);
        expect(opened).toEqual({ data: Uint8Array.from(data), sw: swSuccess });
      }),
      { numRuns: 300 },
    );
  });

  it('refuses an answer with any bit flipped, and the session is over', () => {
    const whole = answerOf(own, read, bytes('CAFE'));
    for (let bit = 0; bit < 8 * whole.length; bit++) {
      const messaging = openSecureMessaging(nodeCrypto, own);
      messaging.protect(read);
      const at = bit >> 3;
      const flipped = whole.with(at, (whole[at] ?? 0) ^ (1 << (bit & 7)));
      expect(() => messaging.verify(decodeResponse(flipped), read)).toThrow(brokenSession);
      expect(messaging.isOpen()).toBe(false);
    }
  });

  it('counts on past the largest number its counter holds', () => {
    const last = (1n << BigInt(8 * sessionCipher(nodeCrypto, own).blockBytes)) - 1n;
    const messaging = openSecureMessaging(nodeCrypto, { ...own, ssc: last });
    messaging.protect(read);
    // The counter stood at its end: the command stepped it to 0, the answer to 1.
    const answer = answerOf({ ...own, ssc: -1n }, read, bytes('CAFE'));
    expect(messaging.verify(decodeResponse(answer), read).data).toEqual(bytes('CAFE'));
    expect(() => messaging.verify(decodeResponse(answer), read)).toThrow(brokenSession);
  });

  it('protects a command the same way with both back ends, and otherwise each time', () => {
    const two = [nodeCrypto, javascriptCrypto].map((crypto) => {
      const messaging = openSecureMessaging(crypto, own);
      return [0, 1].map(() => hex(encodeCommand(messaging.protect({ ...read, data: bytes('5401') }))));
    });
    expect(two[0]).toEqual(two[1]);
    expect(two[0]?.[0]).not.toBe(two[0]?.[1]);
  });
});

it('keeps nothing of 10,000 exchanges', { timeout: 60_000 }, () => {
  const own = keysFromSecret(nodeCrypto, 'AES-128', bytes('0123456789ABCDEF'));
  const { command } = exampleAt(1);
  const messaging = openSecureMessaging(nodeCrypto, own);
  const exchangeUpTo = (count: number, from: number): void => {
    for (let i = from; i < count; i++) {
      messaging.protect(command);
      messaging.verify(
        decodeResponse(answerOf({ ...own, ssc: BigInt(2 * i) }, command, bytes('CAFE'))),
        command,
      );
    }
  };
  exchangeUpTo(1000, 0);
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  exchangeUpTo(11_000, 1000);
  collectGarbage();
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(5_000_000);
});
