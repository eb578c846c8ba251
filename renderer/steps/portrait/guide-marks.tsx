import type { PortraitGuidance, PortraitGuide } from '../../../main/contract/portrait.ts';

interface GuideMarksProps {
  /** Of the live picture, pixels. */
  readonly width: number;
  readonly height: number;
  /** Where the face belongs. */
  readonly guide: PortraitGuide;
  readonly guidance: PortraitGuidance | undefined;
  /** 0 to 1: how much of the time to hold still is over. */
  readonly held: number;
}

/** Where the face belongs: the card's crop, its eye line, an oval for the head; and the face that is seen, so that both can be laid together. */
export function GuideMarks({ width, height, guide, guidance, held }: GuideMarksProps) {
  const cropHeight = height * guide.crop.height;
  const cropWidth = height * guide.crop.width;
  const left = (width - cropWidth) / 2;
  const top = (height - cropHeight) / 2;
  const eyes = top + height * guide.eyes;
  const oval = {
    cx: width / 2,
    cy: top + height * guide.head.middle,
    rx: (height * guide.head.width) / 2,
    ry: (height * guide.head.height) / 2,
  };
  const tone = guidance?.isReady ? 'ready' : '';
  return (
    <svg viewBox={`0 0 ${width} ${height}`} className={`guide on-picture ${tone}`} aria-hidden="true">
      <path
        className="guide-outside"
        fillRule="evenodd"
        d={`M0 0H${width}V${height}H0Z M${left} ${top}v${cropHeight}h${cropWidth}v${-cropHeight}Z`}
      />
      <rect className="guide-crop" x={left} y={top} width={cropWidth} height={cropHeight} />
      <line className="guide-eyes" x1={left} x2={left + cropWidth} y1={eyes} y2={eyes} />
      <ellipse className="guide-halo" {...oval} />
      <ellipse className="guide-oval" {...oval} />
      {held > 0 ? (
        <ellipse className="guide-held" {...oval} pathLength={1} strokeDasharray={`${held} 1`} />
      ) : null}
      {guidance?.face && !guidance.isReady ? (
        <SeenFace {...guidance.face.oval} ofWidth={width} ofHeight={height} />
      ) : null}
    </svg>
  );
}

type SeenFaceProps = NonNullable<PortraitGuidance['face']>['oval'] & {
  readonly ofWidth: number;
  readonly ofHeight: number;
};

function SeenFace({ x, y, width, height, angle, ofWidth, ofHeight }: SeenFaceProps) {
  return (
    <ellipse
      className="guide-face"
      rx={(width * ofWidth) / 2}
      ry={(height * ofHeight) / 2}
      transform={`translate(${x * ofWidth} ${y * ofHeight}) rotate(${(angle * 180) / Math.PI})`}
    />
  );
}
