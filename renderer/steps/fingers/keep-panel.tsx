import { Button, PasswordInput, Radio, Select } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { CallOutput } from '../../../main/contract/calls.ts';
import type { Intention } from '../../../main/contract/enrollment.ts';
import { type FingerSnapshot, KeepReason, keepReasons } from '../../../main/contract/fingers.ts';
import { OfficerId } from '../../../main/contract/ids.ts';
import type { ErrorNotice } from '../../../main/contract/notice.ts';
import { KeyCap } from '../../components/key-cap.tsx';
import { Notice } from '../../components/notice.tsx';
import { PrimaryAction } from '../../components/primary-action.tsx';
import { keys } from '../../keys.ts';
import { useClient } from '../../state/client.tsx';
import { useShortcuts } from '../../state/shortcuts.ts';
import { fingerText, keepReasons as reasonNames, sentenceName } from '../../text/fingers.vi.ts';
import { text } from '../../text/screens.vi.ts';

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

interface SupervisorProps {
  readonly officerId: string | null;
  readonly password: string;
  readonly onOfficer: (officerId: string | null) => void;
  readonly onPassword: (password: string) => void;
}

/** The supervisor's own name and password, at this desk; the officer stays signed in. */
function Supervisor({ officerId, password, onOfficer, onPassword }: SupervisorProps) {
  const client = useClient();
  const [supervisors, setSupervisors] = useState<CallOutput<'officers.list'>>();
  useEffect(() => {
    void client
      .call('officers.list', {})
      .then((all) => setSupervisors(all.filter(({ role }) => role === 'supervisor')));
  }, [client]);
  if (supervisors?.length === 0) return <p className="warn">{fingerText.keep.noSupervisor}</p>;
  return (
    <>
      <p className="small quiet">{fingerText.keep.note}</p>
      <Select
        label={fingerText.keep.supervisor}
        data={(supervisors ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={officerId}
        onChange={onOfficer}
        allowDeselect={false}
      />
      <PasswordInput
        label={fingerText.keep.password}
        value={password}
        onChange={({ currentTarget }) => onPassword(currentTarget.value)}
        autoComplete="off"
        visibilityToggleButtonProps={{ 'aria-label': text.signIn.password }}
      />
    </>
  );
}
