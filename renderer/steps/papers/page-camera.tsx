import type { ApplicationId } from '../../../main/contract/ids.ts';
import type { ErrorNotice } from '../../../main/contract/notice.ts';
import type { LivePage } from '../../../main/contract/papers.ts';
import { CameraView } from '../../camera/camera-view.tsx';
import { takeStill } from '../../camera/still.ts';
import { useCamera } from '../../camera/use-camera.ts';
import { HintLines } from '../../components/hint-lines.tsx';
import { Notice } from '../../components/notice.tsx';
import { PrimaryAction } from '../../components/primary-action.tsx';
import { SecondaryAction } from '../../components/secondary-action.tsx';
import { Stage } from '../../components/stage.tsx';
import { useSteady } from '../../state/steady.ts';
import { papersText } from '../../text/papers.vi.ts';
import { text } from '../../text/screens.vi.ts';
import { useOutline } from './use-outline.ts';

/** A hint is read before it changes. */
const holdMs = 1000;

export interface TakenPhotograph {
  readonly image: Uint8Array;
  readonly mime: 'image/jpeg';
  readonly camera: string;
}

interface PageCameraProps {
  readonly applicationId: ApplicationId;
  readonly title: string;
  readonly notice: ErrorNotice | null;
  readonly isRunning: boolean;
  readonly onTake: (taken: TakenPhotograph) => void;
  readonly onBack: () => void;
}

/** The camera over the desk, with the outline of the sheet that it sees. It is open only here. */
export function PageCamera({ applicationId, title, notice, isRunning, onTake, onBack }: PageCameraProps) {
  const { state } = useCamera();
  const camera = state.kind === 'live' ? state.camera : undefined;
  const page = useOutline(applicationId, camera);
  const hint = useSteady(hintOf(page), holdMs);
  const told = camera ? { tone: hint.tone, lines: [hint.words] } : nothing;
  const words = isRunning ? busy : told;
  const take = (): void => {
    if (!camera) return;
    void takeStill(camera.video).then(({ image, mime }) => onTake({ image, mime, camera: camera.label }));
  };
  return (
    <>
      <Stage title={title}>
        <CameraView state={state}>{page ? <Outline page={page} /> : null}</CameraView>
        <HintLines tone={words.tone} lines={words.lines} />
      </Stage>
      <aside className="side" aria-label={text.steps.papers}>
        <h2>{title}</h2>
        <Notice notice={notice} />
        <div className="actions">
          <SecondaryAction label={papersText.back} keyName="escape" onPress={onBack} />
          <PrimaryAction
            label={papersText.take}
            keyName="capture"
            onPress={take}
            isDisabled={!camera}
            isRunning={isRunning}
          />
        </div>
      </aside>
    </>
  );
}

const busy = { tone: 'plain', lines: [papersText.taking] };
/** What is wrong with the camera stands in its place. */
const nothing = { tone: 'plain', lines: [] };
const hints = {
  seeking: { tone: 'plain', words: papersText.seeking },
  seen: { tone: 'good', words: papersText.seen },
  cut: { tone: 'warn', words: papersText.cut },
} as const;

function hintOf(page: LivePage | undefined): (typeof hints)[keyof typeof hints] {
  if (!page || page.corners.length === 0) return hints.seeking;
  return page.isCutOff ? hints.cut : hints.seen;
}

function Outline({ page: { corners, isCutOff } }: { readonly page: LivePage }) {
  if (corners.length === 0) return null;
  const points = corners.map(({ x, y }) => `${x},${y}`).join(' ');
  return (
    <svg className="on-picture" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
      <polygon className={isCutOff ? 'outline cut' : 'outline'} points={points} />
    </svg>
  );
}
