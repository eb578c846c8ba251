import { type ReactNode, useEffect, useState } from 'react';
import { PictureFrame } from '../../components/picture-frame.tsx';
import { useWatch } from '../../state/client.tsx';
import { urlOf } from '../../state/picture.ts';
import { fingerText, positionNames } from '../../text/fingers.vi.ts';
import { fill } from '../../text/screens.vi.ts';
import type { LiveFrame } from './words.ts';

/** A live picture, with its address for an img. */
export interface LiveView {
  readonly frame: LiveFrame;
  readonly url: string;
}

/** The newest live picture of a placement; also after the capture, until another placement is captured. */
export function useLiveView(position: number): LiveView | undefined {
  const newest = useWatch('fingers.preview', {});
  const [view, setView] = useState<LiveView>();
  useEffect(() => {
    if (!newest) return undefined;
    const url = urlOf(newest.png, 'image/png');
    setView({ frame: newest, url });
    return () => URL.revokeObjectURL(url);
  }, [newest]);
  return view?.frame.position === position ? view : undefined;
}

interface LiveImageProps {
  readonly live: LiveView;
  /** What is drawn over it. */
  readonly children?: ReactNode;
}

export function LiveImage({ live: { frame, url }, children }: LiveImageProps) {
  const position = positionNames[frame.position] ?? '';
  return (
    <PictureFrame width={frame.width} height={frame.height}>
      <img className="on-picture" src={url} alt={fill(fingerText.liveAlt, { position })} />
      {children}
    </PictureFrame>
  );
}
