import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { EnrollmentSnapshot, Gap } from '../../main/contract/enrollment.ts';
import { type FieldName, type FormSection, fieldNames } from '../../main/contract/form.ts';
import { KeyCap } from '../components/key-cap.tsx';
import { Notice } from '../components/notice.tsx';
import { PrimaryAction } from '../components/primary-action.tsx';
import { shownDate, timeOf } from '../format.ts';
import { keys } from '../keys.ts';
import { useAction, useClient } from '../state/client.tsx';
import { saveForm } from '../state/forms.ts';
import { useIntend } from '../state/intend.ts';
import { useShortcuts } from '../state/shortcuts.ts';
import { factLabels } from '../text/chip.vi.ts';
import { fieldLabels, problemTexts } from '../text/fields.vi.ts';
import { positionNames } from '../text/fingers.vi.ts';
import { eyeNames } from '../text/iris.vi.ts';
import { paperNames } from '../text/papers.vi.ts';
import { fill, text } from '../text/screens.vi.ts';
import type { StepProps } from './index.ts';
import { Exceptions, Pictures } from './review/captures.tsx';

/** The last look: print, sign, seal. What is missing stands beside it, each item a way to its place. */
export function ReviewStep({ snapshot, onGoTo }: StepProps) {
  const client = useClient();
  const { notice, isRunning, intend } = useIntend(snapshot);
  const printing = useAction();
  const { applicationId, review, gaps } = snapshot;
  const { revision, printedRevision, signed, voided } = review;
  const isPrinted = printedRevision === revision;
  const others = gaps.filter(({ kind }) => kind !== 'not-printed' && kind !== 'not-signed');

  const print = (): void =>
    void printing.run(async () =>
      saveForm(await client.call('forms.print', { applicationId, form: 'CC01' })),
    );
  const sign = (): void => void intend({ kind: 'sign', revision });
  useShortcuts({ [keys.print]: print });

  return (
    <>
      {/* It scrolls, and there is nothing in it to focus: the keyboard needs a hold. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <section className="main stack" tabIndex={0} aria-label={text.review.title}>
        <h1 className="screen-title">{text.review.title}</h1>
        <p className="quiet">{fill(text.review.sheet, { revision })}</p>
        <Values snapshot={snapshot} />
        <Pictures snapshot={snapshot} />
        <Exceptions exceptions={snapshot.exceptions} />
      </section>
      <aside className="side">
        <Gaps gaps={others} onGoTo={onGoTo} />
        {voided && !signed ? (
          <p className="with-icon warn">
            <IconAlertTriangle aria-hidden="true" size={20} />
            {fill(text.review.voided, {
              revision: voided.revision,
              by: voided.by === 'picture' ? text.review.picture : fieldLabels[voided.by],
            })}
          </p>
        ) : null}
        {isPrinted ? <Fact words={fill(text.review.printed, { revision })} /> : null}
        {signed ? (
          <Fact words={fill(text.review.signed, { revision: signed.revision, time: timeOf(signed.atMs) })} />
        ) : null}
        <Notice notice={printing.notice ?? notice} />
        <div className="actions">
          {isPrinted ? (
            <Button
              variant="default"
              className="secondary"
              onClick={print}
              rightSection={<KeyCap name="print" />}
            >
              {text.review.print}
            </Button>
          ) : null}
          <NextAction
            isPrinted={isPrinted}
            isSigned={signed !== undefined}
            isComplete={others.length === 0}
            revision={revision}
            isRunning={isRunning || printing.isRunning}
            onPrint={print}
            onSign={sign}
            onSeal={() => void intend({ kind: 'seal' })}
          />
        </div>
      </aside>
    </>
  );
}

interface NextActionProps {
  readonly isPrinted: boolean;
  readonly isSigned: boolean;
  readonly isComplete: boolean;
  readonly revision: number;
  readonly isRunning: boolean;
  readonly onPrint: () => void;
  readonly onSign: () => void;
  readonly onSeal: () => void;
}

/** One thing at a time: print, then sign, then seal. */
function NextAction({
  isPrinted,
  isSigned,
  isComplete,
  revision,
  isRunning,
  onPrint,
  onSign,
  onSeal,
}: NextActionProps) {
  if (!isPrinted) {
    return (
      <PrimaryAction
        label={text.review.print}
        onPress={onPrint}
        isRunning={isRunning}
        isDisabled={!isComplete}
      />
    );
  }
  if (!isSigned)
    return (
      <PrimaryAction label={fill(text.review.sign, { revision })} onPress={onSign} isRunning={isRunning} />
    );
  return <SealAction isRunning={isRunning} isDisabled={!isComplete} onSeal={onSeal} />;
}

/** A second press sooner than this is the same press, twice. */
const secondPressMs = 500;

/** Sealing is the one thing that cannot be taken back: two presses, and any other key returns. */
function SealAction({
  onSeal,
  isRunning,
  isDisabled,
}: {
  readonly onSeal: () => void;
  readonly isRunning: boolean;
  readonly isDisabled: boolean;
}) {
  const [isArmed, setIsArmed] = useState(false);
  const armedAt = useRef(0);
  useEffect(() => {
    if (!isArmed) return;
    const disarm = ({ key, ctrlKey }: KeyboardEvent): void => {
      const isAgain = ctrlKey && (key === 'Enter' || key === 'Control');
      if (!isAgain && key !== 'Control') setIsArmed(false);
    };
    window.addEventListener('keydown', disarm);
    return () => window.removeEventListener('keydown', disarm);
  }, [isArmed]);
  const press = (): void => {
    if (!isArmed) {
      armedAt.current = performance.now();
      setIsArmed(true);
    } else if (performance.now() - armedAt.current >= secondPressMs) onSeal();
  };
  return (
    <>
      <p className="small quiet" role="status">
        {isArmed ? text.review.sealNote : ''}
      </p>
      <PrimaryAction
        label={isArmed ? text.review.sealAgain : text.review.seal}
        onPress={press}
        isRunning={isRunning}
        isDisabled={isDisabled}
      />
    </>
  );
}

function Fact({ words }: { readonly words: string }) {
  return (
    <p className="with-icon good">
      <IconCircleCheck aria-hidden="true" size={20} />
      {words}
    </p>
  );
}

function Gaps({ gaps, onGoTo }: { readonly gaps: readonly Gap[]; readonly onGoTo: StepProps['onGoTo'] }) {
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

/** Every value as the sheet has it; what differs from the old card is marked. */
function Values({ snapshot }: { readonly snapshot: EnrollmentSnapshot }) {
  const client = useClient();
  const { applicationId, fields } = snapshot;
  const [sections, setSections] = useState<readonly FormSection[]>([]);
  useEffect(() => {
    void client.call('enrollment.form', { applicationId }).then(setSections);
  }, [client, applicationId]);
  const choices = new Map(
    sections.flatMap((section) => section.fields.map((field) => [field.name, field.choices] as const)),
  );
  const words = (name: FieldName, value: string): string => {
    if (name === 'birthDate') return shownDate(value);
    return choices.get(name)?.find(({ code }) => code === value)?.text ?? value;
  };
  return (
    <dl className="pairs">
      {fieldNames
        .filter((name) => (fields[name]?.value ?? '') !== '')
        .map((name) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{fieldLabels[name]}</dt>
            <dd>
              {words(name, fields[name]?.value ?? '')}
              {fields[name]?.before ? <span className="field-source">{text.review.changed}</span> : null}
            </dd>
          </div>
        ))}
    </dl>
  );
}
