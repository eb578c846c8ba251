import { setTimeout as pause } from 'node:timers/promises';
import { DriverError } from '../../errors.ts';
import { type Exchange, openExchange, swSuccess } from '../apdu.ts';
import type { CardChannel } from '../reader.ts';
import { accessKeys, openBac } from './bac.ts';
import {
  checkCom,
  checkHashes,
  checkHolder,
  checkMrz,
  judge,
  type MrzPassword,
  notRunChecks,
  passed,
} from './checks.ts';
import type { ChipCheck, ChipFile, ChipPassword, ChipProgress, ChipReading } from './chip-reading.ts';
import { openElementaryFiles } from './elementary-files.ts';
import { decodeCom } from './lds/com.ts';
import { decodeDg1 } from './lds/dg1.ts';
import { decodeDg2 } from './lds/dg2.ts';
import { decodeDg13 } from './lds/dg13.ts';
import type { FileName } from './lds/files.ts';
import { decodeSod, type SecurityObject } from './lds/sod.ts';
import { meterChannel } from './metered-channel.ts';
import { mrzInformation } from './mrz.ts';
import { type ChipProfile, vnCccd } from './profiles/vn-cccd.ts';
import { type SecureMessaging, secureExchange } from './secure-messaging.ts';

export interface ReadChipOptions {
  readonly onProgress?: ((progress: ChipProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The passport application (ICAO 9303-10 section 3.6.1). */
const passportAid = Uint8Array.of(0xa0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01);

/** What is read, the big portrait last: whoever lifts the card too early has most of it. */
const dataGroups = [
  { number: 1, name: 'DG1' },
  { number: 13, name: 'DG13' },
  { number: 2, name: 'DG2' },
] as const;

/**
 * Opens the chip and reads everything the station uses: COM, SOD, DG1, DG13, DG2, in this order.
 *
 * @param channel stays open; the caller closes it
 * @param passwords tried in order, each once, at most three
 * @throws DriverError `card/unknown` (no passport application), `card/wrong-key`, `card/session-broken`, `card/data-invalid`,
 *   `card/removed`, `card/mute` after 60 s, `device/cancelled`
 */
export async function readChip(
  channel: CardChannel,
  passwords: readonly ChipPassword[],
  { onProgress, signal }: ReadChipOptions = {},
): Promise<ChipReading> {
  const startedAt = performance.now();
  const profile = vnCccd;
  const metered = meterChannel(channel, profile.maxApdus, AbortSignal.timeout(profile.maxReadMs), signal);
  const plain = openExchange(metered.transmit);

  await selectPassport(plain);
  const { messaging, password } = await openAccess(plain, passwords, profile, signal);
  try {
    const { files, sod } = await readFiles(secureExchange(plain, messaging), profile, onProgress);
    const { checks, ...contents } = examine(files, sod, password);
    const all = [passed('access', 'bac'), ...checks, ...notRunChecks];
    return {
      verdict: judge(all),
      checks: all,
      access: { protocol: 'BAC', cipher: '3DES' },
      ...contents,
      files,
      apdus: metered.apdus(),
      ms: performance.now() - startedAt,
    };
  } finally {
    messaging.close();
  }
}

async function selectPassport(exchange: Exchange): Promise<void> {
  const { sw } = await exchange({ cla: 0x00, ins: 0xa4, p1: 0x04, p2: 0x0c, data: passportAid });
  if (sw !== swSuccess) throw new DriverError('card/unknown', `no passport application: ${sw.toString(16)}`);
}

async function openAccess(
  exchange: Exchange,
  passwords: readonly ChipPassword[],
  { maxPasswords, passwordPauseMs }: ChipProfile,
  signal: AbortSignal | undefined,
): Promise<{ messaging: SecureMessaging; password: MrzPassword }> {
  const candidates = passwords.filter((password) => password.kind === 'mrz').slice(0, maxPasswords);
  for (const [tried, password] of candidates.entries()) {
    await pauseBefore(tried * passwordPauseMs, signal);
    const messaging = await openBac(exchange, accessKeys(mrzInformation(password))).catch(ifWrongKey);
    if (messaging) return { messaging, password };
  }
  throw new DriverError('card/wrong-key', `${candidates.length} passwords tried`);
}

function ifWrongKey(error: unknown): undefined {
  if (error instanceof DriverError && error.code === 'card/wrong-key') return undefined;
  throw error;
}

async function pauseBefore(ms: number, signal: AbortSignal | undefined): Promise<void> {
  if (ms === 0) return;
  await pause(ms, undefined, signal ? { signal } : {}).catch((cause: unknown) => {
    throw new DriverError('device/cancelled', 'stopped between two passwords', { cause });
  });
}

/** The SOD says which data groups there are; without a readable one, what is there is read all the same and shown as unproven. */
async function readFiles(
  exchange: Exchange,
  profile: ChipProfile,
  onProgress: ReadChipOptions['onProgress'],
): Promise<{ files: ChipFile[]; sod: SecurityObject | undefined }> {
  const elementary = openElementaryFiles(exchange, profile);
  const files: ChipFile[] = [];
  let fileNumber = 0;
  let fileCount = 2 + dataGroups.length;
  const read = async (name: FileName): Promise<ChipFile | undefined> => {
    fileNumber++;
    const file = await elementary.read(name, tenths(name, fileNumber, fileCount, onProgress));
    if (file) files.push(file);
    return file;
  };

  await read('COM');
  const sodFile = await read('SOD');
  const sod = sodFile && decoded(() => decodeSod(sodFile.bytes));
  const listed = dataGroups.filter(({ number }) => sod?.hashes.has(number) ?? true);
  fileCount = 2 + listed.length;
  for (const { name } of listed) await read(name);
  return { files, sod };
}

/** Tells the start, the end, and every tenth between. */
function tenths(
  file: FileName,
  fileNumber: number,
  fileCount: number,
  onProgress: ReadChipOptions['onProgress'],
): (doneBytes: number, totalBytes: number) => void {
  let told = -1;
  return (doneBytes, totalBytes) => {
    const tenth = totalBytes === 0 ? 0 : Math.floor((10 * doneBytes) / totalBytes);
    if (tenth === told) return;
    told = tenth;
    onProgress?.({ file, fileNumber, fileCount, doneBytes, totalBytes });
  };
}

type Contents = Pick<ChipReading, 'checks' | 'mrz' | 'holder' | 'face'>;

/** Decodes what was read and checks the files against each other. */
function examine(
  files: readonly ChipFile[],
  sod: SecurityObject | undefined,
  password: MrzPassword,
): Contents {
  const bytesOf = (name: FileName): Uint8Array | undefined => files.find((file) => file.name === name)?.bytes;
  const com = decodeFile(bytesOf('COM'), decodeCom);
  const dg1 = decodeFile(bytesOf('DG1'), decodeDg1);
  const holder = decodeFile(bytesOf('DG13'), decodeDg13);
  const face = decodeFile(bytesOf('DG2'), decodeDg2);
  const mrz = dg1?.mrz;

  const checks: ChipCheck[] = [
    sod
      ? passed('sod-structure', 'well-formed')
      : { id: 'sod-structure', status: 'fail', reason: 'malformed-or-missing' },
    ...(com && sod ? [checkCom(com, sod)] : []),
    ...(sod
      ? checkHashes(
          sod,
          dataGroups.map(({ number }) => number),
          files,
        )
      : []),
    structureCheck(1, dg1 !== undefined),
    ...(bytesOf('DG13') ? [structureCheck(13, holder !== undefined)] : []),
    ...(bytesOf('DG2') ? [structureCheck(2, face !== undefined)] : []),
    ...(dg1 ? checkMrz(dg1, password, mrzDay(new Date())) : []),
    ...(holder && mrz ? [checkHolder(holder, mrz)] : []),
  ];
  return { checks, ...(mrz && { mrz }), ...(holder && { holder }), ...(face && { face }) };
}

function structureCheck(number: number, isWellFormed: boolean): ChipCheck {
  const id = `dg-structure:${number}`;
  return isWellFormed ? passed(id, 'well-formed') : { id, status: 'fail', reason: 'malformed-or-missing' };
}

function decodeFile<T>(bytes: Uint8Array | undefined, decode: (file: Uint8Array) => T): T | undefined {
  return bytes && decoded(() => decode(bytes));
}

/** A file that came whole but does not decode is a finding, not a failure of the reading. */
function decoded<T>(decode: () => T): T | undefined {
  try {
    return decode();
  } catch (error) {
    if (error instanceof DriverError && error.code === 'card/data-invalid') return undefined;
    throw error;
  }
}

/** Today where the station stands, as the MRZ writes it. */
function mrzDay(now: Date): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return two(now.getFullYear() % 100) + two(now.getMonth() + 1) + two(now.getDate());
}
