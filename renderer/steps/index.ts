import type { FunctionComponent } from 'react';
import type { EnrollmentSnapshot, StepName } from '../../main/contract/enrollment.ts';
import { CardStep } from './card.tsx';
import { FingersStep } from './fingers.tsx';
import { FormStep } from './form.tsx';
import { IrisStep } from './iris.tsx';
import { PapersStep } from './papers.tsx';
import { PortraitStep } from './portrait.tsx';
import { ReviewStep } from './review.tsx';

export interface StepProps {
  readonly snapshot: EnrollmentSnapshot;
  /** The step is done: go to the one after it. */
  readonly onNext: () => void;
  readonly onGoTo: (step: StepName) => void;
}

/** A screen for every step; a new step does not compile without one. */
export const steps: Readonly<Record<StepName, FunctionComponent<StepProps>>> = {
  card: CardStep,
  form: FormStep,
  fingers: FingersStep,
  portrait: PortraitStep,
  iris: IrisStep,
  papers: PapersStep,
  review: ReviewStep,
};
