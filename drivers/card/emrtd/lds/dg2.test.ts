import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { personalize } from '../../../../fixtures/chip/lds.ts';
import { neighbour } from '../../../../fixtures/people/people.ts';
import { DriverError } from '../../../errors.ts';
import { encodeTlv } from '../../tlv.ts';
import { decodeDg2 } from './dg2.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
const invalid = expect.objectContaining({ code: 'card/data-invalid' });
const jpeg = hex('ffd8ffe000104a464946');
const samples = process.env['STATION_SAMPLES'];

/** A card's DG2 with one ISO/IEC 19794-5 record in 5F2E. */
function encode19794(picture: Uint8Array): Uint8Array {
  return personalize(neighbour, { face: picture }).get('DG2') ?? new Uint8Array();
}

/** DG2 around biometric objects. */
function encodeDg2(...objects: readonly Uint8Array[]): Uint8Array {
  const template = encodeTlv(0x7f60, encodeTlv(0xa1, hex('870201018802002f')), ...objects);
  return encodeTlv(0x75, encodeTlv(0x7f61, encodeTlv(0x02, hex('01')), template));
}

/** A representation block with a landmark whose bytes look like a picture, as nothing forbids. */
function representation(picture: Uint8Array): Uint8Array {
  const kind = encodeTlv(0xa1, encodeTlv(0xa0, encodeTlv(0x80, hex('02'))));
  const twoD = encodeTlv(0xa0, encodeTlv(0x80, picture), kind);
  const image = encodeTlv(0xa1, encodeTlv(0xa0, twoD));
  return encodeTlv(0x30, encodeTlv(0x80, hex('00')), image, encodeTlv(0xa9, encodeTlv(0x80, jpeg)));
}

function block39794(...representations: readonly Uint8Array[]): Uint8Array {
  const version = encodeTlv(0xa0, encodeTlv(0x80, hex('03')), encodeTlv(0x81, hex('07e3')));
  return encodeTlv(0x65, version, encodeTlv(0xa1, ...representations));
}

function encode39794(picture: Uint8Array): Uint8Array {
  return encodeDg2(encodeTlv(0x7f2e, encodeTlv(0xa1, block39794(representation(picture)))));
}

describe.each([
  ['ISO/IEC 19794-5', encode19794],
  ['ISO/IEC 39794-5', encode39794],
])('a portrait in %s', (_standard, encode) => {
  it('is given whole', () => {
    const picture = Uint8Array.from([...jpeg, ...new Uint8Array(70_000)]);
    expect(decodeDg2(encode(picture))).toEqual({ mime: 'image/jpeg', bytes: picture });
  });

  it.each([
    ['ffd8ffe0', 'image/jpeg'],
    ['0000000c6a5020200d0a870a', 'image/jp2'],
    ['ff4fff51002f', 'image/jp2'],
  ])('is known by its first bytes: %s', (picture, mime) => {
    expect(decodeDg2(encode(hex(picture))).mime).toBe(mime);
  });

  it.each(['89504e470d0a1a0a', 'ffd8', 'ff4fff', ''])(
    'is refused when it is no picture of ours: %s',
    (picture) => {
      expect(() => decodeDg2(encode(hex(picture)))).toThrow(invalid);
    },
  );

  it('decodes or is refused with a code when it is damaged', () => {
    const file = encode(jpeg);
    const place = fc.nat({ max: file.length - 1 });
    const change = fc.record({ at: place, byte: fc.integer({ min: 0, max: 255 }), end: fc.option(place) });
    fc.assert(
      fc.property(change, ({ at, byte, end }) => {
        try {
          const { bytes } = decodeDg2(file.with(at, byte).subarray(0, end ?? file.length));
          expect(bytes.length).toBeLessThanOrEqual(file.length);
        } catch (error) {
          expect(error).toBeInstanceOf(DriverError);
          expect(error).toMatchObject({ code: 'card/data-invalid' });
        }
      }),
      { numRuns: 3000 },
    );
  });
});

describe('a record of ISO/IEC 19794-5', () => {
  it.each([
    ['more feature points than there are bytes', 18, 'ffff'],
    ['a face longer than the record', 14, '7fffffff'],
    ['a face of no length', 14, '00000000'],
    ['no picture', 12, '0000'],
    ['more pictures than there are bytes', 12, 'ffff'],
    ['the layout of 2011', 4, '30333000'],
    ['no magic', 0, '00000000'],
  ])('is refused with %s', (_what, at, change) => {
    const file = Buffer.from(encode19794(jpeg));
    file.set(hex(change), file.indexOf('FAC\x00') + at);
    expect(() => decodeDg2(file)).toThrow(invalid);
  });

  it('gives what follows its feature points, up to the end of the first face', () => {
    const file = Buffer.from(encode19794(Uint8Array.from([...new Uint8Array(16), ...jpeg, 9, 9])));
    const record = file.indexOf('FAC\x00');
    file.writeUInt16BE(2, record + 18);
    file.writeUInt32BE(file.readUInt32BE(record + 14) - 2, record + 14);
    expect(decodeDg2(file).bytes).toEqual(jpeg);
  });

  it('may stand in 7F2E', () => {
    const file = Buffer.from(encode19794(jpeg));
    const record = new Uint8Array(file.subarray(file.indexOf('FAC\x00')));
    expect(decodeDg2(encodeDg2(encodeTlv(0x7f2e, record))).bytes).toEqual(jpeg);
  });

  const bsi = `${samples}/chip/lds-bsi-refds2014/Datagroup2.bin`;
  it.skipIf(samples === undefined || !existsSync(bsi))(
    'of the BSI reference set holds a JPEG 2000 (set STATION_SAMPLES to the folder with chip/lds-bsi-refds2014)',
    () => {
      const { mime, bytes } = decodeDg2(readFileSync(bsi));
      // The file ends with the code stream's last marker.
      expect([mime, bytes.length, Buffer.from(bytes.subarray(-2)).toString('hex')]).toEqual([
        'image/jp2',
        readFileSync(bsi).length - readFileSync(bsi).indexOf('0000000c6a502020', 'hex'),
        'ffd9',
      ]);
    },
  );
});

describe('a block of ISO/IEC 39794-5', () => {
  const one = representation(jpeg);
  const twoD = encodeTlv(0xa0, encodeTlv(0x80, jpeg));
  const block = (image: Uint8Array): Uint8Array => block39794(encodeTlv(0x30, image));

  it('may stand in 7F2E without the tag around it', () => {
    expect(decodeDg2(encodeDg2(encodeTlv(0x7f2e, block39794(one)))).bytes).toEqual(jpeg);
  });

  it.each([
    ['no representation', block39794()],
    ['two representations', block39794(one, one)],
    ['a picture outside its place', block39794(encodeTlv(0x30, encodeTlv(0xa9, encodeTlv(0x80, jpeg))))],
    [
      'a three-dimensional shape',
      block(encodeTlv(0xa1, encodeTlv(0xa0, encodeTlv(0xa1, encodeTlv(0x80, jpeg))))),
    ],
    ['an extension in place of the picture', block(encodeTlv(0xa1, encodeTlv(0xa1, twoD)))],
    ['two pictures', block(encodeTlv(0xa1, encodeTlv(0xa0, twoD, twoD)))],
    ['a finger', encodeTlv(0x64, block39794(one))],
  ])('is refused with %s', (_what, value) => {
    expect(() => decodeDg2(encodeDg2(encodeTlv(0x7f2e, encodeTlv(0xa1, value))))).toThrow(invalid);
  });

  it('has its picture under the tags that openssl sees', () => {
    const listing = execFileSync('openssl', ['asn1parse', '-inform', 'DER'], {
      input: encodeTlv(0xa1, block39794(one)),
      encoding: 'utf8',
    });
    const nodes = [...listing.matchAll(/d=(\d+) .*?: (?:cont \[ (\d+) \]|(appl \[ 5 \]|SEQUENCE))/g)];
    expect(nodes.map(([, depth, context, other]) => `${depth}:${context ?? other}`).join(' ')).toBe(
      '0:1 1:appl [ 5 ] 2:0 3:0 3:1 2:1 3:SEQUENCE 4:0 4:1 5:0 6:0 7:0 7:1 8:0 9:0 4:9 5:0',
    );
  });
});

it('more templates than one digit counts are refused', () => {
  const template = encodeTlv(0x7f60, encodeTlv(0x5f2e, jpeg));
  const file = encodeTlv(0x75, encodeTlv(0x7f61, encodeTlv(0x02, hex('0a')), ...Array(10).fill(template)));
  expect(() => decodeDg2(file)).toThrow(/more than 9 templates/);
});
