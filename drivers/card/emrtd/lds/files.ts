/** Files of the passport application, with their tag and short identifier (ICAO 9303-10 table 38 and section 4.7). */
export const ldsFiles = {
  COM: { tag: 0x60, sfi: 0x1e },
  SOD: { tag: 0x77, sfi: 0x1d },
  DG1: { tag: 0x61, sfi: 0x01 },
  DG2: { tag: 0x75, sfi: 0x02 },
  DG3: { tag: 0x63, sfi: 0x03 },
  DG4: { tag: 0x76, sfi: 0x04 },
  DG5: { tag: 0x65, sfi: 0x05 },
  DG6: { tag: 0x66, sfi: 0x06 },
  DG7: { tag: 0x67, sfi: 0x07 },
  DG8: { tag: 0x68, sfi: 0x08 },
  DG9: { tag: 0x69, sfi: 0x09 },
  DG10: { tag: 0x6a, sfi: 0x0a },
  DG11: { tag: 0x6b, sfi: 0x0b },
  DG12: { tag: 0x6c, sfi: 0x0c },
  DG13: { tag: 0x6d, sfi: 0x0d },
  DG14: { tag: 0x6e, sfi: 0x0e },
  DG15: { tag: 0x6f, sfi: 0x0f },
  DG16: { tag: 0x70, sfi: 0x10 },
} as const;

/** A file of the passport application. */
export type FileName = keyof typeof ldsFiles;

/** Files of the master file that hold one object: they stand beside the passport application (ICAO 9303-10 section 3.11). */
export const masterFiles = {
  CardAccess: { tag: 0x31, fid: 0x011c, sfi: 0x1c },
  CardSecurity: { tag: 0x30, fid: 0x011d, sfi: 0x1d },
} as const;

export type MasterFileName = keyof typeof masterFiles;

/** EF.ATR/INFO: several objects one after the other, so that its length is known only when it ends. */
export const atrInfoFile = { fid: 0x2f01, sfi: 0x01 } as const;
