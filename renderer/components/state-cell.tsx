import { IconCircleCheck, IconClock, IconCloudUpload, IconHandStop, IconPencil } from '@tabler/icons-react';
import type { ApplicationState } from '../../main/contract/enrollment.ts';

const icons = {
  draft: IconPencil,
  sealed: IconClock,
  sending: IconCloudUpload,
  accepted: IconCircleCheck,
  rejected: IconHandStop,
  cancelled: IconHandStop,
} as const satisfies Record<ApplicationState, unknown>;

const tones: Readonly<Record<ApplicationState, string>> = {
  draft: 'warn',
  sealed: '',
  sending: '',
  accepted: 'good',
  rejected: 'bad',
  cancelled: 'quiet',
};

/** A state by icon, word and place; colour only repeats it. */
export function StateCell({ state, label }: { readonly state: ApplicationState; readonly label: string }) {
  const Icon = icons[state];
  return (
    <span className={`with-icon ${tones[state]}`}>
      <Icon aria-hidden="true" size={20} stroke={1.75} />
      {label}
    </span>
  );
}
