import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { type KeyName, keys } from '../keys.ts';
import { useShortcuts } from '../state/shortcuts.ts';
import { KeyCap } from './key-cap.tsx';

interface SecondaryActionProps {
  readonly label: string;
  readonly keyName?: KeyName;
  readonly icon?: ReactNode;
  readonly onPress: () => void;
  /** It gets the focus back from what it had opened. */
  readonly hasFocus?: boolean;
}

/** What else can be done on a screen, with its key. */
export function SecondaryAction({ label, keyName, icon, onPress, hasFocus = false }: SecondaryActionProps) {
  useShortcuts(keyName === undefined ? {} : { [keys[keyName]]: onPress });
  return (
    <Button
      variant="default"
      className="secondary"
      autoFocus={hasFocus}
      onClick={onPress}
      leftSection={icon}
      rightSection={keyName === undefined ? undefined : <KeyCap name={keyName} />}
    >
      {label}
    </Button>
  );
}
