import { describe, expect, it } from 'vitest';
import examples from '../../../fixtures/chip/icao-9303-11-pace.json' with { type: 'json' };
import { openExchange } from '../apdu.ts';
import { encodeTlv } from '../tlv.ts';
import { isMappingProven } from './chip-authentication.ts';
import type { Crypto } from './crypto/crypto.ts';
import { javascriptCrypto } from './crypto/javascript-crypto.ts';
import { nodeCrypto } from './crypto/node-crypto.ts';
import { standardGroup } from './groups/standard-groups.ts';
import { authenticationToken, openPace, type PaceSuite, passwordKey } from './pace.ts';
import { pseudoRandom } from './pace-mapping.ts';
import { decodeSecurityInfos, groupOf, type PaceInfo } from './security-infos.ts';
import { keysFromSecret } from './session-cipher.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
const hex = (data: Uint8Array): string => Buffer.from(data).toString('hex').toUpperCase();
const number = (text: string): bigint => BigInt(`0x${text}`);

type Example = (typeof examples.full)[number];

/** The chip of a worked example: it answers as printed, with `change` made to its answers. */
function chipOf({ apdus }: Example, change = (answer: Uint8Array, _at: number): Uint8Array => answer) {
  const asked: string[] = [];
  const exchange = openExchange(async (command) => {
    asked.push(hex(command));
    return change(bytes(apdus[asked.length - 1]?.[1] ?? '6F00'), asked.length - 1);
  });
  return { exchange, asked };
}

function suiteOf({ paceInfo }: Example): PaceSuite {
  const infos = decodeSecurityInfos(encodeTlv(0x31, bytes(paceInfo)));
  const [info] = infos.pace;
  const group = info && groupOf(infos, info);
  if (!info || !group) throw new Error('the example names no group');
  return { info, group, namesParameters: false };
}

function open(crypto: Crypto, example: Example, change?: (answer: Uint8Array, at: number) => Uint8Array) {
  const { exchange, asked } = chipOf(example, change);
  const keys = example.terminalKeys.map(number);
  const opened = openPace(
    crypto,
    exchange,
    suiteOf(example),
    { kind: 'mrz', ...example.mrz },
    {
      keyPair: (group) => {
        const privateKey = keys.shift() ?? 0n;
        return { privateKey, publicKey: group.publicKeyOf(privateKey) };
      },
      nonce: () => new Uint8Array(),
    },
  );
  return { opened, asked };
}

describe.each([nodeCrypto, javascriptCrypto])('ICAO 9303-11 appendices G, H and I with $name', (crypto) => {
  it.each(examples.full)('$name: password key', (example) => {
    const info: PaceInfo = { oid: '', agreement: 'ecdh', mapping: 'GM', cipher: 'AES-128' };
    expect(hex(passwordKey(crypto, info, { kind: 'mrz', ...example.mrz }))).toBe(example.passwordKey);
  });

  it.each(examples.full)('$name: command by command to the keys', async (example) => {
    const { opened, asked } = open(crypto, example);
    const result = await opened;
    expect(asked).toEqual(example.apdus.map(([command]) => command));
    if (result.kind !== 'open') throw new Error('refused');
    expect([hex(result.keys.enc), hex(result.keys.mac), result.keys.ssc]).toEqual([
      example.ksEnc,
      example.ksMac,
      0n,
    ]);
  });

  it.each(examples.full)('$name: mapped generator', (example) => {
    const { group } = suiteOf(example);
    const [ours = '', theirs = ''] = [example.terminalKeys[0], example.chipKeys[0]];
    const h = group.multiply(number(ours), group.publicKeyOf(number(theirs)));
    const mapped = group.mapGeneric(number(example.nonce), h).publicKeyOf(1n);
    expect(hex(group.kind === 'ecdh' ? mapped.subarray(1) : mapped)).toBe(example.mappedGenerator);
  });

  it('I.1: the mapping proves the key of EF.CardSecurity, and no other', async () => {
    const example = examples.full.find(({ name }) => name === 'I.1');
    if (!example?.chipKeyInfo) throw new Error('no example');
    const result = await open(crypto, example).opened;
    if (result.kind !== 'open' || !result.mapping) throw new Error('no mapping');
    const { chipAuthenticationKeys: keys } = decodeSecurityInfos(encodeTlv(0x31, bytes(example.chipKeyInfo)));
    expect(result.mapping.secret).toBe(number(example.chipAuthenticationData ?? ''));
    expect(isMappingProven(result.mapping, keys)).toBe(true);
    const others = keys.map((key) => ({ ...key, publicKey: result.mapping?.mappingKey ?? key.publicKey }));
    expect(isMappingProven(result.mapping, others)).toBe(false);
    const off = keys.map((key) => ({
      ...key,
      publicKey: key.publicKey.with(-1, (key.publicKey.at(-1) ?? 0) ^ 1),
    }));
    expect([isMappingProven(result.mapping, off), isMappingProven(result.mapping, [])]).toEqual([
      false,
      false,
    ]);
    const secrets = [0n, result.mapping.group.order, result.mapping.secret + result.mapping.group.order];
    for (const secret of secrets) expect(isMappingProven({ ...result.mapping, secret }, keys)).toBe(false);
  });

  it('I.1: chip authentication data that is none ends it', async () => {
    const example = examples.full.find(({ name }) => name === 'I.1');
    if (!example) throw new Error('no example');
    const last = bytes(example.apdus[4]?.[1] ?? '');
    // 7C L 86 08 token 8A L data 9000: the data is what is spoilt, token and status stay.
    const data = last.indexOf(0x8a, 12);
    const [token, cryptogram] = [last.subarray(2, data), last.subarray(data + 2, -2)];
    const ending = (...object: readonly Uint8Array[]): Uint8Array =>
      Uint8Array.from([...encodeTlv(0x7c, token, ...object), 0x90, 0x00]);
    const opened = (answer: Uint8Array) =>
      open(crypto, example, (whole, at) => (at === 4 ? answer : whole)).opened;
    await expect(opened(ending(encodeTlv(0x8a, cryptogram)))).resolves.toMatchObject({ kind: 'open' });
    for (const spoilt of [
      ending(),
      ending(encodeTlv(0x8a)),
      ending(encodeTlv(0x8a, cryptogram.subarray(1))),
      ending(encodeTlv(0x8a, cryptogram.with(-1, (cryptogram.at(-1) ?? 0) ^ 1))),
    ])
      await expect(opened(spoilt)).rejects.toMatchObject({
        code: expect.stringMatching(/session-broken|data-invalid/),
      });
  });

  it.each(examples.integrated)('$name: integrated mapping, keys and tokens', (example) => {
    const group = standardGroup(example.suite.parameterId);
    if (!group) throw new Error('no group');
    const element = pseudoRandom(
      crypto,
      'AES-128',
      bytes(example.nonce),
      bytes(example.terminalNonce),
      group.prime,
    );
    expect(element).toBe(number(example.element));
    const mapped = group.mapIntegrated(element);
    const plain = (key: Uint8Array): string => hex(group.kind === 'ecdh' ? key.subarray(1) : key);
    expect(plain(mapped.publicKeyOf(1n))).toBe(example.mappedGenerator);
    expect(plain(mapped.publicKeyOf(number(example.terminalKey)))).toBe(example.terminalPublicKey);
    const theirs = mapped.publicKeyOf(number(example.chipKey));
    expect(plain(theirs)).toBe(example.chipPublicKey);
    const secret = mapped.secretOf(mapped.multiply(number(example.terminalKey), theirs));
    const keys = keysFromSecret(crypto, 'AES-128', secret);
    expect([hex(keys.enc), hex(keys.mac)]).toEqual([example.ksEnc, example.ksMac]);
    const info: PaceInfo = { oid: example.oid, agreement: group.kind, mapping: 'IM', cipher: 'AES-128' };
    const ours = mapped.publicKeyOf(number(example.terminalKey));
    expect([theirs, ours].map((key) => hex(authenticationToken(crypto, info, keys, key)))).toEqual([
      example.terminalToken,
      example.chipToken,
    ]);
  });

  it.each(examples.integrated)(
    '$name: the nonce under its key',
    ({ passwordKey: key, encryptedNonce, nonce }) => {
      expect(hex(crypto.aesCbcDecrypt(bytes(key), new Uint8Array(16), bytes(encryptedNonce)))).toBe(nonce);
    },
  );
});

describe('a chip that does not keep to PACE', () => {
  const [example] = examples.full;
  if (!example) throw new Error('no example');
  const answering = (at: number, answer: (whole: Uint8Array) => Uint8Array) =>
    open(nodeCrypto, example, (whole, index) => (index === at ? answer(whole) : whole)).opened;

  it.each([0, 1, 2, 3])('refuses at command %i: PACE is refused, and no password was tried', async (at) => {
    expect(await answering(at, () => bytes('6982'))).toEqual({ kind: 'refused', sw: 0x6982 });
  });

  it.each([
    ['6300', 'card/wrong-key'],
    ['63C1', 'card/wrong-key'],
    ['6982', 'card/session-broken'],
    ['9000', 'card/session-broken'],
    ['', 'card/removed'],
  ])('answers the token with %s: %s', async (answer, code) => {
    await expect(answering(4, () => bytes(answer))).rejects.toMatchObject({ code });
  });

  it('does not know the password: its token is wrong in any bit', async () => {
    for (let bit = 0; bit < 64; bit++) {
      const at = 4 + (bit >> 3);
      const flipped = answering(4, (whole) => whole.with(at, (whole[at] ?? 0) ^ (1 << (bit & 7))));
      await expect(flipped).rejects.toMatchObject({ code: 'card/session-broken' });
    }
  });

  it.each([
    ['our mapping key', 2, 0],
    ['our ephemeral key', 3, 1],
  ])('gives back %s', async (_what, at, key) => {
    const echo = (whole: Uint8Array): Uint8Array =>
      Uint8Array.from(Buffer.concat([whole.subarray(0, 4), mirrored(key), bytes('9000')]));
    await expect(answering(at, echo)).rejects.toMatchObject({ code: 'card/session-broken' });
  });

  it('gives points that are not on the curve', async () => {
    for (const at of [2, 3]) {
      const off = answering(at, (whole) => whole.with(20, (whole[20] ?? 0) ^ 1));
      await expect(off).rejects.toMatchObject({ code: 'card/session-broken' });
    }
  });

  it('gives a nonce that is no whole block', async () => {
    const short = answering(1, () => bytes('7C0A800895A3A016522EE98D9000'));
    await expect(short).rejects.toMatchObject({ code: 'card/session-broken' });
  });

  /** The public key we send in the example, as the chip would send it. */
  function mirrored(which: number): Uint8Array {
    const command = bytes(example?.apdus[which === 0 ? 2 : 3]?.[0] ?? '');
    return command.subarray(9, 9 + 65);
  }
});
