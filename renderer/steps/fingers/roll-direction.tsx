import { IconArrowLeft, IconArrowRight } from '@tabler/icons-react';
import { fingerText } from '../../text/fingers.vi.ts';
import { handOf } from './placement.ts';

interface RollDirectionProps {
  readonly position: number;
  /** Above the hands, where a picture would have the finger. */
  readonly isAbove?: boolean;
}

/** Thumbs are rolled towards the body, fingers away from it: the way that strains the arm least. */
export function RollDirection({ position, isAbove = false }: RollDirectionProps) {
  if (position > 10) return null;
  const isThumb = position === 1 || position === 6;
  const goesRight = (handOf(position) === 'right') !== isThumb;
  const Icon = goesRight ? IconArrowRight : IconArrowLeft;
  return (
    <p className={`finger-count roll ${isAbove ? 'above' : ''}`}>
      <Icon aria-hidden="true" size={28} stroke={1.75} />
      {goesRight ? fingerText.rollRight : fingerText.rollLeft}
    </p>
  );
}
