import { useEffect, useState } from 'react';
import { CaptureId } from '../../main/contract/ids.ts';
import { useClient } from './client.tsx';

/** What there is to show of a stored picture: nothing yet, the picture as an address for an img, or bytes that the page cannot show. */
export type StoredPicture =
  | { readonly kind: 'none' }
  | { readonly kind: 'shown'; readonly url: string }
  | { readonly kind: 'unreadable' };

/** A stored picture; one that would show as broken is found out before. */
export function useStoredPicture(captureId: string | undefined): StoredPicture {
  const client = useClient();
  const [picture, setPicture] = useState<StoredPicture>({ kind: 'none' });
  useEffect(() => {
    setPicture({ kind: 'none' });
    if (captureId === undefined) return undefined;
    let made: string | undefined;
    let isGone = false;
    const read = async (): Promise<StoredPicture> => {
      const { mime, bytes } = await client.call('captures.read', { captureId: CaptureId.parse(captureId) });
      const blob = blobOf(bytes, mime);
      if (isGone) return { kind: 'none' };
      if (!(await isPicture(blob))) return { kind: 'unreadable' };
      if (isGone) return { kind: 'none' };
      made = URL.createObjectURL(blob);
      return { kind: 'shown', url: made };
    };
    void read().then(
      (found) => isGone || setPicture(found),
      () => isGone || setPicture({ kind: 'none' }),
    );
    return () => {
      isGone = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [client, captureId]);
  return picture;
}

/** A stored picture as an address for an img; undefined until it is there, and when it cannot be shown. */
export function usePicture(captureId: string | undefined): string | undefined {
  const picture = useStoredPicture(captureId);
  return picture.kind === 'shown' ? picture.url : undefined;
}

function isPicture(blob: Blob): Promise<boolean> {
  return createImageBitmap(blob).then(
    (bitmap) => {
      bitmap.close();
      return true;
    },
    () => false,
  );
}

export function urlOf(bytes: Uint8Array, mime: string): string {
  return URL.createObjectURL(blobOf(bytes, mime));
}

function blobOf(bytes: Uint8Array, mime: string): Blob {
  return new Blob([bytes as Uint8Array<ArrayBuffer>], { type: mime });
}
