import { Button } from '@mantine/core';
import { IconCamera } from '@tabler/icons-react';
import { type ReactNode, useRef } from 'react';
import type { EnrollmentSnapshot } from '../../../main/contract/enrollment.ts';
import type { ErrorNotice } from '../../../main/contract/notice.ts';
import { CameraView } from '../../camera/camera-view.tsx';
import type { CameraState } from '../../camera/keep-camera.ts';
import type { Camera } from '../../camera/open-camera.ts';
import { HintLines } from '../../components/hint-lines.tsx';
import { KeyCap } from '../../components/key-cap.tsx';
import { Notice } from '../../components/notice.tsx';
import { PrimaryAction } from '../../components/primary-action.tsx';
import { Stage } from '../../components/stage.tsx';
import { keys } from '../../keys.ts';
import { usePicture } from '../../state/picture.ts';
import { useShortcuts } from '../../state/shortcuts.ts';
import { cameraText } from '../../text/camera.vi.ts';
import { portraitText } from '../../text/portrait.vi.ts';
import { text } from '../../text/screens.vi.ts';
import { Criteria } from './criteria.tsx';
import { FaceScan } from './face-scan.tsx';
import { heldShare } from './guide.ts';
import { GuideMarks } from './guide-marks.tsx';
import { chipFaceOf, personWords } from './person.ts';
import { useGuide } from './use-guide.ts';
import { cueWords } from './words.ts';

interface LivePortraitProps {
  readonly snapshot: EnrollmentSnapshot;
  readonly camera: CameraState;
  readonly notice: ErrorNotice | null;
  readonly isRunning: boolean;
  /** In place of the criteria, such as the choice of a camera. */
  readonly panel: ReactNode;
  readonly hasCameraFocus: boolean;
  /** @returns whether it was taken */
  readonly onTake: (camera: Camera) => Promise<boolean>;
  /** With a face scanner, where there is one. */
  readonly onScan: () => void;
  readonly onCamera: () => void;
  /** Back to the picture there is, while another one is tried. */
  readonly onBack: (() => void) | undefined;
}

/** The live picture, what is right and what is not, and one thing to say. It takes the picture by itself when all is right. */
export function LivePortrait(props: LivePortraitProps) {
  const { snapshot, camera, notice, isRunning, panel, hasCameraFocus, onTake, onScan, onCamera, onBack } =
    props;
  const open = camera.kind === 'live' ? camera.camera : undefined;
  const isTaking = useRef(false);
  const take = async (): Promise<void> => {
    // The shutter may go off by itself while the key is pressed.
    if (!open || isTaking.current) return;
    isTaking.current = true;
    if (!(await onTake(open))) refuse();
    isTaking.current = false;
  };
  const { guide, refuse } = useGuide(snapshot.applicationId, open, isRunning, () => void take());
  useShortcuts({ [keys.escape]: panel ? undefined : onBack });
  const { guidance, shown, spoken } = guide;
  const hint = cueWords(shown.cue, guidance?.backgroundAt);
  return (
    <>
      <Stage title={text.portrait.title}>
        <CameraView state={camera}>
          <GuideMarks
            width={open?.video.videoWidth ?? 0}
            height={open?.video.videoHeight ?? 0}
            guide={snapshot.portrait.guide}
            guidance={guidance}
            held={heldShare(guide)}
          />
        </CameraView>
        <HintLines
          tone={open && !isRunning ? hint.tone : 'plain'}
          lines={isRunning ? [portraitText.taking] : open ? hint.lines : []}
          isSpoken={false}
        />
        <p className="visually-hidden" role="status">
          {open ? cueWords(spoken.cue, guidance?.backgroundAt).lines[0] : ''}
        </p>
      </Stage>
      {panel ?? (
        <aside className="side" aria-label={portraitText.criteria}>
          <div className="side-head">
            <h2>{portraitText.criteria}</h2>
            <Button
              variant="default"
              className="secondary"
              autoFocus={hasCameraFocus}
              onClick={onCamera}
              leftSection={<IconCamera aria-hidden="true" size={20} stroke={1.75} />}
            >
              {cameraText.open}
            </Button>
          </div>
          <Criteria checks={open ? (guidance?.checks ?? []) : []} />
          <Expected snapshot={snapshot} />
          <Notice notice={notice} />
          <div className="actions">
            {onBack ? (
              <Button
                variant="default"
                className="secondary"
                onClick={onBack}
                rightSection={<KeyCap name="escape" />}
              >
                {portraitText.backToTaken}
              </Button>
            ) : null}
            <FaceScan isRunning={isRunning} onScan={onScan} />
            <PrimaryAction
              label={isRunning ? portraitText.taking : portraitText.take}
              keyName="capture"
              onPress={() => void take()}
              isDisabled={!open}
              isRunning={isRunning}
            />
          </div>
        </aside>
      )}
    </>
  );
}

/** Whom the officer should see before the camera. */
function Expected({ snapshot }: { readonly snapshot: EnrollmentSnapshot }) {
  const chip = usePicture(chipFaceOf(snapshot));
  return (
    <div className="expected">
      {chip ? <img src={chip} alt={text.portrait.chipPhoto} /> : null}
      <p>{personWords(snapshot)}</p>
    </div>
  );
}
