import { useEffect, useRef } from 'react';
import type { EnrollmentSnapshot } from '../../../main/contract/enrollment.ts';
import { exceptionNames, fingerText, sentenceName, shortNames } from '../../text/fingers.vi.ts';
import { fill } from '../../text/screens.vi.ts';
import { HandPicture } from './hand-picture.tsx';

const words = fingerText.except;

interface FingerPickerProps {
  readonly snapshot: EnrollmentSnapshot;
  readonly position: number;
  readonly onPick: (position: number) => void;
}

/** Ten fingers as one choice: the arrows go from finger to finger. */
export function FingerPicker({ snapshot, position, onPick }: FingerPickerProps) {
  const chosen = useRef<HTMLInputElement>(null);
  useEffect(() => chosen.current?.focus(), []);
  return (
    <fieldset className="hands-frame">
      <legend className="visually-hidden">{words.finger}</legend>
      <HandPicture
        finger={(one) => {
          const record = snapshot.exceptions.find((exception) => exception.position === one);
          return (
            <label className={`finger ${record ? 'absent' : ''}`}>
              <input
                ref={one === position ? chosen : null}
                className="visually-hidden"
                type="radio"
                name="finger"
                checked={one === position}
                onChange={() => onPick(one)}
                aria-label={fill(fingerText.of, {
                  finger: sentenceName(one),
                  hint: record ? exceptionNames[record.code] : words.none,
                })}
              />
              <span className="finger-no">{one}</span>
              <span className="small">{shortNames[one]}</span>
              {record ? <span className="small finger-code">{exceptionNames[record.code]}</span> : null}
            </label>
          );
        }}
      />
    </fieldset>
  );
}
