/** Files of the passport application we read, with their tag and short identifier (ICAO 9303-10 table 38 and section 4.7). */
export const ldsFiles = {
  COM: { tag: 0x60, sfi: 0x1e },
  SOD: { tag: 0x77, sfi: 0x1d },
  DG1: { tag: 0x61, sfi: 0x01 },
  DG2: { tag: 0x75, sfi: 0x02 },
  DG13: { tag: 0x6d, sfi: 0x0d },
} as const;

export type FileName = keyof typeof ldsFiles;
