import type { Intention } from '../../../main/contract/enrollment.ts';
import type { EyeSnapshot } from '../../../main/contract/iris.ts';
import type { ErrorNotice } from '../../../main/contract/notice.ts';
import { KeepPanel } from '../../components/keep-panel.tsx';
import { fingerText } from '../../text/fingers.vi.ts';
import { irisKeepReasons } from '../../text/iris.vi.ts';
import { eyeName } from './words.ts';

interface KeepIrisProps {
  readonly eye: EyeSnapshot;
  readonly notice: ErrorNotice | null;
  readonly isRunning: boolean;
  readonly intend: (intention: Intention) => Promise<boolean>;
  readonly onClose: () => void;
}

/** Why the picture of an eye is kept as it is. */
export function KeepIris({ eye: { eye, needsSupervisor }, intend, ...panel }: KeepIrisProps) {
  return (
    <KeepPanel
      label={`${eyeName(eye)}: ${fingerText.keep.reason.toLocaleLowerCase('vi')}`}
      reasons={irisKeepReasons}
      needsSupervisor={needsSupervisor}
      onKeep={(reason, approval) => intend({ kind: 'keep-iris', eye, reason, ...approval })}
      {...panel}
    />
  );
}
