import { IconCircleCheck } from '@tabler/icons-react';
import type { Gap } from '../../../main/contract/enrollment.ts';
import { factLabels } from '../../text/chip.vi.ts';
import { fieldLabels, problemTexts } from '../../text/fields.vi.ts';
import { positionNames } from '../../text/fingers.vi.ts';
import { eyeNames } from '../../text/iris.vi.ts';
import { paperNames } from '../../text/papers.vi.ts';
import { fill, text } from '../../text/screens.vi.ts';
import type { StepProps } from '../index.ts';

/** Something that is done. */
export function Fact({ words }: { readonly words: string }) {
  return (
    <p className="with-icon good">
      <IconCircleCheck aria-hidden="true" size={20} />
      {words}
    </p>
  );
}

/** What is missing, each item a way to its place. */
export function Gaps({
  gaps,
  onGoTo,
}: {
  readonly gaps: readonly Gap[];
  readonly onGoTo: StepProps['onGoTo'];
}) {
  if (gaps.length === 0) return <Fact words={text.review.nothingMissing} />;
  return (
    <section aria-label={text.review.missing}>
      <h2>{text.review.missing}</h2>
      <ul>
        {gaps.map((gap) => (
          <li key={sentenceOf(gap)}>
            <button type="button" className="pick" onClick={() => onGoTo(gap.step)}>
              {sentenceOf(gap)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function sentenceOf(gap: Gap): string {
  if (gap.kind === 'field') return `${fieldLabels[gap.field]}: ${problemTexts[gap.problem.code]}`;
  const position = gap.step === 'fingers' ? (positionNames[gap.position] ?? '') : '';
  const field = gap.kind === 'card-differs' ? factLabels[gap.field] : '';
  const paper = gap.kind === 'original-not-seen' ? paperNames[gap.paperKind] : '';
  const eye = gap.step === 'iris' ? eyeNames[gap.eye] : '';
  return fill(text.gaps[gap.kind], { position, field, eye, paper });
}
