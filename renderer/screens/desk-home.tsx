import { Button, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconPlus, IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { ApplicationRow, StationStatus, StreamItem } from '../../main/contract/calls.ts';
import type { ApplicationId } from '../../main/contract/ids.ts';
import { KeyCap } from '../components/key-cap.tsx';
import { StateCell } from '../components/state-cell.tsx';
import { masked, shortTimeOf } from '../format.ts';
import { keys } from '../keys.ts';
import { useWatch } from '../state/client.tsx';
import { useShortcuts } from '../state/shortcuts.ts';
import { centreStatusNames, holdNames, queueText, shownState } from '../text/queue.vi.ts';
import { draftNames, fill, reasonNames, sexNames, stateNames, text, typeNames } from '../text/screens.vi.ts';

interface DeskHomeProps {
  readonly status: StationStatus;
  readonly onBegin: () => void;
  readonly onOpen: (applicationId: ApplicationId) => void;
  readonly onQueue: () => void;
  readonly onDevices: () => void;
}

/** Where every day and every case begins: search, today's list, what waits. */
export function DeskHome({ status, onBegin, onOpen, onQueue, onDevices }: DeskHomeProps) {
  const [search, setSearch] = useState('');
  const list = useWatch('applications.watch', { search });
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  useShortcuts({ [keys.begin]: onBegin, [keys.search]: () => input.current?.focus() });
  return (
    <div className="desk">
      <div className="stack">
        <div className="desk-head">
          <TextInput
            ref={input}
            size="lg"
            aria-label={text.desk.search}
            placeholder={text.desk.search}
            leftSection={<IconSearch aria-hidden="true" size={20} />}
            rightSection={<KeyCap name="search" />}
            onChange={({ currentTarget }) => setSearch(currentTarget.value)}
          />
          <Button
            className="primary"
            leftSection={<IconPlus aria-hidden="true" />}
            rightSection={<KeyCap name="begin" />}
            onClick={onBegin}
          >
            {text.desk.begin}
          </Button>
        </div>
        <div className="row">
          <h1 className="screen-title">{text.desk.today}</h1>
          {list ? <p className="quiet">{countLine(list, search)}</p> : null}
        </div>
        <div className="panel">{list ? <Rows list={list} search={search} onOpen={onOpen} /> : null}</div>
      </div>
      <aside className="stack" aria-label={text.signIn.station}>
        <section className="panel">
          <h2>
            {text.desk.queue}
            <span className="with-icon good small">
              <IconCircleCheck aria-hidden="true" size={18} />
              {queueText.safe}
            </span>
          </h2>
          <div className="inside counts">
            <p>
              <strong>{status.queue.waiting}</strong> {text.desk.queueWaiting}
            </p>
            <p>
              <strong>{status.queue.sending}</strong> {text.desk.queueSending}
            </p>
            <p className={status.queue.needsPerson > 0 ? 'warn' : ''}>
              <strong>{status.queue.needsPerson}</strong> {text.desk.queuePerson}
            </p>
            {status.queue.isPaused ? <p className="warn">{queueText.paused}</p> : null}
          </div>
          <div className="inside">
            <Button variant="default" className="secondary" onClick={onQueue}>
              {text.desk.open}
              <span className="visually-hidden"> {text.desk.queue}</span>
            </Button>
          </div>
        </section>
        <section className="panel">
          <h2>{text.desk.devices}</h2>
          <ul className="inside stack small">
            {status.devices.map(({ kind, state }) => (
              <li key={kind} className="row">
                <span style={{ flex: 1 }}>{text.devices.kinds[kind]}</span>
                <span className={`with-icon ${state === 'ready' ? 'good' : 'warn'}`}>
                  {state === 'ready' ? (
                    <IconCircleCheck aria-hidden="true" size={18} />
                  ) : (
                    <IconAlertTriangle aria-hidden="true" size={18} />
                  )}
                  {text.devices.states[state]}
                </span>
              </li>
            ))}
          </ul>
          <div className="inside">
            <Button variant="default" className="secondary" onClick={onDevices}>
              {text.desk.open}
              <span className="visually-hidden"> {text.desk.devices}</span>
            </Button>
          </div>
        </section>
      </aside>
    </div>
  );
}

const shownNames = { ...centreStatusNames, ...stateNames, ...holdNames };

type List = StreamItem<'applications.watch'>;

function countLine({ rows, today }: List, search: string): string {
  return search.trim() === '' ? fill(text.desk.counts, today) : fill(text.desk.found, { n: rows.length });
}

interface RowsProps {
  readonly list: List;
  readonly search: string;
  readonly onOpen: (applicationId: ApplicationId) => void;
}

function Rows({ list, search, onOpen }: RowsProps) {
  if (list.rows.length === 0) {
    return <p className="inside quiet">{search.trim() === '' ? text.desk.empty : text.desk.notFound}</p>;
  }
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">{text.desk.received}</th>
          <th scope="col">{text.desk.citizen}</th>
          <th scope="col">{text.desk.procedure}</th>
          <th scope="col">{text.desk.state}</th>
        </tr>
      </thead>
      <tbody>
        {list.rows.map((row) => (
          <Row key={row.applicationId} row={row} onOpen={onOpen} />
        ))}
      </tbody>
    </table>
  );
}

function Row({
  row,
  onOpen,
}: {
  readonly row: ApplicationRow;
  readonly onOpen: (applicationId: ApplicationId) => void;
}) {
  const { applicationId, fullName, personalId, birthDate, sex, type, reason, state, nextStep } = row;
  const shown = shownState(row);
  const label = state === 'draft' && nextStep ? draftNames[nextStep] : shownNames[shown];
  return (
    <tr
      data-selectable
      tabIndex={0}
      onClick={() => onOpen(applicationId)}
      onKeyDown={({ key }) => key === 'Enter' && onOpen(applicationId)}
    >
      <td>{shortTimeOf(row.receivedAtMs)}</td>
      <td>
        <span className="name">{fullName || text.desk.unnamed}</span>
        <br />
        <span className="small quiet">
          {[masked(personalId), birthDate.slice(0, 4), sexNames[sex]].filter(Boolean).join(' · ')}
        </span>
      </td>
      <td>
        {typeNames[type]}
        <br />
        <span className="small quiet">{reasonNames[reason]}</span>
      </td>
      <td>
        <StateCell state={shown} label={label} />
      </td>
    </tr>
  );
}
