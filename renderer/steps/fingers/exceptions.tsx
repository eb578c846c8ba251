import { Button, Radio, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconCamera, IconCircleCheck } from '@tabler/icons-react';
import { type Dispatch, type SetStateAction, useState } from 'react';
import type { EnrollmentSnapshot } from '../../../main/contract/enrollment.ts';
import { FingerExceptionCode, fingerExceptions } from '../../../main/contract/fingers.ts';
import { HintLines } from '../../components/hint-lines.tsx';
import { KeyCap } from '../../components/key-cap.tsx';
import { Notice } from '../../components/notice.tsx';
import { PrimaryAction } from '../../components/primary-action.tsx';
import { Stage } from '../../components/stage.tsx';
import { capitalized } from '../../format.ts';
import { keys } from '../../keys.ts';
import { useIntend } from '../../state/intend.ts';
import { useShortcuts } from '../../state/shortcuts.ts';
import {
  exceptionHelp,
  exceptionNames,
  fingerText,
  positionNames,
  sentenceName,
} from '../../text/fingers.vi.ts';
import { ExceptionCamera } from './exception-camera.tsx';
import { FingerPicker } from './finger-picker.tsx';

const words = fingerText.except;

/** What is being written about a finger, before it is recorded. */
export interface ExceptionDraft {
  readonly code: FingerExceptionCode | null;
  readonly note: string;
}

/** By position. */
export type ExceptionDrafts = Readonly<Record<number, ExceptionDraft>>;

type ExceptionRecord = EnrollmentSnapshot['exceptions'][number];

const longestNote = 200;

interface ExceptionsProps {
  readonly snapshot: EnrollmentSnapshot;
  /** Whose exception is looked at first. */
  readonly first: number;
  /** They outlive the panel: closing it discards nothing. */
  readonly drafts: ExceptionDrafts;
  readonly onDrafts: Dispatch<SetStateAction<ExceptionDrafts>>;
  readonly onClose: () => void;
}

/** Fingers that cannot be printed, or not well: which, why, a note, and a photo where the rules ask for one. No dialog, no refusal. */
export function Exceptions({ snapshot, first, drafts, onDrafts, onClose }: ExceptionsProps) {
  const { notice, isRunning, intend } = useIntend(snapshot);
  const [position, setPosition] = useState(first);
  const [isPhotographing, setIsPhotographing] = useState(false);
  const record = snapshot.exceptions.find((one) => one.position === position);
  const draft = drafts[position] ?? { code: record?.code ?? null, note: record?.note ?? '' };
  const isChanged = draft.code !== (record?.code ?? null) || draft.note !== (record?.note ?? '');
  const isTooLong = draft.note.length > longestNote;
  useShortcuts({ [keys.escape]: isPhotographing ? () => setIsPhotographing(false) : onClose });

  const write = (part: Partial<ExceptionDraft>): void =>
    onDrafts({ ...drafts, [position]: { ...draft, ...part } });
  const set = async (code: FingerExceptionCode | null): Promise<void> => {
    const note = code === null ? '' : draft.note.normalize('NFC').trim();
    const isSet = await intend({ kind: 'set-finger-exception', position, code, note });
    // From here on the record speaks.
    if (isSet) onDrafts(({ [position]: _, ...others }) => others);
  };

  if (isPhotographing)
    return (
      <ExceptionCamera
        finger={positionNames[position] ?? ''}
        notice={notice}
        onTake={async (image) => {
          const isTaken = await intend({ kind: 'photograph-exception', position, image, mime: 'image/jpeg' });
          if (isTaken) setIsPhotographing(false);
        }}
        onBack={() => setIsPhotographing(false)}
      />
    );
  return (
    <>
      <Stage title={words.title}>
        <div className="stage-view finger-view">
          <FingerPicker snapshot={snapshot} position={position} onPick={setPosition} />
        </div>
        <HintLines tone="plain" lines={[words.never]} isSpoken={false} />
      </Stage>
      <aside className="side" aria-label={words.open}>
        <h2>{sentenceName(position)}</h2>
        <Radio.Group
          label={words.code}
          value={draft.code ?? ''}
          onChange={(value) => write({ code: FingerExceptionCode.parse(value) })}
          className="choices two-columns"
        >
          {fingerExceptions.map((code) => (
            <Radio key={code} value={code} label={capitalized(exceptionNames[code])} />
          ))}
        </Radio.Group>
        <p className="small quiet choice-help">{draft.code === null ? '' : exceptionHelp[draft.code]}</p>
        <TextInput
          label={words.note}
          description={words.noteHelp}
          value={draft.note}
          onChange={({ currentTarget }) => write({ note: currentTarget.value })}
          error={isTooLong ? words.noteLong : undefined}
          autoComplete="off"
        />
        {record ? <PhotoState record={record} /> : null}
        <Notice notice={notice} />
        <Actions
          record={record}
          isChanged={isChanged && draft.code !== null}
          isTooLong={isTooLong}
          isRunning={isRunning}
          onRecord={() => void set(draft.code)}
          onRemove={() => void set(null)}
          onPhoto={() => setIsPhotographing(true)}
          onClose={onClose}
        />
      </aside>
    </>
  );
}

interface ActionsProps {
  readonly record: ExceptionRecord | undefined;
  readonly isChanged: boolean;
  readonly isTooLong: boolean;
  readonly isRunning: boolean;
  readonly onRecord: () => void;
  readonly onRemove: () => void;
  readonly onPhoto: () => void;
  readonly onClose: () => void;
}

/** First what was written is recorded, then the photo is taken if one is asked for, then the capture goes on. */
function Actions({
  record,
  isChanged,
  isTooLong,
  isRunning,
  onRecord,
  onRemove,
  onPhoto,
  onClose,
}: ActionsProps) {
  const isPhotoNext = !isChanged && record?.needsPhoto === true;
  return (
    <div className="actions">
      {record && !isPhotoNext ? (
        <Button
          variant="default"
          className="secondary"
          leftSection={<IconCamera aria-hidden="true" size={20} stroke={1.75} />}
          onClick={onPhoto}
        >
          {record.photoCaptureId ? words.photoAgain : words.photo}
        </Button>
      ) : null}
      {record ? (
        <Button variant="default" className="secondary" onClick={onRemove}>
          {words.remove}
        </Button>
      ) : null}
      {isPhotoNext ? (
        <Button
          variant="default"
          className="secondary"
          onClick={onClose}
          rightSection={<KeyCap name="escape" />}
        >
          {words.close}
        </Button>
      ) : null}
      <MainAction
        isChanged={isChanged}
        isPhotoNext={isPhotoNext}
        isTooLong={isTooLong}
        isRunning={isRunning}
        onRecord={onRecord}
        onPhoto={onPhoto}
        onClose={onClose}
      />
    </div>
  );
}

type MainActionProps = Pick<
  ActionsProps,
  'isChanged' | 'isTooLong' | 'isRunning' | 'onRecord' | 'onPhoto' | 'onClose'
> & { readonly isPhotoNext: boolean };

function MainAction(props: MainActionProps) {
  const { isChanged, isPhotoNext, isTooLong, isRunning, onRecord, onPhoto, onClose } = props;
  if (isChanged)
    return (
      <PrimaryAction label={words.submit} onPress={onRecord} isRunning={isRunning} isDisabled={isTooLong} />
    );
  if (isPhotoNext) return <PrimaryAction label={words.photo} keyName="capture" onPress={onPhoto} />;
  return <PrimaryAction label={words.close} onPress={onClose} />;
}

function PhotoState({ record }: { readonly record: ExceptionRecord }) {
  if (record.needsPhoto)
    return (
      <p className="with-icon warn">
        <IconAlertTriangle aria-hidden="true" size={20} stroke={1.75} />
        {words.photoAsked}
      </p>
    );
  if (!record.photoCaptureId) return null;
  return (
    <p className="with-icon good">
      <IconCircleCheck aria-hidden="true" size={20} stroke={1.75} />
      {words.photoTaken}
    </p>
  );
}
