import { IconUserScan } from '@tabler/icons-react';
import { SecondaryAction } from '../../components/secondary-action.tsx';
import { useWatch } from '../../state/client.tsx';
import { portraitText } from '../../text/portrait.vi.ts';

interface FaceScanProps {
  /** A picture is being taken. */
  readonly isRunning: boolean;
  readonly onScan: () => void;
}

/** The other way to a portrait, where a face scanner is plugged in. */
export function FaceScan({ isRunning, onScan }: FaceScanProps) {
  const status = useWatch('station.watch', {});
  const hasScanner = status?.devices.some(({ kind, state }) => kind === 'face' && state === 'ready');
  if (!hasScanner || isRunning) return null;
  return (
    <SecondaryAction
      label={portraitText.scan}
      onPress={onScan}
      icon={<IconUserScan aria-hidden="true" size={20} stroke={1.75} />}
    />
  );
}
