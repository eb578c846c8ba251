import { useEffect, useRef, useState } from 'react';
import { PrimaryAction } from '../../components/primary-action.tsx';
import { text } from '../../text/screens.vi.ts';

/** A second press sooner than this is the same press, twice. */
const secondPressMs = 500;

/** Sealing is the one thing that cannot be taken back: two presses, and any other key returns. */
export function SealAction({
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
