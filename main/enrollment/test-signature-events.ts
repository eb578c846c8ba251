import fc from 'fast-check';
import { pageProblems, type Signature } from '../contract/signature.ts';
import type { SignatureEvent } from './signature.ts';
import { captureNo } from './test-finger-events.ts';

/** Sheets told apart by a number. */
const shaOf = (sheetNo: number): string => sheetNo.toString(16).padStart(64, '0');

/** The sheet of a revision; another number is another sheet of it. */
export function printedAt(
  revision: number,
  medium: 'paper' | 'screen' = 'paper',
  sheetNo = revision,
): SignatureEvent {
  return { kind: 'printed', revision, sheet: { sha256: shaOf(sheetNo), madeAtMs: 0 }, medium };
}

/** Signed under that sheet. */
export function signedAt(
  revision: number,
  changes: Partial<Signature> = {},
  sheetNo = revision,
): SignatureEvent {
  const signature: Signature = {
    revision,
    atMs: 5,
    method: 'paper',
    signedBy: 'citizen',
    note: '',
    sheetSha256: shaOf(sheetNo),
    captureIds: [],
    ...changes,
  };
  return { kind: 'signed', signature };
}

const revision = fc.integer({ min: 1, max: 4 });
const sheetNo = fc.integer({ min: 1, max: 5 });

/** Anything that can happen to sheet and signature, in any order; most of it of the sheets that there would be. */
export const signatureEvent: fc.Arbitrary<SignatureEvent> = fc.oneof(
  { weight: 3, arbitrary: revision.map((of) => printedAt(of)) },
  fc
    .tuple(revision, fc.constantFrom('paper' as const, 'screen' as const), sheetNo)
    .map((made) => printedAt(...made)),
  { weight: 3, arbitrary: revision.map((of) => signedAt(of)) },
  fc
    .tuple(revision, fc.constantFrom('pad' as const, 'paper' as const), sheetNo)
    .map(([of, method, under]) => signedAt(of, { method, captureIds: [captureNo(8)] }, under)),
  fc.record({
    kind: fc.constant('page-photographed' as const),
    revision,
    captureId: fc.constant(captureNo(9)),
    problem: fc.constantFrom(...pageProblems),
  }),
);
