/** What the segments of a file begin with (IAFIS-IC-0110 (V3) annex B, table of marker codes). */
export const marker = {
  startOfImage: 0xffa0,
  endOfImage: 0xffa1,
  startOfFrame: 0xffa2,
  startOfBlock: 0xffa3,
  transformTable: 0xffa4,
  quantizationTable: 0xffa5,
  huffmanTables: 0xffa6,
  restartInterval: 0xffa7,
  comment: 0xffa8,
  /** The first of eight, which come in turn. */
  restart: 0xffb0,
} as const;

export const restartMarkers = 8;
/** No picture of ours is larger; a file that says otherwise is not decoded. */
export const mostPixelsOfSide = 4096;
