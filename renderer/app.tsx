import { useState } from 'react';
import type { ApplicationId } from '../main/contract/ids.ts';
import { Frame, LostWatch } from './components/frame.tsx';
import { PersonBand } from './components/person-band.tsx';
import { Begin } from './screens/begin.tsx';
import { DeskHome } from './screens/desk-home.tsx';
import { Devices } from './screens/devices.tsx';
import { Enrollment } from './screens/enrollment.tsx';
import { Help } from './screens/help.tsx';
import { Queue } from './screens/queue.tsx';
import { SignIn } from './screens/sign-in.tsx';
import { useClient, useWatch } from './state/client.tsx';

/** Where the officer is. */
type Place =
  | { readonly kind: 'desk' }
  | { readonly kind: 'begin' }
  | { readonly kind: 'queue' }
  | { readonly kind: 'devices' }
  | { readonly kind: 'enrollment'; readonly applicationId: ApplicationId };

export function App() {
  const client = useClient();
  const status = useWatch('station.watch', {});
  const [place, setPlace] = useState<Place>({ kind: 'desk' });
  const [hasHelp, setHasHelp] = useState(false);
  if (!status) return <LostWatch />;
  if (!status.officer) return <SignIn status={status} />;

  const toDesk = (): void => setPlace({ kind: 'desk' });
  const open = (applicationId: ApplicationId): void => setPlace({ kind: 'enrollment', applicationId });
  const frame = {
    status,
    onLock: () => void client.call('officers.sign-out', {}),
    onHelp: () => setHasHelp((isShown) => !isShown),
  };
  const help = hasHelp ? <Help onClose={() => setHasHelp(false)} /> : null;
  if (place.kind === 'enrollment') {
    return (
      <OpenEnrollment
        key={place.applicationId}
        applicationId={place.applicationId}
        frame={frame}
        help={help}
        onDone={toDesk}
      />
    );
  }
  return (
    <Frame {...frame}>
      {help}
      {place.kind === 'desk' ? (
        <DeskHome
          status={status}
          onBegin={() => setPlace({ kind: 'begin' })}
          onOpen={open}
          onQueue={() => setPlace({ kind: 'queue' })}
          onDevices={() => setPlace({ kind: 'devices' })}
        />
      ) : null}
      {place.kind === 'begin' ? <Begin onBegun={open} onCancel={toDesk} /> : null}
      {place.kind === 'queue' ? <Queue onBack={toDesk} /> : null}
      {place.kind === 'devices' ? <Devices status={status} onBack={toDesk} /> : null}
    </Frame>
  );
}

interface OpenEnrollmentProps {
  readonly applicationId: ApplicationId;
  readonly frame: Omit<Parameters<typeof Frame>[0], 'children' | 'band'>;
  readonly help: React.ReactNode;
  readonly onDone: () => void;
}

function OpenEnrollment({ applicationId, frame, help, onDone }: OpenEnrollmentProps) {
  const snapshot = useWatch('enrollment.watch', { applicationId });
  return (
    <Frame {...frame} band={snapshot ? <PersonBand snapshot={snapshot} /> : null}>
      {help}
      {snapshot ? <Enrollment snapshot={snapshot} onDone={onDone} /> : null}
    </Frame>
  );
}
