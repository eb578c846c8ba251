import { useEffect, useState } from 'react';
import { CaptureId } from '../../main/contract/ids.ts';
import { useClient } from './client.tsx';

/** A stored picture as an address for an img; undefined until it is there. */
export function usePicture(captureId: string | undefined): string | undefined {
  const client = useClient();
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (captureId === undefined) return setUrl(undefined);
    let made: string | undefined;
    let isGone = false;
    void client.call('captures.read', { captureId: CaptureId.parse(captureId) }).then(
      ({ mime, bytes }) => {
        if (isGone) return;
        made = urlOf(bytes, mime);
        setUrl(made);
      },
      () => setUrl(undefined),
    );
    return () => {
      isGone = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [client, captureId]);
  return url;
}

export function urlOf(bytes: Uint8Array, mime: string): string {
  return URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: mime }));
}
