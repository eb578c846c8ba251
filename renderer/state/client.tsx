import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useId,
  useMemo,
  useState,
} from 'react';
import type { CallInput, StreamItem, StreamName } from '../../main/contract/calls.ts';
import type { ErrorNotice } from '../../main/contract/notice.ts';
import type { Client } from '../../main/contract/wire.ts';
import { keepWatching, noticeOf } from './keep-watching.ts';

interface Station {
  readonly client: Client;
  /** Tells of a watch that it fails, or no longer does. */
  tell(watch: string, notice: ErrorNotice | null): void;
}

const StationContext = createContext<Station | null>(null);
const LostWatchContext = createContext<ErrorNotice | undefined>(undefined);

export function ClientProvider({
  client,
  children,
}: {
  readonly client: Client;
  readonly children: ReactNode;
}) {
  const [lost, setLost] = useState<Readonly<Record<string, ErrorNotice>>>({});
  const tell = useCallback(
    (watch: string, notice: ErrorNotice | null): void =>
      setLost(({ [watch]: _before, ...others }) => (notice ? { ...others, [watch]: notice } : others)),
    [],
  );
  const station = useMemo(() => ({ client, tell }), [client, tell]);
  return (
    <StationContext value={station}>
      <LostWatchContext value={Object.values(lost)[0]}>{children}</LostWatchContext>
    </StationContext>
  );
}

function useStation(): Station {
  const station = useContext(StationContext);
  if (!station) throw new Error('outside of ClientProvider');
  return station;
}

/** The way to main. */
export function useClient(): Client {
  return useStation().client;
}

/** Why what is on the screen may be out of date; undefined while everything that is watched comes. */
export function useLostWatch(): ErrorNotice | undefined {
  return useContext(LostWatchContext);
}

/**
 * The newest item of a stream; undefined until the first comes. Watching ends with the component. What was shown stays while the stream
 * fails, and the frame says so.
 */
export function useWatch<K extends StreamName>(name: K, input: CallInput<K>): StreamItem<K> | undefined {
  const { client, tell } = useStation();
  const watch = useId();
  const [item, setItem] = useState<StreamItem<K>>();
  const key = JSON.stringify(input);
  useEffect(() => {
    const stop = new AbortController();
    void keepWatching<K>(client, name, JSON.parse(key), stop.signal, {
      onItem: setItem,
      onNotice: (notice) => tell(watch, notice),
    });
    return () => {
      stop.abort();
      tell(watch, null);
    };
  }, [client, tell, watch, name, key]);
  return item;
}

/** Runs an action, and keeps the notice of its failure until the next one. */
export function useAction(): {
  readonly notice: ErrorNotice | null;
  readonly isRunning: boolean;
  run(action: () => Promise<unknown>): Promise<boolean>;
} {
  const [notice, setNotice] = useState<ErrorNotice | null>(null);
  const [isRunning, setIsRunning] = useState(false);
  return {
    notice,
    isRunning,
    run: async (action) => {
      setIsRunning(true);
      setNotice(null);
      try {
        await action();
        return true;
      } catch (error) {
        setNotice(noticeOf(error));
        return false;
      } finally {
        setIsRunning(false);
      }
    },
  };
}
