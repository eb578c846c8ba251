import { describe, expect, it } from 'vitest';
import { integer, objectIdentifier, octetString, sequence, setOf } from '../../../fixtures/chip/der.ts';
import { algorithmOf, type ParameterForm, publicKeyInfo } from '../../../fixtures/chip/public-keys.ts';
import { choosePace } from './access.ts';
import { chooseChipAuthentication } from './chip-authentication.ts';
import { standardGroup } from './groups/standard-groups.ts';
import { decodeSecurityInfos } from './security-infos.ts';

const bsi = '0.4.0.127.0.7';
const ecdhGm = `${bsi}.2.2.4.2`;
const ecdhGmAes128 = `${ecdhGm}.2`;
const ecdhGmAes256 = `${ecdhGm}.4`;
const dhGm = `${bsi}.2.2.4.1`;
const curves = [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18];
const groups = [0, 1, 2, ...curves];

function info(oid: string, version: number, ...number: readonly number[]): Uint8Array {
  return sequence(objectIdentifier(oid), integer(version), ...number.map(integer));
}

function written(oid: string, algorithm: Uint8Array, ...number: readonly number[]): Uint8Array {
  return sequence(objectIdentifier(oid), algorithm, ...number.map(integer));
}

describe('parameters of PACE that are written out', () => {
  const chosen = (...entries: readonly Uint8Array[]) => {
    const suite = choosePace(decodeSecurityInfos(setOf(...entries)));
    return suite && [suite.info.parameterId, suite.group.parameterId, suite.namesParameters];
  };
  const oidsOf = (id: number): readonly [string, string] => {
    const arc = id <= 2 ? dhGm : ecdhGm;
    return [arc, `${arc}.2`];
  };

  it.each(groups)('mean group %i when they equal its own', (id) => {
    const [arc, protocol] = oidsOf(id);
    const algorithm = algorithmOf(id, 'explicit');
    expect(chosen(info(protocol, 2, 40), written(arc, algorithm, 40))).toEqual([40, id, false]);
    expect(chosen(info(protocol, 2), written(arc, algorithm))).toEqual([undefined, id, false]);
  });

  it.each(curves)('mean no group when any part of curve %i is another', (id) => {
    const algorithm = algorithmOf(id, 'explicit');
    const { length } = objectIdentifier('1.2.840.10045.2.1');
    // Past the headers of the sequences and the names: the numbers themselves, in a step that meets each of them.
    for (let at = 40 + length; at < algorithm.length - 3; at += 7) {
      const other = algorithm.with(at, (algorithm[at] ?? 0) ^ 0x01);
      expect(chosen(info(ecdhGmAes128, 2, 40), written(ecdhGm, other, 40)), `byte ${at}`).toBeUndefined();
    }
  });

  it('stand before the standard group of the same number, which is not taken in their place', () => {
    const foreign = algorithmOf(13, 'explicit').with(-10, 0);
    expect(chosen(info(ecdhGmAes128, 2, 12), written(ecdhGm, foreign, 12))).toBeUndefined();
    expect(chosen(info(ecdhGmAes128, 2, 12), written(ecdhGm, algorithmOf(13, 'explicit'), 12))).toEqual([
      12,
      13,
      false,
    ]);
  });

  it('that are unknown are passed over, and the command then says which are meant', () => {
    expect(chosen(info(ecdhGmAes256, 2, 99), info(ecdhGmAes128, 2, 13))).toEqual([13, 13, true]);
    expect(chosen(info(ecdhGmAes256, 2, 99))).toBeUndefined();
  });

  it('that are no numbers of this kind of agreement are passed over', () => {
    expect(chosen(info(`${dhGm}.2`, 2, 13))).toBeUndefined();
    expect(chosen(info(ecdhGmAes128, 2, 1))).toBeUndefined();
  });
});

describe('an entry that is not written as its kind is', () => {
  it.each([
    ['no version', sequence(objectIdentifier(ecdhGmAes256), octetString(Uint8Array.of(1)))],
    ['an older version', info(ecdhGmAes256, 1, 12)],
    [
      'a curve with one number',
      written(ecdhGm, sequence(objectIdentifier('1.2.840.10045.2.1'), sequence(integer(1))), 12),
    ],
    ['nothing at all', sequence()],
    ['no sequence', integer(5)],
    ['an algorithm that is missing', sequence(objectIdentifier('2.23.136.1.1.5'), integer(1))],
  ])('takes nothing from the others: %s', (_what, entry) => {
    const infos = decodeSecurityInfos(setOf(entry, info(ecdhGmAes128, 2, 13)));
    expect(choosePace(infos)?.group.parameterId).toBe(13);
    expect(infos.pace).toHaveLength(1);
  });

  it('is no list at all where the list itself is broken', () => {
    const invalid = expect.objectContaining({ code: 'card/data-invalid' });
    expect(() => decodeSecurityInfos(sequence(info(ecdhGmAes128, 2, 13)))).toThrow(invalid);
    const many = Array.from({ length: 65 }, (_, i) => info(ecdhGmAes128, 2, i));
    expect(() => decodeSecurityInfos(setOf(...many))).toThrow(invalid);
  });
});

describe('several keys of chip authentication', () => {
  const key = (id: number, form: ParameterForm, ...number: readonly number[]): Uint8Array => {
    const publicKey = standardGroup(id)?.publicKeyOf(7n) ?? new Uint8Array();
    const oid = `${bsi}.2.2.1.${id <= 2 ? 1 : 2}`;
    return sequence(objectIdentifier(oid), publicKeyInfo(id, publicKey, form), ...number.map(integer));
  };
  const use = (arc: string, ...number: readonly number[]) => info(`${bsi}.2.2.3.${arc}`, 1, ...number);
  const chosen = (...entries: readonly Uint8Array[]) => {
    const suite = chooseChipAuthentication(decodeSecurityInfos(setOf(...entries)));
    return suite && [suite.info.cipher, suite.group.parameterId, suite.keyId];
  };

  it('are used as they are described, the strongest way first', () => {
    const entries = [key(13, 'explicit', 1), key(17, 'explicit', 2), use('2.2', 1), use('2.4', 2)];
    expect(chosen(...entries)).toEqual(['AES-256', 17, 2n]);
    expect(chosen(...entries.toReversed())).toEqual(['AES-256', 17, 2n]);
    expect(chosen(key(13, 'explicit', 1), key(12, 'explicit', 2), use('2.4', 2))).toEqual([
      'AES-256',
      12,
      2n,
    ]);
  });

  it.each(['explicit', 'standard', 'named'] as const)('may have their group %s', (form) => {
    for (const id of curves) expect(chosen(key(id, form), use('2.3'))).toEqual(['AES-192', id, undefined]);
  });

  it.each(['explicit', 'standard'] as const)('may have their numbers modulo a prime %s', (form) => {
    for (const id of [0, 1, 2]) expect(chosen(key(id, form), use('1.3'))).toEqual(['AES-192', id, undefined]);
  });

  it('that nothing describes are used with 3DES', () => {
    expect(chosen(key(11, 'explicit'))).toEqual(['3DES', 11, undefined]);
    expect(chosen(key(1, 'explicit'))).toEqual(['3DES', 1, undefined]);
    expect(chosen(key(13, 'explicit', 1), use('2.2', 9))).toEqual(['3DES', 13, 1n]);
  });

  it('in a group nobody knows are passed over', () => {
    const named = sequence(objectIdentifier(`${bsi}.1.2`), integer(77));
    const foreign = sequence(
      objectIdentifier(`${bsi}.2.2.1.2`),
      sequence(named, Uint8Array.of(0x03, 0x02, 0x00, 0x04)),
      integer(3),
    );
    expect(chosen(foreign, key(13, 'explicit', 1), use('2.2', 1), use('2.4', 3))).toEqual([
      'AES-128',
      13,
      1n,
    ]);
    expect(chosen(foreign, use('2.4', 3))).toBeUndefined();
  });
});
