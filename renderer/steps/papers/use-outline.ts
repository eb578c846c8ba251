import { useEffect, useState } from 'react';
import type { ApplicationId } from '../../../main/contract/ids.ts';
import type { LivePage } from '../../../main/contract/papers.ts';
import type { Camera } from '../../camera/open-camera.ts';
import { takePreview } from '../../camera/still.ts';
import { useClient } from '../../state/client.tsx';

/** As small as edges can still be found in. */
const highestPx = 360;
/** Between an answer and the next frame: the machine has other things to do. */
const restMs = 80;

/** The sheet in the live picture: one frame is sent, its answer awaited, then the next is sent. */
export function useOutline(applicationId: ApplicationId, camera: Camera | undefined): LivePage | undefined {
  const client = useClient();
  const [page, setPage] = useState<LivePage>();
  useEffect(() => {
    setPage(undefined);
    if (!camera) return undefined;
    let isGone = false;
    const follow = async (): Promise<void> => {
      while (!isGone) {
        const { image, mime } = await takePreview(camera.video, highestPx);
        const seen = await client.call('papers.preview', { applicationId, image, mime });
        if (isGone) return;
        setPage(seen);
        await new Promise((resolve) => setTimeout(resolve, restMs));
      }
    };
    // Without an outline a page can be photographed all the same.
    void follow().catch(() => isGone || setPage(undefined));
    return () => {
      isGone = true;
    };
  }, [client, applicationId, camera]);
  return page;
}
