import { PasswordInput, Select } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { CallOutput } from '../../main/contract/calls.ts';
import { useClient } from '../state/client.tsx';
import { fingerText } from '../text/fingers.vi.ts';
import { text } from '../text/screens.vi.ts';

interface SupervisorProps {
  readonly officerId: string | null;
  readonly password: string;
  readonly onOfficer: (officerId: string | null) => void;
  readonly onPassword: (password: string) => void;
}

/** The supervisor's own name and password, at this desk; the officer stays signed in. */
export function Supervisor({ officerId, password, onOfficer, onPassword }: SupervisorProps) {
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
