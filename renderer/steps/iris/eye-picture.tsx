import { IconAlertTriangle, IconBandage, IconCircleCheck, IconEye } from '@tabler/icons-react';
import type { EyeSnapshot } from '../../../main/contract/iris.ts';
import { PictureFrame } from '../../components/picture-frame.tsx';
import { usePicture } from '../../state/picture.ts';
import { eyeNames, irisText } from '../../text/iris.vi.ts';
import { fill } from '../../text/screens.vi.ts';
import { eyeName, standingOf, standingWords } from './words.ts';

const tones = {
  todo: 'quiet',
  capturing: 'quiet',
  failed: 'warn',
  skipped: 'warn',
  good: 'good',
  weak: 'warn',
  kept: 'warn',
  finding: 'bad',
} as const;

/** One eye: its picture with what was found in it, or its place. */
export function EyePicture({ eye }: { readonly eye: EyeSnapshot }) {
  const url = usePicture(eye.captureId);
  const standing = standingOf(eye);
  const tone = tones[standing];
  const { size, pupil, iris } = eye;
  const Icon = standing === 'good' ? IconCircleCheck : IconAlertTriangle;
  return (
    <figure className="eye">
      <div className="eye-view">
        {url && size ? (
          <PictureFrame width={size.width} height={size.height}>
            <img className="on-picture" src={url} alt={fill(irisText.alt, { eye: eyeNames[eye.eye] })} />
            <svg
              className={`on-picture marks ${tone}`}
              viewBox={`0 0 ${size.width} ${size.height}`}
              aria-hidden="true"
            >
              {[pupil, iris].map((circle) =>
                circle ? <circle key={circle.radius} cx={circle.x} cy={circle.y} r={circle.radius} /> : null,
              )}
            </svg>
          </PictureFrame>
        ) : (
          <span className="eye-place">
            {standing === 'skipped' ? (
              <IconBandage aria-hidden="true" size={72} stroke={1} />
            ) : (
              <IconEye aria-hidden="true" size={72} stroke={1} />
            )}
          </span>
        )}
        {eye.attempts > 0 ? (
          <p className="finger-count tries quiet">{fill(irisText.tries, { n: eye.attempts })}</p>
        ) : null}
      </div>
      <figcaption className={`with-icon eye-name ${tone}`}>
        {standing === 'todo' || standing === 'capturing' ? null : (
          <Icon aria-hidden="true" size={20} stroke={1.75} />
        )}
        {eyeName(eye.eye)}: {standingWords(eye)}
      </figcaption>
    </figure>
  );
}
