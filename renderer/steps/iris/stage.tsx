import { useEffect, useState } from 'react';
import type { IrisSnapshot } from '../../../main/contract/iris.ts';
import type { ErrorNotice } from '../../../main/contract/notice.ts';
import { HintLines } from '../../components/hint-lines.tsx';
import { Notice } from '../../components/notice.tsx';
import { PictureFrame } from '../../components/picture-frame.tsx';
import { Stage } from '../../components/stage.tsx';
import { useWatch } from '../../state/client.tsx';
import { urlOf } from '../../state/picture.ts';
import { irisText } from '../../text/iris.vi.ts';
import { EyePicture } from './eye-picture.tsx';
import { instructionFor, takenWords } from './words.ts';

interface IrisStageProps {
  readonly iris: IrisSnapshot;
  readonly notice: ErrorNotice | null;
}

/** Both eyes, as somebody sees them who faces the citizen: the right one to the left. */
export function IrisStage({ iris, notice }: IrisStageProps) {
  const isCapturing = iris.eyes.some(({ state }) => state === 'capturing');
  const words = takenWords(iris);
  return (
    <Stage title={instructionFor(iris)}>
      <div className="stage-view iris-view">
        {isCapturing ? (
          <LiveEyes />
        ) : (
          <div className="eyes">
            {iris.eyes.map((eye) => (
              <EyePicture key={eye.eye} eye={eye} />
            ))}
          </div>
        )}
        {notice && !isCapturing ? (
          <div className="stage-notice">
            <Notice notice={notice} />
          </div>
        ) : null}
      </div>
      {isCapturing ? (
        <HintLines tone="plain" lines={[irisText.awaited]} />
      ) : (
        <HintLines tone={words.tone} lines={words.lines} />
      )}
    </Stage>
  );
}

/** What the scanner sees now, as it shows it. */
function LiveEyes() {
  const newest = useWatch('iris.preview', {});
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (!newest) return undefined;
    const made = urlOf(newest.png, 'image/png');
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [newest]);
  if (!newest || !url) return <p>{irisText.awaited}</p>;
  return (
    <PictureFrame width={newest.width} height={newest.height}>
      <img className="on-picture" src={url} alt={irisText.live} />
    </PictureFrame>
  );
}
