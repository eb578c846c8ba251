import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../fixtures/random.ts';
import { type BiometricRecord, cbeffFormats, fingerSubtype, readCbeff, writeCbeff } from './cbeff.ts';
import { fileBytes, hex, isRead, spoil, time } from './test-records.ts';
import { parseXml } from './xml.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'utf8'));
const malformed = expect.objectContaining({ code: 'record/malformed' });

const index: BiometricRecord = {
  format: cbeffFormats.Finger,
  createdAt: new Date('2026-11-25T07:30:05.250Z'),
  modality: 'Finger',
  subtype: ['Right', 'IndexFinger'],
  level: 'Raw',
  purpose: 'Enroll',
  quality: { algorithm: { organization: 'station', type: 'ridge & contrast' }, score: 77 },
  data: hex('46495200'),
  others: [{ key: 'RETRIES', value: '1' }],
};

const indexDocument = `<?xml version="1.0" encoding="UTF-8"?>
<BIR xmlns="http://standards.iso.org/iso-iec/19785/-3/ed-2/">
<BIRInfo><Integrity>false</Integrity></BIRInfo>
<BIR>
<Version><Major>1</Major><Minor>1</Minor></Version>
<CBEFFVersion><Major>1</Major><Minor>1</Minor></CBEFFVersion>
<BIRInfo><Integrity>false</Integrity></BIRInfo>
<BDBInfo><Format><Organization>257</Organization><Type>7</Type></Format><CreationDate>2026-11-25T07:30:05.250Z</CreationDate><Type>Finger</Type><Subtype>Right IndexFinger</Subtype><Level>Raw</Level><Purpose>Enroll</Purpose><Quality><Algorithm><Organization>station</Organization><Type>ridge &amp; contrast</Type></Algorithm><Score>77</Score></Quality></BDBInfo>
<BDB>RklSAA==</BDB>
<others><Key>RETRIES</Key><Value>1</Value></others>
</BIR>
</BIR>
`;

const word = fc.stringMatching(/^[A-Za-z0-9&<>"'][A-Za-z0-9&<>"' ]{0,8}[A-Za-zăậỹĐ&<>"']$/);
const record: fc.Arbitrary<BiometricRecord> = fc
  .record({
    format: fc.record({ organization: word, type: word }),
    createdAt: time,
    modality: fc.constantFrom('Finger' as const, 'Face' as const, 'Iris' as const),
    subtype: fc.constantFrom([], ['Left'], fingerSubtype(1), fingerSubtype(13)),
    level: fc.constantFrom('Raw' as const, 'Processed' as const),
    purpose: fc.constantFrom('Enroll' as const, 'Verify' as const),
    quality: fc.option(
      fc.record({ algorithm: fc.record({ organization: word, type: word }), score: fc.nat(100) }),
      { nil: undefined },
    ),
    data: fileBytes,
    signature: fc.option(fileBytes, { nil: undefined }),
    others: fc.array(fc.record({ key: word, value: word }), { maxLength: 2 }),
  })
  .map(({ quality, signature, ...rest }) => ({
    ...rest,
    ...(quality && { quality }),
    ...(signature && { signature }),
  }));

describe('a CBEFF document', () => {
  it('stands as the patron format wants it', () => {
    expect(Buffer.from(writeCbeff([index])).toString('utf8')).toBe(indexDocument);
  });

  it('gives back what was written', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 5 }), (records) => {
        expect(readCbeff(writeCbeff(records))).toEqual(records);
      }),
    );
  });

  it('is read as MOSIP writes it, with comments, prefixes, long fractions and entries', () => {
    const foreign = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r
      <c:BIR xmlns:c='http://standards.iso.org/iso-iec/19785/-3/ed-2/'>
        <!-- right <thumb> & more -->
        <c:BIR><c:BDBInfo><c:Index>11d5c6dc</c:Index>
          <c:Format><c:Organization>Mosip</c:Organization><c:Type>7</c:Type></c:Format>
          <c:CreationDate>2021-08-11T10:32:48.124194800Z</c:CreationDate>
          <c:Type>Finger</c:Type><c:Subtype>Right Thumb</c:Subtype><c:Level>Raw</c:Level><c:Purpose>Enroll</c:Purpose>
        </c:BDBInfo><c:BDB>cmln
        aHQ=</c:BDB><c:SB/><c:others><c:entry key="EXCEPTION">false</c:entry></c:others></c:BIR>
      </c:BIR>`;
    expect(readCbeff(bytes(foreign))).toEqual([
      {
        format: { organization: 'Mosip', type: '7' },
        createdAt: new Date('2021-08-11T10:32:48.124Z'),
        modality: 'Finger',
        subtype: ['Right', 'Thumb'],
        level: 'Raw',
        purpose: 'Enroll',
        data: bytes('right'),
        others: [{ key: 'EXCEPTION', value: 'false' }],
      },
    ]);
    for (const spoilt of [
      foreign.replace('aHQ=', 'aHQ'),
      foreign.replace('Z<', '<'),
      foreign.replace('</c:Level>', '</c:Level><c:Level/>'),
    ])
      expect(() => readCbeff(bytes(spoilt))).toThrow(malformed);
  });

  it('is read in OASIS BIAS’s older form, alone', () => {
    const bias = `<BIR xmlns="http://docs.oasis-open.org/bias/ns/biaspatronformat-1.0/"><BDBInfo>
      <FormatOwner>257</FormatOwner><FormatType>8</FormatType><CreationDate>2018-12-18T12:18:35.662+05:30</CreationDate>
      <Type>Face</Type><Subtype></Subtype><Level>Intermediate</Level><Purpose>Enroll</Purpose><Quality>90</Quality>
      </BDBInfo><BDB>RmFjZQ==</BDB></BIR>`;
    expect(readCbeff(bytes(bias))).toMatchObject([
      {
        format: cbeffFormats.Face,
        createdAt: new Date('2018-12-18T06:48:35.662Z'),
        subtype: [],
        quality: { score: 90 },
        data: bytes('Face'),
      },
    ]);
  });

  it('names fingers and slaps', () => {
    const words = [1, 7, 10, 13, 14].map((position) => fingerSubtype(position).join(' '));
    expect(words).toEqual([
      'Right Thumb',
      'Left IndexFinger',
      'Left LittleFinger',
      'Right IndexFinger MiddleFinger RingFinger LittleFinger',
      'Left IndexFinger MiddleFinger RingFinger LittleFinger',
    ]);
    for (const position of [0, 11, 2.5]) expect(() => fingerSubtype(position)).toThrow(/record\/unwritable/);
  });

  it('is read or refused with the place when it is spoilt', () => {
    spoil(readCbeff, bytes(indexDocument.trimEnd()), randomFrom(19785));
  });

  it.each([
    ['a control character', { subtype: ['\u0007'] }],
    ['no time', { createdAt: new Date(Number.NaN) }],
    ['no data', { data: new Uint8Array() }],
    ['a score beyond 100', { quality: { algorithm: cbeffFormats.Finger, score: 101 } }],
  ])('is not written with %s', (_what, change) => {
    expect(() => writeCbeff([{ ...index, ...change }])).toThrow(
      expect.objectContaining({ code: 'record/unwritable' }),
    );
  });
});

describe('hostile XML', () => {
  it.each([
    ['a document type', '<!DOCTYPE BIR [<!ENTITY a "b">]><BIR/>'],
    ['an entity of its own', '<BIR>&a;</BIR>'],
    ['a character by number', '<BIR>&#65;</BIR>'],
    ['an entity in an attribute', '<BIR a="&xxe;"/>'],
    ['CDATA', '<BIR><![CDATA[x]]></BIR>'],
    ['an instruction', '<BIR><?php x?></BIR>'],
    ['an attribute twice', '<BIR a="1" a="2"/>'],
    ['an attribute without quotes', '<BIR a=1/>'],
    ['crossed ends', '<a><b></a></b>'],
    ['two roots', '<a/><b/>'],
    ['text outside', '<a/>x'],
    ['half an entity', '<a>&amp</a>'],
  ])('with %s is refused', (_what, source) => {
    expect(() => parseXml(source)).toThrow(malformed);
  });

  it('of any depth and number is refused early', () => {
    const tooLarge = expect.objectContaining({ code: 'record/too-large' });
    expect(() => parseXml('<a>'.repeat(1_000_000))).toThrow(tooLarge);
    expect(() => parseXml(`<a>${'<b/>'.repeat(1_000_000)}</a>`)).toThrow(tooLarge);
    expect(isRead(parseTextOf, bytes(`<a ${'x'.repeat(1_000_000)}>`))).toBe(false);
  });
});

function parseTextOf(file: Uint8Array): unknown {
  return parseXml(Buffer.from(file).toString('utf8'));
}
