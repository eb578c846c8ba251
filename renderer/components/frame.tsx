import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCloudUpload,
  IconDatabase,
  IconLock,
  IconPlayerPause,
  IconUserCheck,
  IconWifi,
  IconWifiOff,
} from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import type { StationStatus } from '../../main/contract/calls.ts';
import { nowLine, timeOf } from '../format.ts';
import { keys } from '../keys.ts';
import { useLostWatch } from '../state/client.tsx';
import { useShortcuts } from '../state/shortcuts.ts';
import { queueText } from '../text/queue.vi.ts';
import { fill, text } from '../text/screens.vi.ts';
import { KeyCap } from './key-cap.tsx';
import { Notice } from './notice.tsx';

interface FrameProps {
  readonly status: StationStatus;
  readonly band?: ReactNode;
  readonly children: ReactNode;
  readonly onLock: () => void;
  readonly onHelp: () => void;
}

/** What every screen stands in: whose station, who works, what is saved, what waits. */
export function Frame({ status, band, children, onLock, onHelp }: FrameProps) {
  useShortcuts({
    [keys.help]: onHelp,
    [keys.lock]: onLock,
    [keys.region]: () => focusRegion(1),
    [`Shift+${keys.region}`]: () => focusRegion(-1),
  });
  const { office, stationNo, officer } = status;
  return (
    <div className="frame">
      <header className="bar on-dark">
        <p className="letterhead">
          {office.superior}
          <strong>{office.name}</strong>
        </p>
        <div className="bar-end">
          <span>{fill(text.station, { no: stationNo })}</span>
          <Clock />
          {officer ? (
            <span className="with-icon">
              <IconUserCheck aria-hidden="true" size={20} stroke={1.75} />
              {officer.name}
            </span>
          ) : null}
          <button className="bar-button" type="button" onClick={onLock}>
            <IconLock aria-hidden="true" size={20} stroke={1.75} />
            {text.lock}
            <KeyCap name="lock" />
          </button>
        </div>
      </header>
      <div>{band}</div>
      <main className="work" tabIndex={-1}>
        <LostWatch />
        <RecentNotice status={status} />
        {children}
      </main>
      <StatusLine status={status} onHelp={onHelp} />
    </div>
  );
}

/** Moves the focus to the next part of the screen. */
function focusRegion(step: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>('header, nav, main, aside, footer')];
  const current = regions.findLastIndex((region) => region.contains(document.activeElement));
  const next = regions[(current + step + regions.length) % regions.length];
  next?.querySelector<HTMLElement>('button, input, [tabindex="0"], a[href]')?.focus();
}

function Clock() {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 5000);
    return () => clearInterval(timer);
  }, []);
  return <span>{nowLine(now)}</span>;
}

const noticeShownMs = 20_000;

/** What just happened to the station, such as a device process started again. */
function RecentNotice({ status: { notice } }: { readonly status: StationStatus }) {
  if (!notice || Date.now() - notice.atMs > noticeShownMs) return null;
  return <Notice notice={{ code: notice.code, incident: notice.incident }} />;
}

/** What is on the screen may be out of date. */
export function LostWatch() {
  return <Notice notice={useLostWatch()} />;
}

function StatusLine({ status, onHelp }: { readonly status: StationStatus; readonly onHelp: () => void }) {
  const { savedAtMs, line, queue, freeBytes } = status;
  return (
    <footer className="status">
      <span className="with-icon good">
        <IconCircleCheck aria-hidden="true" size={18} stroke={1.75} />
        {savedAtMs === null ? text.nothingSaved : fill(text.saved, { time: timeOf(savedAtMs) })}
      </span>
      <span className="with-icon">
        {line === 'down' ? (
          <IconWifiOff aria-hidden="true" size={18} />
        ) : (
          <IconWifi aria-hidden="true" size={18} />
        )}
        {text.line[line]}
      </span>
      <QueueState queue={queue} />
      <span className="with-icon">
        <IconDatabase aria-hidden="true" size={18} />
        {fill(text.free, { n: Math.floor(freeBytes / 1e9) })}
      </span>
      <button className="bar-button" type="button" onClick={onHelp}>
        {text.help}
        <KeyCap name="help" />
      </button>
    </footer>
  );
}

/** What waits, whether it may go, and whether anybody has to do anything. */
function QueueState({ queue }: Pick<StationStatus, 'queue'>) {
  const waiting = fill(queueText.waiting, { n: (queue.waiting + queue.sending).toLocaleString('vi-VN') });
  return (
    <>
      <span className={`with-icon ${queue.isPaused ? 'warn' : ''}`}>
        {queue.isPaused ? (
          <IconPlayerPause aria-hidden="true" size={18} />
        ) : (
          <IconCloudUpload aria-hidden="true" size={18} />
        )}
        {queue.isPaused ? `${queueText.paused} · ${waiting}` : waiting}
      </span>
      {queue.needsPerson > 0 ? (
        <span className="with-icon warn">
          <IconAlertTriangle aria-hidden="true" size={18} />
          {fill(queueText.needsPerson, { n: queue.needsPerson })}
        </span>
      ) : (
        <span className="with-icon">
          <IconCircleCheck aria-hidden="true" size={18} />
          {queueText.nobodyNeeded}
        </span>
      )}
    </>
  );
}
