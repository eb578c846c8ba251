import { DriverError } from '../../errors.ts';
import { type Exchange, swSuccess } from '../apdu.ts';
import type { ChipFile } from './chip-reading.ts';
import { openElementaryFiles } from './elementary-files.ts';
import { decodeFile } from './examine.ts';
import { announcedLength, type ExtendedLength } from './extended-length.ts';
import { atrInfoFile, type MasterFileName, masterFiles } from './lds/files.ts';
import type { ChipProfile } from './profiles/profile.ts';
import { decodeSecurityInfos, type SecurityInfos } from './security-infos.ts';

/** The master file, by its missing name and by its number. */
const masterFileSelections: readonly Uint8Array[] = [new Uint8Array(), Uint8Array.of(0x3f, 0x00)];
const atrInfoBytes = 0x100;

/** What the chip says of itself before it is opened. */
export interface ChipOffer {
  readonly cardAccess: ChipFile | undefined;
  readonly infos: SecurityInfos | undefined;
  readonly extended: ExtendedLength | undefined;
}

/** Reads what the chip says before it is opened; a chip that says nothing is opened all the same. */
export async function readOffer(atr: Uint8Array, plain: Exchange, profile: ChipProfile): Promise<ChipOffer> {
  const cardAccess = await readCardAccess(plain, profile);
  const extended = announcedLength(atr, await readAtrInfo(plain));
  return { cardAccess, infos: decodeFile(cardAccess?.bytes, decodeSecurityInfos), extended };
}

/**
 * Reads EF.CardAccess, which anybody may: by its short identifier; else selected by name, which the Vietnamese card takes although it
 * refuses the master file; else after selecting the master file (ICAO 9303-11 section 9.2.10).
 *
 * @returns nothing when the card has none, or gives it in none of these ways: then basic access remains
 */
async function readCardAccess(exchange: Exchange, profile: ChipProfile): Promise<ChipFile | undefined> {
  const select = (): Promise<boolean> => selectFile(exchange, 'CardAccess');
  const ways: readonly (() => Promise<boolean>)[] = [
    async () => true,
    select,
    async () => (await selectMasterFile(exchange)) && (await select()),
  ];
  for (const prepare of ways) {
    const file = (await prepare()) ? await readTolerantly(exchange, 'CardAccess', profile) : undefined;
    if (file) return file;
  }
  return undefined;
}

/** Reads EF.CardSecurity, which PACE opens. @returns nothing when the card has none or does not give it */
export function readCardSecurity(exchange: Exchange, profile: ChipProfile): Promise<ChipFile | undefined> {
  return readTolerantly(exchange, 'CardSecurity', profile);
}

/** What EF.ATR/INFO holds, as much as one answer brings; nothing when the card has none. */
async function readAtrInfo(exchange: Exchange): Promise<Uint8Array | undefined> {
  const { data, sw } = await exchange({
    cla: 0x00,
    ins: 0xb0,
    p1: 0x80 | atrInfoFile.sfi,
    p2: 0,
    le: atrInfoBytes,
  });
  return (sw === swSuccess || sw === 0x6282) && data.length > 0 ? data : undefined;
}

async function selectFile(exchange: Exchange, name: MasterFileName): Promise<boolean> {
  const { fid } = masterFiles[name];
  const data = Uint8Array.of(fid >> 8, fid & 0xff);
  const { sw } = await exchange({ cla: 0x00, ins: 0xa4, p1: 0x02, p2: 0x0c, data });
  return sw === swSuccess;
}

async function selectMasterFile(exchange: Exchange): Promise<boolean> {
  for (const data of masterFileSelections) {
    const { sw } = await exchange({ cla: 0x00, ins: 0xa4, p1: 0x00, p2: 0x0c, data });
    if (sw === swSuccess) return true;
  }
  return false;
}

/** A file here is an offer, not a promise: whatever is wrong with it, the card may be opened another way. */
async function readTolerantly(
  exchange: Exchange,
  name: MasterFileName,
  profile: ChipProfile,
): Promise<ChipFile | undefined> {
  const short = profile.readBytes.filter((bytes) => bytes <= 223);
  try {
    const file = await openElementaryFiles(exchange, { profile, ladder: short }).read(name);
    return file === 'refused' ? undefined : file;
  } catch (error) {
    if (error instanceof DriverError && error.code === 'card/data-invalid') return undefined;
    throw error;
  }
}
