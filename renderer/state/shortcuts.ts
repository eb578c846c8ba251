import { useEffect, useRef } from 'react';
import { pressedKey } from '../keys.ts';

type Shortcuts = Readonly<Record<string, (() => void) | undefined>>;

/** Keys of the part of the screen that is mounted. What is undefined now does nothing, and the browser does not get it either. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const current = useRef(shortcuts);
  current.current = shortcuts;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const key = pressedKey(event);
      if (key === undefined || !Object.hasOwn(current.current, key)) return;
      event.preventDefault();
      // A key held down must not act on the next screen.
      if (!event.repeat) current.current[key]?.();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
