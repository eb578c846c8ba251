import { expect, it } from 'vitest';
import { integer, objectIdentifier, sequence } from '../../../fixtures/chip/der.ts';
import { encodeDg14, paceInfo } from '../../../fixtures/chip/security-infos.ts';
import { proveByChipAuthentication } from './chip-proofs.ts';
import type { ChipSession } from './chip-session.ts';
import { nodeCrypto } from './crypto/node-crypto.ts';

const bsi = '0.4.0.127.0.7';
const unasked = (): never => {
  throw new Error('there was nothing to ask the chip');
};
const session: ChipSession = { exchange: unasked, isOpen: () => true, rekey: unasked, close: unasked };

/** A key in group 77, which nobody knows. */
const foreignKey = sequence(
  objectIdentifier(`${bsi}.2.2.1.2`),
  sequence(sequence(objectIdentifier(`${bsi}.1.2`), integer(77)), Uint8Array.of(0x03, 0x02, 0x00, 0x04)),
);

it.each([
  ['fails without the file that holds the key', undefined, 'fail key-file-missing'],
  ['fails when that file is none', Uint8Array.of(0x6e, 0x01, 0x00), 'fail key-file-missing'],
  [
    'is not offered when the issuer signed no key',
    encodeDg14([paceInfo({ mapping: 'GM', cipher: 'AES-128', parameterId: 13 })]),
    'not-supported not-offered',
  ],
  [
    'is not known when the issuer signed a key in a group unknown here',
    encodeDg14([foreignKey]),
    'unknown unknown-curve',
  ],
] as const)('chip authentication %s', async (_when, dg14, expected) => {
  const { id, status, reason } = await proveByChipAuthentication(nodeCrypto, session, dg14, unasked);
  expect([id, `${status} ${reason}`]).toEqual(['ca', expected]);
});
