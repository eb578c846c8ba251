import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import type { CallInput, StreamItem, StreamName } from '../../main/contract/calls.ts';
import type { ErrorNotice } from '../../main/contract/notice.ts';
import { RpcError } from '../../main/contract/rpc-client.ts';
import type { Client } from '../../main/contract/wire.ts';

const ClientContext = createContext<Client | null>(null);

export function ClientProvider({
  client,
  children,
}: {
  readonly client: Client;
  readonly children: ReactNode;
}) {
  return <ClientContext value={client}>{children}</ClientContext>;
}

/** The way to main. */
export function useClient(): Client {
  const client = useContext(ClientContext);
  if (!client) throw new Error('outside of ClientProvider');
  return client;
}

/** The newest item of a stream; undefined until the first comes. Watching ends with the component. */
export function useWatch<K extends StreamName>(name: K, input: CallInput<K>): StreamItem<K> | undefined {
  const client = useClient();
  const [item, setItem] = useState<StreamItem<K>>();
  const key = JSON.stringify(input);
  useEffect(() => {
    const stop = new AbortController();
    void (async () => {
      try {
        for await (const next of client.watch(name, JSON.parse(key), stop.signal)) setItem(next);
      } catch {
        // Signed out or lost the station: what was shown stays until the screen changes.
      }
    })();
    return () => stop.abort();
  }, [client, name, key]);
  return item;
}

/** What the page may show of a failure. */
function noticeOf(error: unknown): ErrorNotice {
  if (error instanceof RpcError) return { code: error.code, incident: error.incident };
  return { code: 'station/unexpected', incident: '' };
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
