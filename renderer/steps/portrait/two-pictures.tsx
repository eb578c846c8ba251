import { IconAlertTriangle, IconCircleCheck, IconHandStop } from '@tabler/icons-react';
import { type CSSProperties, useEffect, useState } from 'react';
import type { EnrollmentSnapshot } from '../../../main/contract/enrollment.ts';
import type { Likeness, PortraitCrop } from '../../../main/contract/portrait.ts';
import { useStoredPicture } from '../../state/picture.ts';
import { likenessTexts, portraitText } from '../../text/portrait.vi.ts';
import { fill, text } from '../../text/screens.vi.ts';
import { chipFaceOf } from './person.ts';

interface TwoPicturesProps {
  readonly snapshot: EnrollmentSnapshot;
  /** Both pictures are on the screen, or the one that there is. */
  readonly onShown: () => void;
}

/** The chip's picture and the new one at the same size, with what the comparison says between them. */
export function TwoPictures({ snapshot, onShown }: TwoPicturesProps) {
  const { captureId, crop, likeness } = snapshot.portrait;
  const chipId = chipFaceOf(snapshot);
  const chip = useStoredPicture(chipId);
  const taken = useStoredPicture(captureId);
  const [hasChip, setHasChip] = useState(false);
  const [hasTaken, setHasTaken] = useState(false);
  const areShown = hasTaken && (hasChip || chipId === undefined || chip.kind === 'unreadable');
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once, whoever listens then
  useEffect(() => {
    if (areShown) onShown();
  }, [areShown]);
  return (
    <div className="stage-view two-pictures">
      <figure>
        {chip.kind === 'shown' ? (
          <img src={chip.url} alt={text.portrait.chipPhoto} onLoad={() => setHasChip(true)} />
        ) : (
          <p className="no-picture">{portraitText.noChipPhoto}</p>
        )}
        <figcaption>{text.portrait.chipPhoto}</figcaption>
      </figure>
      {likeness ? <LikenessWords likeness={likeness} /> : null}
      <figure>
        {taken.kind === 'shown' ? (
          <Cropped url={taken.url} crop={crop} onLoad={() => setHasTaken(true)} />
        ) : (
          <p className="no-picture">{portraitText.opening}</p>
        )}
        <figcaption>{text.portrait.thisPhoto}</figcaption>
      </figure>
    </div>
  );
}

interface CroppedProps {
  readonly url: string;
  readonly crop: PortraitCrop | undefined;
  readonly onLoad: () => void;
}

/** What of the master goes on the card; all of it where no face was found. */
function Cropped({ url, crop, onLoad }: CroppedProps) {
  const [width, setWidth] = useState(0);
  const style: CSSProperties =
    crop === undefined || width === 0
      ? {}
      : {
          position: 'absolute',
          width: `${(100 * width) / crop.width}%`,
          left: `${(-100 * crop.x) / crop.width}%`,
          top: `${(-100 * crop.y) / crop.height}%`,
        };
  return (
    <div className="cropped">
      <img
        className={crop ? 'is-cropped' : ''}
        style={style}
        src={url}
        alt={text.portrait.thisPhoto}
        onLoad={({ currentTarget }) => {
          setWidth(currentTarget.naturalWidth);
          onLoad();
        }}
      />
    </div>
  );
}

const icons = { alike: IconCircleCheck, 'look-closely': IconAlertTriangle, different: IconHandStop } as const;
const tones = { alike: 'good', 'look-closely': 'warn', different: 'bad' } as const;

/** Advice, never a refusal. */
function LikenessWords({ likeness: { band, score } }: { readonly likeness: Likeness }) {
  const Icon = icons[band];
  const shownScore = score.toLocaleString('vi-VN', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return (
    <div className={`likeness ${tones[band]}`} role="status">
      <Icon aria-hidden="true" size={28} stroke={1.75} />
      <p>
        <strong>{fill(portraitText.likeness, { band: likenessTexts[band].name, score: shownScore })}</strong>
        <span className="visually-hidden">. {likenessTexts[band].what}.</span>
      </p>
      <p className="small quiet">{portraitText.advice}</p>
    </div>
  );
}
