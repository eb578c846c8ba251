import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { EnrollmentSnapshot } from '../../../main/contract/enrollment.ts';
import type { ErrorNotice } from '../../../main/contract/notice.ts';
import type { ReviewSnapshot, Signature } from '../../../main/contract/signature.ts';
import { KeyCap } from '../../components/key-cap.tsx';
import { Notice } from '../../components/notice.tsx';
import { PrimaryAction } from '../../components/primary-action.tsx';
import { timeOf } from '../../format.ts';
import { keys } from '../../keys.ts';
import { usePicture } from '../../state/picture.ts';
import { useShortcuts } from '../../state/shortcuts.ts';
import { fieldLabels } from '../../text/fields.vi.ts';
import { fill, text } from '../../text/screens.vi.ts';
import { keepPageReasons, signatureText, signerNames } from '../../text/signature.vi.ts';
import type { StepProps } from '../index.ts';
import { Exceptions, Pictures } from './captures.tsx';
import { Fact, Gaps } from './gaps.tsx';
import { SealAction } from './seal-action.tsx';
import { isClear, type Signing, SigningChoice } from './signing-choice.tsx';
import { Values } from './values.tsx';

interface ReviewSheetProps {
  readonly snapshot: EnrollmentSnapshot;
  readonly signing: Signing;
  readonly notice: ErrorNotice | null;
  readonly isRunning: boolean;
  readonly onSigning: (signing: Signing) => void;
  readonly onGoTo: StepProps['onGoTo'];
  readonly onPrint: () => void;
  readonly onPad: () => void;
  readonly onScan: () => void;
  readonly onVouch: () => void;
  readonly onSeal: () => void;
}

/** What the citizen reads, and beside it what is missing, how it stands with the signature, and the one thing to do next. */
export function ReviewSheet(props: ReviewSheetProps) {
  const { snapshot, signing, notice, isRunning, onSigning, onGoTo, onPrint, onVouch } = props;
  const { review, gaps } = snapshot;
  const { revision, signed, copies, mayVouchForPaper } = review;
  const others = gaps.filter(({ kind }) => kind !== 'not-printed' && kind !== 'not-signed');
  const isComplete = others.length === 0;
  const isPrintNext = !signed && signing.method === 'paper' && copies === 0;
  useShortcuts({ [keys.print]: isComplete ? onPrint : undefined });
  return (
    <>
      {/* It scrolls, and there is nothing in it to focus: the keyboard needs a hold. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <section className="main stack" tabIndex={0} aria-label={text.review.title}>
        <h1 className="screen-title">{text.review.title}</h1>
        <p className="quiet">{fill(text.review.sheet, { revision })}</p>
        {signed ? <SignaturePicture signed={signed} /> : null}
        <Values snapshot={snapshot} />
        <Pictures snapshot={snapshot} />
        <Exceptions exceptions={snapshot.exceptions} />
      </section>
      <aside className="side">
        <Gaps gaps={others} onGoTo={onGoTo} />
        <Standing review={review} />
        {signed ? null : <SigningChoice signing={signing} signers={review.signers} onChange={onSigning} />}
        <Notice notice={notice} />
        <div className="actions">
          {isPrintNext ? null : (
            <Button
              variant="default"
              className="secondary"
              onClick={onPrint}
              disabled={!isComplete}
              rightSection={<KeyCap name="print" />}
            >
              {copies > 0 ? signatureText.printAgain : signatureText.print}
            </Button>
          )}
          {mayVouchForPaper && !signed && copies > 0 && signing.method === 'paper' ? (
            <Button
              variant="default"
              className="secondary"
              onClick={onVouch}
              disabled={isRunning || !isClear(signing)}
            >
              {fill(signatureText.vouch, { revision })}
            </Button>
          ) : null}
          <NextAction {...props} isComplete={isComplete} isPrintNext={isPrintNext} />
        </div>
      </aside>
    </>
  );
}

/** One thing at a time: print or open the pad, sign, seal. */
function NextAction({
  snapshot,
  signing,
  isRunning,
  isComplete,
  isPrintNext,
  onPrint,
  onPad,
  onScan,
  onSeal,
}: ReviewSheetProps & { readonly isComplete: boolean; readonly isPrintNext: boolean }) {
  if (snapshot.review.signed)
    return <SealAction isRunning={isRunning} isDisabled={!isComplete} onSeal={onSeal} />;
  if (isPrintNext) {
    return (
      <PrimaryAction
        label={signatureText.print}
        onPress={onPrint}
        isRunning={isRunning}
        isDisabled={!isComplete}
      />
    );
  }
  const isPad = signing.method === 'pad';
  return (
    <PrimaryAction
      label={isPad ? signatureText.openPad : signatureText.scan}
      keyName="capture"
      onPress={isPad ? onPad : onScan}
      isRunning={isRunning}
      isDisabled={!isComplete || !isClear(signing)}
    />
  );
}

/** How it stands: not printed, printed and not signed, signed, or signed no longer and why. */
function Standing({ review }: { readonly review: ReviewSnapshot }) {
  const { revision, copies, signed, voided } = review;
  return (
    <>
      {voided && !signed ? (
        <p className="with-icon warn">
          <IconAlertTriangle aria-hidden="true" size={20} />
          {fill(signatureText.voided, {
            revision: voided.revision,
            next: revision,
            by: voided.by === 'picture' ? signatureText.picture : fieldLabels[voided.by],
          })}
        </p>
      ) : null}
      {copies > 0 ? (
        <Fact
          words={fill(copies > 1 ? signatureText.printedTimes : signatureText.printed, {
            revision,
            n: copies,
          })}
        />
      ) : null}
      {signed ? <SignedWords signed={signed} /> : null}
      {signed || copies > 0 ? null : <p className="quiet">{fill(signatureText.notPrinted, { revision })}</p>}
    </>
  );
}

function SignedWords({ signed }: { readonly signed: Signature }) {
  const { revision, atMs, method, signedBy, note, kept } = signed;
  const words = method === 'pad' ? signatureText.signedPad : signatureText.signedPaper;
  return (
    <>
      <Fact words={fill(words, { revision, time: timeOf(atMs) })} />
      {signedBy === 'citizen' ? null : (
        <p>{fill(signatureText.signedBy, { signer: signerNames[signedBy], note })}</p>
      )}
      {kept ? (
        <p className="with-icon warn">
          <IconAlertTriangle aria-hidden="true" size={20} />
          {fill(signatureText.keptPage, { reason: keepPageReasons[kept.reason].toLocaleLowerCase('vi') })}
        </p>
      ) : null}
    </>
  );
}

function SignaturePicture({ signed: { pictureId } }: { readonly signed: Signature }) {
  const url = usePicture(pictureId);
  if (!url) return null;
  return (
    <figure className="signature-picture">
      <figcaption>{signatureText.signaturePicture}</figcaption>
      <img src={url} alt={signatureText.signaturePicture} />
    </figure>
  );
}
