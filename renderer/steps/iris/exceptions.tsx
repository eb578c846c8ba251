import { Button, Radio, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { EnrollmentSnapshot } from '../../../main/contract/enrollment.ts';
import { Eye, EyeExceptionCode, eyeExceptions, eyes } from '../../../main/contract/iris.ts';
import { KeyCap } from '../../components/key-cap.tsx';
import { Notice } from '../../components/notice.tsx';
import { PrimaryAction } from '../../components/primary-action.tsx';
import { capitalized } from '../../format.ts';
import { keys } from '../../keys.ts';
import { useIntend } from '../../state/intend.ts';
import { useShortcuts } from '../../state/shortcuts.ts';
import { eyeExceptionNames, irisText } from '../../text/iris.vi.ts';
import { eyeName } from './words.ts';

const words = irisText.except;
const longestNote = 200;

interface EyeExceptionsProps {
  readonly snapshot: EnrollmentSnapshot;
  readonly first: Eye;
  readonly onClose: () => void;
}

/** An eye that cannot be captured: which, why, a note. No dialog, no refusal. */
export function EyeExceptions({ snapshot, first, onClose }: EyeExceptionsProps) {
  const { notice, isRunning, intend } = useIntend(snapshot);
  const [eye, setEye] = useState(first);
  const record = snapshot.iris.eyes.find((one) => one.eye === eye)?.exception;
  const [code, setCode] = useState<EyeExceptionCode | null>(record?.code ?? null);
  const [note, setNote] = useState(record?.note ?? '');
  const start = useRef<HTMLInputElement>(null);
  useEffect(() => start.current?.focus(), []);
  useShortcuts({ [keys.escape]: onClose });

  const pick = (value: string): void => {
    const picked = Eye.parse(value);
    const known = snapshot.iris.eyes.find((one) => one.eye === picked)?.exception;
    setEye(picked);
    setCode(known?.code ?? null);
    setNote(known?.note ?? '');
  };
  const clean = note.normalize('NFC').trim();
  const isTooLong = note.length > longestNote;
  const lacksNote = code === 'other' && clean === '';
  const isChanged = code !== null && (code !== record?.code || clean !== record.note);
  const set = async (chosen: EyeExceptionCode | null): Promise<void> => {
    const isSet = await intend({
      kind: 'set-eye-exception',
      eye,
      code: chosen,
      note: chosen === null ? '' : clean,
    });
    if (!isSet) return;
    if (chosen === null) {
      setCode(null);
      setNote('');
    } else onClose();
  };
  return (
    <aside className="side" aria-label={words.open}>
      <h2>{words.title}</h2>
      <Radio.Group label={words.eye} value={eye} onChange={pick} className="choices two-columns">
        {eyes.map((one) => (
          <Radio key={one} value={one} label={eyeName(one)} ref={one === first ? start : null} />
        ))}
      </Radio.Group>
      <Radio.Group
        label={words.code}
        value={code ?? ''}
        onChange={(value) => setCode(EyeExceptionCode.parse(value))}
        className="choices two-columns"
      >
        {eyeExceptions.map((one) => (
          <Radio key={one} value={one} label={capitalized(eyeExceptionNames[one])} />
        ))}
      </Radio.Group>
      <TextInput
        label={words.note}
        description={words.noteHelp}
        value={note}
        onChange={({ currentTarget }) => setNote(currentTarget.value)}
        error={isTooLong ? words.noteLong : lacksNote ? words.noteNeeded : undefined}
        autoComplete="off"
      />
      <p className="small quiet">{words.never}</p>
      <Notice notice={notice} />
      <div className="actions">
        {record ? (
          <Button variant="default" className="secondary" onClick={() => void set(null)}>
            {words.remove}
          </Button>
        ) : null}
        {isChanged ? (
          <Button
            variant="default"
            className="secondary"
            onClick={onClose}
            rightSection={<KeyCap name="escape" />}
          >
            {words.close}
          </Button>
        ) : null}
        {isChanged || !record ? (
          <PrimaryAction
            label={words.submit}
            onPress={() => void set(code)}
            isRunning={isRunning}
            isDisabled={!isChanged || isTooLong || lacksNote}
          />
        ) : (
          <PrimaryAction label={words.close} onPress={onClose} />
        )}
      </div>
    </aside>
  );
}
