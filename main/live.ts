/** A value that others watch. Watchers get the value at once and then the newest; what they missed in between is gone. */
export interface Live<T> {
  read(): T;
  set(value: T): void;
  /** Ends when `signal` aborts. */
  watch(signal: AbortSignal): AsyncIterable<T>;
}

/** Makes a live value. A slow watcher holds nobody up and never holds more than one value. */
export function live<T>(first: T): Live<T> {
  let value = first;
  let version = 0;
  const wakes = new Set<() => void>();

  async function* watch(signal: AbortSignal): AsyncIterable<T> {
    let seen = -1;
    while (!signal.aborted) {
      if (seen !== version) {
        seen = version;
        yield value;
        continue;
      }
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          wakes.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        wakes.add(wake);
        signal.addEventListener('abort', wake, { once: true });
      });
    }
  }

  return {
    read: () => value,
    set: (next) => {
      value = next;
      version += 1;
      for (const wake of [...wakes]) wake();
    },
    watch,
  };
}
