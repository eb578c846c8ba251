import { describe, expect, it } from 'vitest';
import examples from '../../../fixtures/chip/icao-9303-11-appendix-d.json' with { type: 'json' };
import mrzExamples from '../../../fixtures/chip/mrz-examples.json' with { type: 'json' };
import { encodeCommand, openExchange } from '../apdu.ts';
import { accessKeys, openBac, sessionKeys } from './bac.ts';
import type { Crypto } from './crypto/crypto.ts';
import { javascriptCrypto } from './crypto/javascript-crypto.ts';
import { nodeCrypto } from './crypto/node-crypto.ts';
import { mrzInformation } from './mrz.ts';
import { openSecureMessaging } from './secure-messaging.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
const hex = (data: Uint8Array): string => Buffer.from(data).toString('hex').toUpperCase();
const { d2, d3, d4 } = examples;

/** The chip of appendix D.3, answering with `change` made to its second answer. */
function chip(change: (answer: Uint8Array) => Uint8Array = (answer) => answer, crypto: Crypto = nodeCrypto) {
  const asked: string[] = [];
  const exchange = openExchange(async (command) => {
    asked.push(hex(command));
    const answer = bytes(d3.apdu[asked.length - 1]?.[1] ?? '');
    return asked.length === 2 ? change(answer) : answer;
  });
  const numbers = [bytes(d3.rndIFD), bytes(d3.kIFD)];
  const open = () =>
    openBac(crypto, exchange, accessKeys(crypto, d2.opens), () => numbers.shift() ?? new Uint8Array());
  return { open, asked };
}

describe.each([nodeCrypto, javascriptCrypto])('ICAO 9303-11 appendix D with $name', (crypto) => {
  it.each(d2.information)(
    'D.2: text of the MRZ $documentNumber',
    ({ mrzInformation: expected, ...fields }) => {
      expect(mrzInformation(fields)).toBe(expected);
    },
  );

  it('D.2: access keys', () => {
    const { enc, mac } = accessKeys(crypto, d2.opens);
    expect([hex(enc), hex(mac)]).toEqual([d2.kEnc, d2.kMac]);
  });

  it('D.3: session keys and counter', () => {
    const keys = sessionKeys(crypto, bytes(d3.kIFD), bytes(d3.kIC), bytes(d3.rndIC), bytes(d3.rndIFD));
    expect([hex(keys.enc), hex(keys.mac), keys.ssc]).toEqual([d3.ksEnc, d3.ksMac, BigInt(`0x${d3.ssc}`)]);
  });

  it('D.3 and D.4: opens the session, command by command', async () => {
    const { open, asked } = chip(undefined, crypto);
    const messaging = openSecureMessaging(crypto, await open());
    expect(asked).toEqual(d3.apdu.map(([command]) => command));
    const selectCom = { cla: 0x00, ins: 0xa4, p1: 0x02, p2: 0x0c, data: bytes('011E') };
    expect(hex(encodeCommand(messaging.protect(selectCom)))).toBe(d4.exchanges[0]?.wrapped);
  });
});

it.each(mrzExamples.valid)('makes the access keys of a Vietnamese card: $id', (example) => {
  const { enc, mac } = accessKeys(nodeCrypto, example.mrzInformation);
  expect([hex(enc), hex(mac)]).toEqual([example.kEnc, example.kMac]);
});

describe('a chip that does not agree', () => {
  it.each([
    ['6300', 'card/wrong-key'],
    ['63c2', 'card/wrong-key'],
    ['6982', 'card/session-broken'],
    ['6985', 'card/session-broken'],
    ['6f00', 'card/session-broken'],
    ['9000', 'card/session-broken'],
    ['', 'card/removed'],
  ])('answers %s: %s', async (status, code) => {
    await expect(chip(() => bytes(status)).open()).rejects.toMatchObject({ code });
  });

  it('is refused whichever byte of its answer differs', async () => {
    for (let at = 0; at < 40; at++) {
      const { open } = chip((answer) => answer.with(at, (answer[at] ?? 0) ^ 0x01));
      await expect(open()).rejects.toMatchObject({ code: 'card/session-broken' });
    }
  });
});
