import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { type KeyName, keys } from '../keys.ts';
import { useShortcuts } from '../state/shortcuts.ts';
import { KeyCap } from './key-cap.tsx';

/** Impatient second presses come within this time; they must not reach the next screen. */
const deafMs = 300;

interface PrimaryActionProps {
  readonly label: string;
  readonly onPress: () => void;
  readonly keyName?: KeyName;
  readonly isDisabled?: boolean;
  readonly isRunning?: boolean;
}

/** The one thing to do next on a screen. Deaf for a moment after it appears or changes, and while its effect runs. */
export function PrimaryAction({
  label,
  onPress,
  keyName = 'primary',
  isDisabled = false,
  isRunning = false,
}: PrimaryActionProps) {
  const hearsFrom = useRef(Number.POSITIVE_INFINITY);
  useEffect(() => {
    // Read, so that a changed label or end of running begins a new deaf time.
    void label;
    void isRunning;
    hearsFrom.current = performance.now() + deafMs;
  }, [label, isRunning]);
  const press = (): void => {
    if (isDisabled || isRunning || performance.now() < hearsFrom.current) return;
    hearsFrom.current = performance.now() + deafMs;
    onPress();
  };
  useShortcuts({ [keys.primary]: press, ...(keyName === 'primary' ? {} : { [keys[keyName]]: press }) });
  return (
    <Button
      className="primary"
      fullWidth
      onClick={press}
      disabled={isDisabled}
      aria-busy={isRunning}
      rightSection={<KeyCap name={keyName} />}
    >
      {label}
    </Button>
  );
}
