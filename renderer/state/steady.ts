import { useEffect, useRef, useState } from 'react';

/** A value that changes no oftener than this, so that words can be read; what came and went in between is never shown. */
export function useSteady<T>(value: T, holdMs: number): T {
  const [shown, setShown] = useState(value);
  const since = useRef(0);
  useEffect(() => {
    if (Object.is(value, shown)) return undefined;
    const restMs = Math.max(0, since.current + holdMs - performance.now());
    const timer = setTimeout(() => {
      since.current = performance.now();
      setShown(value);
    }, restMs);
    return () => clearTimeout(timer);
  }, [value, shown, holdMs]);
  return shown;
}
