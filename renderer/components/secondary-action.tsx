import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { type KeyName, keys } from '../keys.ts';
import { useShortcuts } from '../state/shortcuts.ts';
import { KeyCap } from './key-cap.tsx';

interface SecondaryActionProps {
  readonly label: string;
  readonly keyName?: KeyName;
  readonly icon?: ReactNode;
  readonly isDisabled?: boolean;
  /** It gets the focus back from what it had opened. */
  readonly hasFocus?: boolean;
  readonly onPress: () => void;
}

/** Something else that can be done now, with its key if it has one. */
export function SecondaryAction({
  label,
  keyName,
  icon,
  isDisabled = false,
  hasFocus = false,
  onPress,
}: SecondaryActionProps) {
  useShortcuts(keyName === undefined ? {} : { [keys[keyName]]: isDisabled ? undefined : onPress });
  return (
    <Button
      variant="default"
      className="secondary"
      autoFocus={hasFocus}
      disabled={isDisabled}
      onClick={onPress}
      leftSection={icon}
      rightSection={keyName === undefined ? undefined : <KeyCap name={keyName} />}
    >
      {label}
    </Button>
  );
}
