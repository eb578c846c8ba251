import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import type { EnrollmentSnapshot } from '../../../main/contract/enrollment.ts';
import type { FingerSnapshot } from '../../../main/contract/fingers.ts';
import { usePicture } from '../../state/picture.ts';
import { exceptionNames, keepReasons, sentenceName } from '../../text/fingers.vi.ts';
import { fill, text } from '../../text/screens.vi.ts';
import { stepState } from '../fingers/placement.ts';
import { stateWords } from '../fingers/words.ts';
import { eyeName, standingOf, standingWords } from '../iris/words.ts';

/** Every picture of the application with how it stands: good, kept and why, passed over and why. */
export function Pictures({ snapshot }: { readonly snapshot: EnrollmentSnapshot }) {
  const { fingers, portrait, exceptions, iris } = snapshot;
  return (
    <section aria-label={text.review.pictures}>
      <h2>{text.review.pictures}</h2>
      <ul className="thumbs">
        {portrait.captureId === undefined ? null : (
          <Thumb captureId={portrait.captureId} name={text.portrait.thisPhoto} words="" isGood />
        )}
        {iris.eyes.map((eye) => (
          <Thumb
            key={eye.eye}
            captureId={eye.captureId}
            name={eyeName(eye.eye)}
            words={standingWords(eye)}
            isGood={standingOf(eye) === 'good'}
          />
        ))}
        {fingers.map((finger) => (
          <Thumb
            key={finger.position}
            captureId={finger.captureId}
            name={sentenceName(finger.position)}
            words={[stateWords(finger, exceptions), ...keptWords(finger)].join(', ')}
            isGood={stepState(finger) === 'good'}
          />
        ))}
      </ul>
    </section>
  );
}

function keptWords({ kept }: FingerSnapshot): string[] {
  if (!kept) return [];
  const reason = keepReasons[kept.reason].toLocaleLowerCase('vi');
  return kept.bySupervisor === undefined ? [reason] : [reason, text.review.bySupervisor];
}

interface ThumbProps {
  readonly captureId: string | undefined;
  readonly name: string;
  readonly words: string;
  readonly isGood: boolean;
}

function Thumb({ captureId, name, words, isGood }: ThumbProps) {
  const url = usePicture(captureId);
  const Icon = isGood ? IconCircleCheck : IconAlertTriangle;
  return (
    <li className="thumb">
      {/* Its name stands below it. */}
      {url ? <img src={url} alt="" /> : <span className="no-photo" />}
      <p className="small">{name}</p>
      {words === '' ? null : (
        <p className={`small thumb-state ${isGood ? 'good' : 'warn'}`}>
          <Icon aria-hidden="true" size={16} stroke={1.75} />
          {words}
        </p>
      )}
    </li>
  );
}

/** Fingers that cannot be printed, or not well, as they are told to the centre. */
export function Exceptions({ exceptions }: Pick<EnrollmentSnapshot, 'exceptions'>) {
  if (exceptions.length === 0) return null;
  return (
    <section aria-label={text.review.exceptions}>
      <h2>{text.review.exceptions}</h2>
      <ul>
        {exceptions.map(({ position, code, note, needsPhoto }) => (
          <li key={position}>
            {fill(note === '' ? text.review.exception : text.review.exceptionNote, {
              finger: sentenceName(position),
              reason: exceptionNames[code],
              note,
            })}
            {needsPhoto ? <span className="warn"> ({text.review.photoMissing})</span> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
