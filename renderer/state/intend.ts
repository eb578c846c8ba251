import type { EnrollmentSnapshot, Intention } from '../../main/contract/enrollment.ts';
import type { ErrorNotice } from '../../main/contract/notice.ts';
import { useAction, useClient } from './client.tsx';

/** Sends intentions of one enrollment, and keeps the notice of the last refusal. */
export function useIntend({ applicationId }: EnrollmentSnapshot): {
  readonly notice: ErrorNotice | null;
  readonly isRunning: boolean;
  intend(intention: Intention): Promise<boolean>;
} {
  const client = useClient();
  const { notice, isRunning, run } = useAction();
  const intend = (intention: Intention): Promise<boolean> =>
    run(() => client.call('enrollment.perform', { applicationId, intention }));
  return { notice, isRunning, intend };
}
