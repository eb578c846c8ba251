import {
  IconAlertTriangle,
  IconArrowsExchange,
  IconBuilding,
  IconCards,
  IconCircleCheck,
  IconClock,
  IconCloudUpload,
  IconGitCompare,
  IconHandStop,
  IconPencil,
  IconPlayerPause,
  IconShieldX,
} from '@tabler/icons-react';
import type { ApplicationState } from '../../main/contract/enrollment.ts';
import type { CentreStatusName, QueueRow } from '../../main/contract/queue.ts';

/** Every state that something can be shown in. */
type ShownState = ApplicationState | QueueRow['state'] | CentreStatusName;

const icons = {
  draft: IconPencil,
  sealed: IconClock,
  waiting: IconClock,
  sending: IconCloudUpload,
  paused: IconPlayerPause,
  isolated: IconShieldX,
  conflict: IconGitCompare,
  'handed-over': IconArrowsExchange,
  accepted: IconCircleCheck,
  'supplement-wanted': IconAlertTriangle,
  'in-production': IconCards,
  'at-office': IconBuilding,
  rejected: IconHandStop,
  refused: IconHandStop,
  cancelled: IconHandStop,
} as const satisfies Record<ShownState, unknown>;

const tones: Readonly<Record<ShownState, string>> = {
  draft: 'warn',
  sealed: '',
  waiting: '',
  sending: '',
  paused: 'warn',
  isolated: 'bad',
  conflict: 'bad',
  'handed-over': 'quiet',
  accepted: 'good',
  'supplement-wanted': 'warn',
  'in-production': 'good',
  'at-office': 'good',
  rejected: 'bad',
  refused: 'bad',
  cancelled: 'quiet',
};

/** A state by icon, word and place; colour only repeats it. */
export function StateCell({ state, label }: { readonly state: ShownState; readonly label: string }) {
  const Icon = icons[state];
  return (
    <span className={`with-icon ${tones[state]}`}>
      <Icon aria-hidden="true" size={20} stroke={1.75} />
      {label}
    </span>
  );
}
