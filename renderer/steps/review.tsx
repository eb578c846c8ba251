import { useEffect, useReducer, useState } from 'react';
import type { EnrollmentSnapshot } from '../../main/contract/enrollment.ts';
import type { KeepPageReason, PadSignature } from '../../main/contract/signature.ts';
import { useAction, useClient } from '../state/client.tsx';
import { saveForm } from '../state/forms.ts';
import { useIntend } from '../state/intend.ts';
import { fill } from '../text/screens.vi.ts';
import { signatureText, signerNames } from '../text/signature.vi.ts';
import type { StepProps } from './index.ts';
import { PadStage } from './review/pad-stage.tsx';
import { advancePad, emptyPad } from './review/pad-strokes.ts';
import { PageCamera } from './review/page-camera.tsx';
import { ReviewSheet } from './review/sheet.tsx';
import type { Signing } from './review/signing-choice.tsx';

/** The last look: the sheet is printed or shown, signed on paper or on the pad, and the application sealed. */
export function ReviewStep({ snapshot, onGoTo }: StepProps) {
  const client = useClient();
  const { notice, isRunning, intend } = useIntend(snapshot);
  const printing = useAction();
  const { applicationId, review } = snapshot;
  const { revision, page, signers } = review;
  const [place, setPlace] = useState<'sheet' | 'pad' | 'camera'>('sheet');
  const [chosen, setSigning] = useState<Signing>({ method: 'paper', by: 'citizen', note: '' });
  const signing = signers.includes(chosen.by) ? chosen : { ...chosen, by: signers[0] ?? chosen.by };
  const signer = { by: signing.by, note: signing.by === 'citizen' ? '' : signing.note };
  const [pad, send] = useReducer(advancePad, emptyPad);
  const toSheet = (): void => setPlace('sheet');
  const isSigned = review.signed !== undefined;
  useEffect(() => {
    if (!isSigned) return;
    setPlace('sheet');
    send({ kind: 'clear' });
  }, [isSigned]);

  const print = (): void =>
    void printing.run(async () =>
      saveForm(await client.call('forms.print', { applicationId, form: 'CC01' })),
    );
  const openPad = (): void =>
    void intend({ kind: 'show-sheet', revision }).then((isShown) => isShown && setPlace('pad'));
  const signOnPad = (written: PadSignature): void =>
    void intend({ kind: 'sign-on-pad', revision, signer, pad: written }).then(
      (isSigned) => isSigned && toSheet(),
    );
  const photograph = (image: Uint8Array, camera: string): void =>
    void intend({ kind: 'photograph-signed-page', revision, signer, image, mime: 'image/jpeg', camera });
  const keepPage = (reason: KeepPageReason): void =>
    void intend({ kind: 'keep-signed-page', revision, signer, reason });

  if (place === 'pad') {
    return (
      <PadStage
        revision={revision}
        signer={signerLine(snapshot, signing)}
        pad={pad}
        send={send}
        notice={notice}
        isRunning={isRunning}
        onDone={signOnPad}
        onBack={toSheet}
      />
    );
  }
  // A page that speaks for itself is a signature: the sheet shows it.
  if (place === 'camera' && !isSigned) {
    return (
      <PageCamera
        page={page}
        notice={notice}
        isRunning={isRunning}
        onTake={photograph}
        onKeep={keepPage}
        onBack={toSheet}
      />
    );
  }
  return (
    <ReviewSheet
      snapshot={snapshot}
      signing={signing}
      notice={printing.notice ?? notice}
      isRunning={isRunning || printing.isRunning}
      onSigning={setSigning}
      onGoTo={onGoTo}
      onPrint={print}
      onPad={openPad}
      onScan={() => setPlace('camera')}
      onVouch={() => void intend({ kind: 'vouch-for-paper', revision, signer })}
      onSeal={() => void intend({ kind: 'seal' })}
    />
  );
}

function signerLine({ fields }: EnrollmentSnapshot, { by, note }: Signing): string {
  const name = by === 'citizen' ? (fields.fullName?.value ?? '') : note.trim();
  return fill(signatureText.padName, { signer: signerNames[by], name });
}
