import { useState } from 'react';
import type { ErrorNotice } from '../../../main/contract/notice.ts';
import type { PadSignature } from '../../../main/contract/signature.ts';
import { Notice } from '../../components/notice.tsx';
import { PrimaryAction } from '../../components/primary-action.tsx';
import { SecondaryAction } from '../../components/secondary-action.tsx';
import { Stage } from '../../components/stage.tsx';
import { fill } from '../../text/screens.vi.ts';
import { signatureText } from '../../text/signature.vi.ts';
import { Pad, type PadSize } from './pad.tsx';
import { type PadEvent, type PadState, padSignature } from './pad-strokes.ts';

interface PadStageProps {
  readonly revision: number;
  /** Who is to sign, as a line above the pad. */
  readonly signer: string;
  /** What is written; it stays when the officer looks at the sheet again. */
  readonly pad: PadState;
  readonly send: (event: PadEvent) => void;
  readonly notice: ErrorNotice | null;
  readonly isRunning: boolean;
  readonly onDone: (pad: PadSignature) => void;
  readonly onBack: () => void;
}

/** The citizen's turn: what he confirms, and a place to write as large as the screen allows. */
export function PadStage({ revision, signer, pad, notice, isRunning, send, onDone, onBack }: PadStageProps) {
  const [size, setSize] = useState<PadSize>({ widthMm: 1, heightMm: 1 });
  const isEmpty = pad.strokes.length === 0;
  // What is said of a signature is said until it changes.
  const [sent, setSent] = useState<PadState>();
  const done = (): void => {
    setSent(pad);
    onDone(padSignature(pad, size));
  };
  const undo = (): void => send({ kind: 'undo' });
  const clear = (): void => send({ kind: 'clear' });
  return (
    <>
      <Stage title={signatureText.padTitle}>
        <p>{fill(signatureText.padStatement, { revision })}</p>
        <div className="stage-view pad-view">
          <Pad pad={pad} onEvent={send} onSize={setSize} />
          {isEmpty ? <p className="pad-empty">{signatureText.padEmpty}</p> : null}
        </div>
        <p className="pad-signer">{signer}</p>
      </Stage>
      <aside className="side" aria-label={signatureText.padLabel}>
        <p role="status">{isEmpty ? '' : fill(signatureText.padStrokes, { n: pad.strokes.length })}</p>
        <Notice notice={pad === sent ? notice : null} />
        <div className="actions">
          <SecondaryAction label={signatureText.back} keyName="escape" onPress={onBack} />
          <SecondaryAction label={signatureText.undo} keyName="undo" isDisabled={isEmpty} onPress={undo} />
          <SecondaryAction label={signatureText.clear} keyName="clear" isDisabled={isEmpty} onPress={clear} />
          <PrimaryAction
            label={signatureText.padDone}
            keyName="capture"
            onPress={done}
            isDisabled={isEmpty}
            isRunning={isRunning}
          />
        </div>
      </aside>
    </>
  );
}
