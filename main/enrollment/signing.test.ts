import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listCaptures } from '../../db/captures.ts';
import { laidByHand, photographPaper, printPage, signPaper } from '../../fixtures/papers/printed-page.ts';
import { type BiometricsPool, openBiometricsPool } from '../biometrics/pool.ts';
import type { Intention } from '../contract/enrollment.ts';
import type { PadPoint } from '../contract/signature.ts';
import { signatureField } from '../forms/signature-places.ts';
import { openFingerDesk } from './test-finger-desk.ts';

const image = readFileSync(new URL('../../fixtures/people/portrait.jpg', import.meta.url));
const citizen = { by: 'citizen', note: '' } as const;

let biometrics: BiometricsPool;
let at: ReturnType<typeof openFingerDesk>;
beforeAll(() => {
  biometrics = openBiometricsPool();
});
afterAll(() => biometrics.close());
beforeEach(async () => {
  at = openFingerDesk(biometrics);
  await at.perform({ kind: 'take-portrait', image, mime: 'image/jpeg', camera: 'thử' });
});
afterEach(() => at.close());

const wave = (length: number): PadPoint[] =>
  Array.from({ length }, (_, i) => [20 + i, 40 + 10 * Math.sin(i / 4), 0.5, i * 16]);

function onPad(changes: Partial<Extract<Intention, { kind: 'sign-on-pad' }>> = {}): Intention {
  const pad = {
    widthMm: 180,
    heightMm: 80,
    pointer: 'pen' as const,
    hasPressure: false,
    strokes: [wave(60)],
  };
  return { kind: 'sign-on-pad', revision: 1, signer: citizen, pad, ...changes };
}

function photographed(
  photo: Uint8Array,
  signer: { by: 'citizen' | 'fingerprint'; note: string } = citizen,
): Intention {
  const revision = at.snapshot().review.revision;
  return { kind: 'photograph-signed-page', revision, signer, image: photo, mime: 'image/png', camera: 'thử' };
}

const type = (value: string): Promise<void> => at.perform({ kind: 'set-field', field: 'occupation', value });

const captured = (kind: string): [string, boolean][] =>
  listCaptures(at.store, at.applicationId)
    .filter((capture) => capture.kind === kind)
    .map(({ label, isCurrent }) => [label, isCurrent]);

const audited = (event: string): unknown[] =>
  at.store
    .statement<{ details: string }>('SELECT details FROM audit WHERE event = ?')
    .all(event)
    .map(({ details }) => JSON.parse(details));

describe('the sheet', () => {
  it('is the same in every copy, and each copy is written down', async () => {
    const [first, second] = [await at.print(), await at.print()];
    expect(Buffer.from(second.pdf).equals(first.pdf)).toBe(true);
    expect(captured('printed-form')).toEqual([['CC01', true]]);
    expect(audited('print')).toEqual([
      { form: 'CC01', revision: 1, copy: 1 },
      { form: 'CC01', revision: 1, copy: 2 },
    ]);
  });

  it('has the signature in its field once there is one, of the pad', async () => {
    const plain = await at.print();
    await at.perform(onPad());
    const { review } = at.snapshot();
    expect(review.signed?.sheetSha256).toBe(createHash('sha256').update(plain.pdf).digest('hex'));
    const signed = await at.print();
    expect(Buffer.from(signed.pdf).equals(plain.pdf)).toBe(false);
    expect(captured('signature')).toEqual([
      ['strokes', true],
      ['pad', true],
      ['sheet', true],
    ]);
  });
});

describe('on the pad', () => {
  it('nobody signs what was not shown, or is not shown any more', async () => {
    await expect(at.perform(onPad())).rejects.toMatchObject({ code: 'signature/no-sheet' });
    await at.perform({ kind: 'show-sheet', revision: 1 });
    await type('Thợ may');
    await expect(at.perform(onPad())).rejects.toMatchObject({ code: 'signature/no-sheet' });
    expect(captured('signature')).toEqual([]);
  });

  it.each([
    ['nothing', []],
    ['a dot', [wave(1)]],
    ['a slip of the pen', [wave(6)]],
  ])('%s is no signature', async (_what, strokes) => {
    await at.perform({ kind: 'show-sheet', revision: 1 });
    const pad = { widthMm: 180, heightMm: 80, pointer: 'pen' as const, hasPressure: false, strokes };
    await expect(at.perform(onPad({ pad }))).rejects.toMatchObject({ code: 'signature/too-short' });
  });

  it('no fingerprint is set, and whoever signs for another is named', async () => {
    await at.perform({ kind: 'show-sheet', revision: 1 });
    for (const signer of [
      { by: 'fingerprint', note: 'liệt tay phải' },
      { by: 'representative', note: ' ' },
    ] as const)
      await expect(at.perform(onPad({ signer }))).rejects.toMatchObject({ code: 'signature/signer-unclear' });
    await at.perform(onPad({ signer: { by: 'representative', note: ' LÊ THỊ MẪU, mẹ ' } }));
    expect(at.snapshot().review.signed?.note).toBe('LÊ THỊ MẪU, mẹ');
    expect(JSON.stringify(audited('sign'))).not.toContain('MẪU');
  });

  it('a child does not sign himself', async () => {
    await at.perform({ kind: 'set-field', field: 'birthDate', value: '2020-05-12' });
    await at.perform({ kind: 'show-sheet', revision: 1 });
    expect(at.snapshot().review.signers).toEqual(['representative', 'fingerprint']);
    await expect(at.perform(onPad())).rejects.toMatchObject({ code: 'signature/signer-unclear' });
  });

  it('what a later change voids stays in the store, and counts no longer', async () => {
    await at.perform({ kind: 'show-sheet', revision: 1 });
    await at.perform(onPad());
    await type('Thợ may');
    expect(at.snapshot().review).toMatchObject({ revision: 2, voided: { revision: 1, by: 'occupation' } });
    expect(captured('signature')).toEqual([
      ['strokes', false],
      ['pad', false],
      ['sheet', false],
    ]);
    expect(audited('signature-voided')).toEqual([{ revision: 1, by: 'occupation' }]);
  });
});

describe('on paper', () => {
  it('the word of the officer is not enough where the rules want the page', async () => {
    await at.print();
    const vouch = { kind: 'vouch-for-paper', revision: 1, signer: citizen } as const;
    await expect(at.perform(vouch)).rejects.toMatchObject({ code: 'signature/page-needed' });
  });

  it('the page of another application is refused, and nothing of it is kept', async () => {
    const { pdf } = await at.print();
    const photo = await photographPaper(await signPaper(printPage(pdf), signatureField), laidByHand);
    // The next citizen of the day.
    at.next();
    await at.perform({ kind: 'take-portrait', image, mime: 'image/jpeg', camera: 'thử' });
    await at.print();
    await expect(at.perform(photographed(photo))).rejects.toMatchObject({
      code: 'signature/other-application',
    });
    expect(captured('signature')).toEqual([]);
  }, 60_000);

  it('a page without a code is kept, and signs when the officer vouches for it', async () => {
    await at.print();
    await at.perform(photographed(image));
    expect(at.snapshot().review).toMatchObject({ page: { problem: 'no-code' } });
    expect(at.snapshot().review.signed).toBeUndefined();
    await at.perform({ kind: 'keep-signed-page', revision: 1, signer: citizen, reason: 'code-damaged' });
    expect(at.snapshot().review.signed).toMatchObject({
      method: 'paper',
      kept: { problem: 'no-code', reason: 'code-damaged' },
    });
    expect(captured('signature')).toEqual([['page', true]]);
    expect(audited('override')).toEqual([{ rule: 'no-code', reason: 'code-damaged' }]);
  }, 60_000);

  it('nothing is kept that was never photographed', async () => {
    await at.print();
    const keep = { kind: 'keep-signed-page', revision: 1, signer: citizen, reason: 'other' } as const;
    await expect(at.perform(keep)).rejects.toMatchObject({ code: 'signature/nothing-to-keep' });
  });

  it('the signed page signs, and a fingerprint is as good with a word why', async () => {
    const { pdf } = await at.print();
    const photo = await photographPaper(await signPaper(printPage(pdf), signatureField), laidByHand);
    await at.perform(photographed(photo, { by: 'fingerprint', note: 'liệt tay phải, trỏ trái' }));
    expect(at.snapshot().review.signed).toMatchObject({ method: 'paper', signedBy: 'fingerprint' });
  }, 60_000);
});
