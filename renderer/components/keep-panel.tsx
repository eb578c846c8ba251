import { Radio } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { OfficerId } from '../../main/contract/ids.ts';
import type { ErrorNotice } from '../../main/contract/notice.ts';
import { fingerText } from '../text/fingers.vi.ts';
import { Notice } from './notice.tsx';
import { PrimaryAction } from './primary-action.tsx';
import { SecondaryAction } from './secondary-action.tsx';
import { Supervisor } from './supervisor.tsx';

/** By whose word a picture is kept where the rules want a supervisor's. */
export interface Approval {
  readonly supervisor?: { readonly officerId: OfficerId; readonly password: string };
}

interface KeepPanelProps<Reason extends string> {
  /** Above the reasons. */
  readonly label: string;
  /** By reason, in the order they are offered. */
  readonly reasons: Readonly<Record<Reason, string>>;
  readonly needsSupervisor: boolean;
  readonly notice: ErrorNotice | null;
  readonly isRunning: boolean;
  /** @returns whether it is kept */
  readonly onKeep: (reason: Reason, approval: Approval) => Promise<boolean>;
  readonly onClose: () => void;
}

/** Why a weak picture is kept, and by whose word where the rules want a supervisor's. */
export function KeepPanel<Reason extends string>({
  label,
  reasons,
  needsSupervisor,
  notice,
  isRunning,
  onKeep,
  onClose,
}: KeepPanelProps<Reason>) {
  const [reason, setReason] = useState<Reason>();
  const [supervisorId, setSupervisorId] = useState<string | null>(null);
  const [password, setPassword] = useState('');
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);

  const offered = Object.entries<string>(reasons) as [Reason, string][];
  const isAllowed = !needsSupervisor || (supervisorId !== null && password !== '');
  const keep = (): void => {
    if (reason === undefined) return;
    const approval = needsSupervisor
      ? { supervisor: { officerId: OfficerId.parse(supervisorId), password } }
      : {};
    void onKeep(reason, approval).then((isKept) => isKept && onClose());
  };
  return (
    <aside className="side" aria-label={fingerText.keep.title}>
      <h2>{fingerText.keep.title}</h2>
      <Radio.Group
        label={label}
        value={reason ?? ''}
        onChange={(value) => setReason(value as Reason)}
        className="choices two-columns"
      >
        {offered.map(([one, name], index) => (
          <Radio key={one} value={one} label={name} ref={index === 0 ? first : null} />
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
        <SecondaryAction label={fingerText.keep.back} keyName="escape" onPress={onClose} />
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
