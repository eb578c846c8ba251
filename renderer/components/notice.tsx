import { IconAlertTriangle } from '@tabler/icons-react';
import type { ErrorNotice } from '../../main/contract/notice.ts';
import { errorTexts } from '../text/errors.vi.ts';
import { fill, text } from '../text/screens.vi.ts';

interface NoticeProps {
  readonly notice: ErrorNotice | null | undefined;
  /** What to do, where the screen knows it more closely than the code. */
  readonly todo?: string | undefined;
}

/** A failure in its place: what happened, what to do now, and the number that finds the log line. */
export function Notice({ notice, todo }: NoticeProps) {
  if (!notice) return null;
  const words = errorTexts[notice.code];
  return (
    <div className="notice bad" role="alert">
      <IconAlertTriangle aria-hidden="true" size={24} stroke={1.75} />
      <div>
        <p>
          <strong>{words.what}.</strong> {todo ?? words.todo}.
        </p>
        {notice.incident === '' ? null : (
          <p className="small">{fill(text.incident, { incident: notice.incident })}</p>
        )}
      </div>
    </div>
  );
}
