import { describe, expect, it } from 'vitest';
import { openVirtualCard } from '../../../fixtures/chip/card.ts';
import { parseFault } from '../../../fixtures/chip/faults.ts';
import { personalize } from '../../../fixtures/chip/lds.ts';
import type { CardSettings } from '../../../fixtures/chip/open-card.ts';
import {
  canPassword,
  cardWith,
  mrzPassword,
  notPassed,
  optionsWith,
  plainCard,
  read,
  smallFace,
  testTrust,
} from '../../../fixtures/chip/reading.ts';
import type { PaceSuite } from '../../../fixtures/chip/suites.ts';
import { forgedIssuer, testIssuer } from '../../../fixtures/chip/test-issuer.ts';
import { exchangeAt25 } from '../../../fixtures/people/people.ts';
import type { ChipReading } from './chip-reading.ts';
import { digestNames } from './crypto/crypto.ts';
import { javascriptCrypto } from './crypto/javascript-crypto.ts';
import { nodeCrypto } from './crypto/node-crypto.ts';
import { standardGroup } from './groups/standard-groups.ts';
import { cipherNames } from './key-derivation.ts';

const groupIds = [0, 1, 2, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18];
const mappings = ['GM', 'IM', 'CAM'] as const;

/** Mapping to a point needs AES and a curve; the integrated one, a prime that P-224 has not. */
function exists({ mapping, cipher, parameterId }: PaceSuite): boolean {
  if (mapping === 'CAM') return cipher !== '3DES' && standardGroup(parameterId)?.kind === 'ecdh';
  return mapping !== 'IM' || parameterId !== 10;
}

const suites: PaceSuite[] = mappings.flatMap((mapping) =>
  groupIds.flatMap((parameterId) => cipherNames.map((cipher) => ({ mapping, cipher, parameterId }))),
);
const suitesThatExist = suites.filter(exists);

function outcomeOf(reading: ChipReading) {
  const { verdict, access } = reading;
  return { verdict, access, notPassed: notPassed(reading) };
}

describe('access', () => {
  it.each(suitesThatExist)('PACE $mapping with $cipher on group $parameterId', async (suite) => {
    const password = suite.parameterId % 2 === 0 ? canPassword : mrzPassword;
    const { mapping, cipher, parameterId } = suite;
    const reading = await read(cardWith({ pace: [suite] }), {}, [password]);
    expect(outcomeOf(reading)).toEqual({
      verdict: 'genuine',
      access: { protocol: `PACE-${mapping}`, cipher, parameterId },
      notPassed: [],
    });
    expect(reading.checks.some(({ id }) => id === 'cam')).toBe(mapping === 'CAM');
  });

  it.each(groupIds)('PACE with the parameters of group %i written out', async (parameterId) => {
    const suite: PaceSuite = { mapping: 'GM', cipher: 'AES-192', parameterId, writtenAs: 40 + parameterId };
    // Alone, and beside another group, when the command says which is meant.
    for (const others of [[], [{ mapping: 'GM', cipher: '3DES', parameterId: 12 } as const]]) {
      expect(outcomeOf(await read(cardWith({ pace: [suite, ...others] }), {}, [canPassword]))).toEqual({
        verdict: 'genuine',
        access: { protocol: 'PACE-GM', cipher: 'AES-192', parameterId },
        notPassed: [],
      });
    }
  });

  it.each(['IM', 'CAM'] as const)('PACE %s with parameters written out', async (mapping) => {
    const pace: PaceSuite[] = [{ mapping, cipher: 'AES-256', parameterId: 16, writtenAs: 99 }];
    expect(outcomeOf(await read(cardWith({ pace })))).toEqual({
      verdict: 'genuine',
      access: { protocol: `PACE-${mapping}`, cipher: 'AES-256', parameterId: 16 },
      notPassed: [],
    });
  });

  it('takes the strongest of what the chip offers', async () => {
    const offer = (...pace: PaceSuite[]) =>
      read(cardWith({ pace })).then(({ access }) => access.protocol + access.cipher);
    const [gm3des, gm, im, cam] = (
      [
        ['GM', '3DES'],
        ['GM', 'AES-128'],
        ['IM', 'AES-256'],
        ['CAM', 'AES-128'],
      ] as const
    ).map(([mapping, cipher]): PaceSuite => ({ mapping, cipher, parameterId: 13 })) as [
      PaceSuite,
      PaceSuite,
      PaceSuite,
      PaceSuite,
    ];
    expect(await offer(gm3des, im)).toBe('PACE-IMAES-256');
    expect(await offer(gm3des, im, gm)).toBe('PACE-GMAES-128');
    expect(await offer(gm3des, im, gm, cam)).toBe('PACE-CAMAES-128');
    expect(await offer(gm3des)).toBe('PACE-GM3DES');
    // Several groups: the command says which.
    expect(await offer({ ...gm, parameterId: 16 }, { ...gm3des, parameterId: 12 })).toBe('PACE-GMAES-128');
  });

  it('opens a chip that has only basic access, and one that has none', async () => {
    expect((await read(cardWith({ access: 'bac' }))).access.protocol).toBe('BAC');
    expect((await read(cardWith({ access: 'pace' }))).access.protocol).toBe('PACE-GM');
  });

  it.each([0, 1, 2, 3])(
    'falls back to basic access when PACE is refused at step %i, and says so',
    async (step) => {
      const card = cardWith();
      card.faults.add(parseFault(`pace-refused ${step}`));
      const { verdict, access, checks } = await read(card);
      expect([verdict, access.protocol, checks[0]?.reason]).toEqual([
        'genuine',
        'BAC',
        'bac-after-pace-failed',
      ]);
    },
  );

  it('does not fall back where the profile forbids it', async () => {
    const card = cardWith();
    card.faults.add(parseFault('pace-refused 1'));
    const { vnCccd } = await import('./profiles/profile.ts');
    await expect(read(card, { profile: { ...vnCccd, bacAfterPace: false } })).rejects.toMatchObject({
      code: 'card/session-broken',
    });
  });

  it.each(['wrong-pace-token', 'echo-key', 'bad-point 2', 'bad-point 3'])('%s ends it', async (fault) => {
    const card = cardWith();
    card.faults.add(parseFault(fault));
    await expect(read(card)).rejects.toMatchObject({ code: 'card/session-broken' });
  });

  it('finds out when only the weaker offer was left in EF.CardAccess on the way', async () => {
    const [strong, weak]: [PaceSuite, PaceSuite] = [
      { mapping: 'GM', cipher: 'AES-128', parameterId: 13 },
      { mapping: 'GM', cipher: '3DES', parameterId: 13 },
    ];
    const files = new Map(personalize(exchangeAt25, { face: smallFace, pace: [strong, weak] }));
    const weakened = personalize(exchangeAt25, { face: smallFace, pace: [weak] }).get('CardAccess');
    if (weakened) files.set('CardAccess', weakened);
    expect(outcomeOf(await read(openVirtualCard(files)))).toEqual({
      verdict: 'tampered',
      access: { protocol: 'PACE-GM', cipher: '3DES', parameterId: 13 },
      notPassed: ['cardaccess-vs-dg14 fail infos-differ'],
    });
  });

  it('finds out when the offer was taken out of EF.CardAccess on the way', async () => {
    const files = new Map(personalize(exchangeAt25, { face: smallFace }));
    files.delete('CardAccess');
    const reading = await read(openVirtualCard(files));
    expect(outcomeOf(reading)).toEqual({
      verdict: 'tampered',
      access: { protocol: 'BAC', cipher: '3DES' },
      notPassed: ['cardaccess-vs-dg14 fail infos-differ'],
    });
  });
});

describe('proofs by the chip', () => {
  const keys = groupIds.flatMap((parameterId) =>
    cipherNames
      .filter((cipher) => parameterId === 13 || cipher === '3DES' || cipher === 'AES-256')
      .map((cipher) => ({ parameterId, cipher })),
  );
  it.each(keys)('chip authentication with $cipher on group $parameterId', async (chipAuthentication) => {
    const reading = await read(cardWith({ ...plainCard, chipAuthentication }));
    expect(outcomeOf(reading)).toMatchObject({
      verdict: 'genuine',
      notPassed: ['dg-hash:15 not-supported not-on-card', 'aa not-supported not-offered'],
    });
  });

  it('chip authentication with a key that has a number', async () => {
    const chipAuthentication = { cipher: 'AES-128', parameterId: 13, keyId: 5 } as const;
    expect((await read(cardWith({ ...plainCard, chipAuthentication }))).verdict).toBe('genuine');
  });

  it.each(
    digestNames.flatMap((digest) => [
      { kind: 'ecdsa' as const, parameterId: 13, digest },
      { kind: 'ecdsa' as const, parameterId: 8, digest },
      { kind: 'rsa' as const, modulusBits: 1024, digest },
      { kind: 'rsa' as const, modulusBits: 2048, digest },
    ]),
  )('active authentication with $kind $parameterId $modulusBits $digest', async (activeAuthentication) => {
    const reading = await read(cardWith({ ...plainCard, activeAuthentication }));
    expect([reading.verdict, reading.checks.find(({ id }) => id === 'aa')?.reason]).toEqual([
      'genuine',
      'key-proven',
    ]);
  });

  it('with neither, the card is incomplete', async () => {
    expect((await read(cardWith({ chipAuthentication: 'none', activeAuthentication: 'none' }))).verdict).toBe(
      'incomplete',
    );
  });

  const ca = { ...plainCard, chipAuthentication: { cipher: 'AES-128', parameterId: 13 } } as const;
  const aa = {
    ...plainCard,
    activeAuthentication: { kind: 'ecdsa', parameterId: 12, digest: 'sha256' },
  } as const;
  it.each<[string, CardSettings, string, string]>([
    ['copied, both keys unknown', {}, 'clone', 'ca fail key-not-proven'],
    ['copied, chip authentication', ca, 'clone', 'ca fail key-not-proven'],
    [
      'copied, with 3DES',
      { ...ca, chipAuthentication: { cipher: '3DES', parameterId: 13 } },
      'clone',
      'ca fail key-not-proven',
    ],
    ['copied, active authentication', aa, 'clone', 'aa fail key-not-proven'],
    ['copied, and the key file left out', ca, 'no-dg14', 'ca fail key-file-missing'],
    ['copied, and the other key file left out', aa, 'no-dg15', 'aa fail key-file-missing'],
  ])('a chip that was %s is found out, and its data is shown', async (_how, settings, fault, expected) => {
    const card = cardWith(settings);
    card.faults.add(parseFault(fault));
    const reading = await read(card);
    expect(reading.verdict).toBe('clone-suspected');
    expect(notPassed(reading)).toContain(expected);
    expect(reading.mrz?.personalId).toBe(exchangeAt25.personalId);
    expect(reading.face?.bytes).toEqual(smallFace);
  });

  it('a copy of a chip that proves itself while it is opened is found out as well', async () => {
    const card = cardWith({ pace: [{ mapping: 'CAM', cipher: 'AES-128', parameterId: 13 }] });
    card.faults.add(parseFault('clone'));
    const reading = await read(card);
    expect([reading.verdict, notPassed(reading)]).toEqual([
      'clone-suspected',
      expect.arrayContaining(['cam fail key-not-proven', 'ca fail key-not-proven']),
    ]);
  });

  it('a proof with a key nobody signed counts for nothing', async () => {
    const card = cardWith(ca);
    card.faults.add(parseFault('changed DG14'));
    expect((await read(card)).verdict).toBe('tampered');
  });
});

describe('issuers', () => {
  it('a forged one with the right names is not believed', async () => {
    const reading = await read(cardWith({ issuer: forgedIssuer }));
    expect(['untrusted-issuer', 'tampered']).toContain(reading.verdict);
    expect(reading.checks.find(({ id }) => id === 'chain')?.status).not.toBe('pass');
  });

  it('a revoked signer is told', async () => {
    const crls = [testIssuer.revocationList({ isSignerRevoked: true, number: 2 })];
    const reading = await read(cardWith(), optionsWith({ ...testTrust, crls }));
    expect([reading.verdict, notPassed(reading)]).toEqual(['tampered', ['revocation fail signer-revoked']]);
  });

  it('without a revocation list the card is genuine, and nobody says that its signer was not revoked', async () => {
    const reading = await read(cardWith(), optionsWith({ ...testTrust, crls: [] }));
    expect([reading.verdict, notPassed(reading)]).toEqual(['genuine', ['revocation unknown no-crl']]);
  });

  it('an EF.CardSecurity by somebody else covers no key', async () => {
    const settings: CardSettings = {
      ...plainCard,
      access: 'both',
      pace: [{ mapping: 'CAM', cipher: 'AES-128', parameterId: 13 }],
    };
    const forged = personalize(exchangeAt25, { ...settings, issuer: forgedIssuer }).get('CardSecurity');
    const files = new Map(personalize(exchangeAt25, settings));
    if (forged) files.set('CardSecurity', forged);
    const reading = await read(openVirtualCard(files));
    expect([reading.verdict, notPassed(reading)]).toEqual([
      'incomplete',
      expect.arrayContaining(['cam unknown key-not-covered']),
    ]);
  });
});

it('comes to the same findings with either back end', async () => {
  for (const settings of [
    {},
    plainCard,
    { pace: [{ mapping: 'CAM', cipher: 'AES-256', parameterId: 17 }] as const },
  ]) {
    const [first, second] = await Promise.all(
      [nodeCrypto, javascriptCrypto].map(async (crypto) =>
        read(cardWith(settings), optionsWith(testTrust, crypto)),
      ),
    );
    expect(first?.checks).toEqual(second?.checks);
    expect(first?.verdict).toBe(second?.verdict);
  }
});
