import { Button, Radio } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Intention } from '../../../main/contract/enrollment.ts';
import { type FingerSnapshot, KeepReason, keepReasons } from '../../../main/contract/fingers.ts';
import { OfficerId } from '../../../main/contract/ids.ts';
import type { ErrorNotice } from '../../../main/contract/notice.ts';
import { KeyCap } from '../../components/key-cap.tsx';
import { Notice } from '../../components/notice.tsx';
import { PrimaryAction } from '../../components/primary-action.tsx';
import { Supervisor } from '../../components/supervisor.tsx';
import { keys } from '../../keys.ts';
import { useShortcuts } from '../../state/shortcuts.ts';
import { fingerText, keepReasons as reasonNames, sentenceName } from '../../text/fingers.vi.ts';

interface KeepPanelProps {
  readonly finger: FingerSnapshot;
  readonly notice: ErrorNotice | null;
  readonly isRunning: boolean;
  readonly intend: (intention: Intention) => Promise<boolean>;
  readonly onClose: () => void;
}

/** Why a weak picture is kept, and by whose word where the rules want a supervisor's. */
export function KeepPanel({ finger, notice, isRunning, intend, onClose }: KeepPanelProps) {
  const { position, needsSupervisor } = finger;
  const [reason, setReason] = useState<KeepReason>();
  const [supervisorId, setSupervisorId] = useState<string | null>(null);
  const [password, setPassword] = useState('');
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  useShortcuts({ [keys.escape]: onClose });

  const isAllowed = !needsSupervisor || (supervisorId !== null && password !== '');
  const keep = (): void => {
    if (reason === undefined) return;
    const supervisor = needsSupervisor ? { officerId: OfficerId.parse(supervisorId), password } : undefined;
    void intend({ kind: 'keep-fingers', position, reason, ...(supervisor ? { supervisor } : {}) }).then(
      (isKept) => isKept && onClose(),
    );
  };
  return (
    <aside className="side" aria-label={fingerText.keep.title}>
      <h2>{fingerText.keep.title}</h2>
      <Radio.Group
        label={`${sentenceName(position)}: ${fingerText.keep.reason.toLocaleLowerCase('vi')}`}
        value={reason ?? ''}
        onChange={(value) => setReason(KeepReason.parse(value))}
        className="choices two-columns"
      >
        {keepReasons.map((one, index) => (
          <Radio key={one} value={one} label={reasonNames[one]} ref={index === 0 ? first : null} />
        ))}
      </Radio.Group>
      {needsSupervisor ? (
        <Supervisor
          officerId={supervisorId}
          password={password}
          onOfficer={setSupervisorId}
          onPassword={setPassword}
        />
      ) : null}
      <Notice notice={notice} />
      <div className="actions">
        <Button
          variant="default"
          className="secondary"
          onClick={onClose}
          rightSection={<KeyCap name="escape" />}
        >
          {fingerText.keep.back}
        </Button>
        <PrimaryAction
          label={fingerText.keep.submit}
          onPress={keep}
          isRunning={isRunning}
          isDisabled={reason === undefined || !isAllowed}
        />
      </div>
    </aside>
  );
}
