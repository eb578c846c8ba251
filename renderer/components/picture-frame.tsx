import type { CSSProperties, ReactNode } from 'react';

interface PictureFrameProps {
  /** Of the picture, pixels. */
  readonly width: number;
  readonly height: number;
  readonly children: ReactNode;
}

/** As large as the stage allows, in the picture's own proportions: what is laid over it in shares of its size stays where it belongs. */
export function PictureFrame({ width, height, children }: PictureFrameProps) {
  return (
    <div className="picture-frame" style={{ '--proportions': width / height } as CSSProperties}>
      {children}
    </div>
  );
}
