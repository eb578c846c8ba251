import { PasswordInput, Select } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { CallOutput, StationStatus } from '../../main/contract/calls.ts';
import { OfficerId } from '../../main/contract/ids.ts';
import { Notice } from '../components/notice.tsx';
import { PrimaryAction } from '../components/primary-action.tsx';
import { useAction, useClient } from '../state/client.tsx';
import { fill, text } from '../text/screens.vi.ts';

/** The first screen of the day, and what covers everything while the station is locked. */
export function SignIn({ status }: { readonly status: StationStatus }) {
  const client = useClient();
  const { notice, isRunning, run } = useAction();
  const [officers, setOfficers] = useState<CallOutput<'officers.list'>>([]);
  const [officerId, setOfficerId] = useState<string | null>(null);
  const [hasCapsLock, setHasCapsLock] = useState(false);
  const password = useRef<HTMLInputElement>(null);

  useEffect(() => {
    void client.call('officers.list', {}).then((list) => {
      setOfficers(list);
      setOfficerId(list[0]?.id ?? null);
    });
    password.current?.focus();
  }, [client]);

  const submit = (): void => {
    const given = password.current?.value ?? '';
    if (officerId === null || given === '') return;
    void run(() =>
      client.call('officers.sign-in', { officerId: OfficerId.parse(officerId), password: given }),
    ).then((isIn) => {
      if (!isIn) password.current?.select();
    });
  };
  const watchCapsLock = (event: KeyboardEvent): void => setHasCapsLock(event.getModifierState('CapsLock'));
  const submitOnEnter = ({ key, ctrlKey }: KeyboardEvent): void => {
    if (key === 'Enter' && !ctrlKey) submit();
  };

  return (
    <main className="sign-in">
      <form className="panel" onSubmit={(event) => event.preventDefault()}>
        <div className="inside stack">
          <h1 className="screen-title">{text.signIn.title}</h1>
          <Select
            label={text.signIn.officer}
            data={officers.map(({ id, name }) => ({ value: id, label: name }))}
            value={officerId}
            onChange={setOfficerId}
            allowDeselect={false}
          />
          <PasswordInput
            ref={password}
            label={text.signIn.password}
            description={hasCapsLock ? text.signIn.capsLock : text.signIn.forgotten}
            autoComplete="current-password"
            onKeyDown={submitOnEnter}
            onKeyUp={watchCapsLock}
            visibilityToggleButtonProps={{ 'aria-label': text.signIn.password }}
          />
          <Notice notice={notice} />
          <PrimaryAction label={text.signIn.submit} onPress={submit} isRunning={isRunning} />
        </div>
      </form>
      <section className="panel" aria-label={text.signIn.station}>
        <h2>{text.signIn.station}</h2>
        <ul className="inside stack">
          {status.devices.map(({ kind, state }) => (
            <li key={kind} className={`with-icon ${state === 'ready' ? 'good' : 'warn'}`}>
              {state === 'ready' ? (
                <IconCircleCheck aria-hidden="true" size={20} />
              ) : (
                <IconAlertTriangle aria-hidden="true" size={20} />
              )}
              {text.devices.kinds[kind]}: {text.devices.states[state]}
            </li>
          ))}
          <li className="quiet">
            {fill(text.signIn.safe, { n: status.queue.waiting + status.queue.sending })}
          </li>
          <li className="small quiet">{fill(text.signIn.version, { version: status.version })}</li>
        </ul>
      </section>
    </main>
  );
}
