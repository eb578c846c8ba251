import type { Intention } from '../../../main/contract/enrollment.ts';
import type { FingerSnapshot } from '../../../main/contract/fingers.ts';
import type { ErrorNotice } from '../../../main/contract/notice.ts';
import { KeepPanel } from '../../components/keep-panel.tsx';
import { fingerText, keepReasons, sentenceName } from '../../text/fingers.vi.ts';

interface KeepFingersProps {
  readonly finger: FingerSnapshot;
  readonly notice: ErrorNotice | null;
  readonly isRunning: boolean;
  readonly intend: (intention: Intention) => Promise<boolean>;
  readonly onClose: () => void;
}

/** Why the fingers of a placement are kept as they are. */
export function KeepFingers({ finger, intend, ...panel }: KeepFingersProps) {
  const { position, needsSupervisor } = finger;
  return (
    <KeepPanel
      label={`${sentenceName(position)}: ${fingerText.keep.reason.toLocaleLowerCase('vi')}`}
      reasons={keepReasons}
      needsSupervisor={needsSupervisor}
      onKeep={(reason, approval) => intend({ kind: 'keep-fingers', position, reason, ...approval })}
      {...panel}
    />
  );
}
