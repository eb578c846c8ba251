import { useState } from 'react';
import { type EnrollmentSnapshot, type StepName, stepNames } from '../../main/contract/enrollment.ts';
import { StepRail } from '../components/step-rail.tsx';
import { useShortcuts } from '../state/shortcuts.ts';
import { isOpen } from '../steps/fingers/placement.ts';
import { steps } from '../steps/index.ts';
import { isOpen as isEyeOpen } from '../steps/iris/words.ts';
import { fingerText } from '../text/fingers.vi.ts';
import { irisText } from '../text/iris.vi.ts';
import { fill } from '../text/screens.vi.ts';
import { Sealed } from './sealed.tsx';

interface EnrollmentProps {
  readonly snapshot: EnrollmentSnapshot;
  readonly onDone: () => void;
}

/** One applicant: the rail of steps, and the step at hand. A draft taken up again opens where something is missing. */
export function Enrollment({ snapshot, onDone }: EnrollmentProps) {
  const [current, setCurrent] = useState<StepName>(() => snapshot.gaps[0]?.step ?? 'review');
  useShortcuts(
    Object.fromEntries(stepNames.map((name, index) => [`Alt+${index + 1}`, () => setCurrent(name)])),
  );
  if (snapshot.state !== 'draft') return <Sealed snapshot={snapshot} onDone={onDone} />;
  const Step = steps[current];
  const next = (): void => setCurrent((step) => stepNames[stepNames.indexOf(step) + 1] ?? step);
  return (
    <div className="columns">
      <StepRail
        steps={snapshot.steps}
        progress={{ fingers: fingerProgress(snapshot), ...irisProgress(snapshot) }}
        current={current}
        onPick={setCurrent}
      />
      <Step snapshot={snapshot} onNext={next} onGoTo={setCurrent} />
    </div>
  );
}

function irisProgress({ iris: { isRequired, eyes } }: EnrollmentSnapshot): { readonly iris?: string } {
  if (!isRequired) return {};
  const done = eyes.filter((eye) => !isEyeOpen(eye));
  return { iris: fill(irisText.done, { n: done.length, m: eyes.length }) };
}

function fingerProgress(snapshot: EnrollmentSnapshot): string {
  const { fingers } = snapshot;
  const done = fingers.filter(({ position }) => !isOpen(snapshot, position));
  return fill(fingerText.done, { n: done.length, m: fingers.length });
}
