import { useEffect, useRef } from 'react';
import { pressedKey } from '../keys.ts';

type Shortcuts = Readonly<Record<string, (() => void) | undefined>>;

/** What is mounted now, for the help: it lists the keys that do something, and no others. */
const mounted = new Set<{ readonly current: Shortcuts }>();

/** The keys that do something on the screen as it is. */
export function keysInUse(): ReadonlySet<string> {
  const used = [...mounted].flatMap(({ current }) =>
    Object.keys(current).filter((key) => current[key] !== undefined),
  );
  return new Set(used);
}

/**
 * Keys of the part of the screen that is mounted. What is undefined now does nothing, and the browser does not get it either.
 *
 * @param isOnTop what lies over the screen hears its keys alone
 */
export function useShortcuts(shortcuts: Shortcuts, isOnTop = false): void {
  const current = useRef(shortcuts);
  current.current = shortcuts;
  useEffect(() => {
    mounted.add(current);
    const onKey = (event: KeyboardEvent): void => {
      const key = pressedKey(event);
      if (key === undefined || !Object.hasOwn(current.current, key)) return;
      event.preventDefault();
      if (isOnTop) event.stopImmediatePropagation();
      // A key held down must not act on the next screen.
      if (!event.repeat) current.current[key]?.();
    };
    window.addEventListener('keydown', onKey, { capture: isOnTop });
    return () => {
      mounted.delete(current);
      window.removeEventListener('keydown', onKey, { capture: isOnTop });
    };
  }, [isOnTop]);
}
