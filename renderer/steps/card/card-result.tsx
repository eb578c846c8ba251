import { IconAlertTriangle, IconCircleCheck, IconHandStop } from '@tabler/icons-react';
import type { CardSnapshot, ChipVerdict, EnrollmentSnapshot } from '../../../main/contract/enrollment.ts';
import { useStoredPicture } from '../../state/picture.ts';
import { chipVerdicts, factLabels, incompleteReason } from '../../text/chip.vi.ts';
import { fill, text } from '../../text/screens.vi.ts';
import { FactValue } from './fact-value.tsx';

type ReadCard = Extract<CardSnapshot, { state: 'read' }>;

/** Only a proven card is green; what a person must act on has the hand. */
const tones: Readonly<Record<ChipVerdict, 'good' | 'warn' | 'bad'>> = {
  genuine: 'good',
  'untrusted-issuer': 'warn',
  incomplete: 'warn',
  tampered: 'bad',
  'clone-suspected': 'bad',
  unreadable: 'bad',
};
const icons = { good: IconCircleCheck, warn: IconAlertTriangle, bad: IconHandStop } as const;

/** What the form may not be filled from. */
export function isDistrusted({ verdict }: ReadCard): boolean {
  return tones[verdict] === 'bad';
}

const shownFacts = ['fullName', 'personalId', 'birthDate', 'sex', 'permanentAddress'] as const;

/** The verdict in one sentence, what to do now, and the chip's portrait beside the data. */
export function CardResult({
  card,
  snapshot,
}: {
  readonly card: ReadCard;
  readonly snapshot: EnrollmentSnapshot;
}) {
  const photo = useStoredPicture(card.faceCaptureId);
  const { fields } = snapshot;
  const tone = tones[card.verdict];
  const Icon = icons[tone];
  const { what, todo } = chipVerdicts[card.verdict];
  return (
    <>
      <div className={`verdict ${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
        <Icon aria-hidden="true" size={28} stroke={1.75} />
        <div>
          <p>
            <strong>{fill(what, { reason: incompleteReason(card.checks) })}</strong>
          </p>
          <p className="verdict-todo">{todo}</p>
        </div>
      </div>
      <section className="card-result" aria-label={text.card.data}>
        {photo.kind === 'shown' ? (
          <img src={photo.url} alt={text.card.photo} />
        ) : (
          <p className="no-photo small quiet">
            {photo.kind === 'unreadable' ? text.card.photoUnreadable : text.card.noPhoto}
          </p>
        )}
        <dl className="pairs">
          {shownFacts.map((name) => {
            const value = fields[name]?.value;
            return value ? (
              <div key={name}>
                <dt>{factLabels[name]}</dt>
                <dd>
                  <FactValue field={name} value={value} />
                </dd>
              </div>
            ) : null;
          })}
        </dl>
      </section>
    </>
  );
}
