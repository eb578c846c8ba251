import { DriverError } from '../../errors.ts';
import { type Access, accessCheck, enterPassport } from './access.ts';
import { type ChipOffer, readCardSecurity } from './card-access.ts';
import {
  notOffered,
  proveByActiveAuthentication,
  proveByChipAuthentication,
  proveByMapping,
} from './chip-proofs.ts';
import type { ChipCheck, ChipFile, ChipReading } from './chip-reading.ts';
import type { ChipSession } from './chip-session.ts';
import { type ElementaryFiles, openElementaryFiles } from './elementary-files.ts';
import { decodeFile, examine } from './examine.ts';
import type { FileName } from './lds/files.ts';
import { decodeSod, type SecurityObject } from './lds/sod.ts';
import type { Conversation } from './read-chip.ts';
import { readLadder } from './read-lengths.ts';

/** What is read of the data groups the SOD lists, the big portrait last: whoever lifts the card too early has most of it. */
export const wantedGroups = [14, 15, 1, 13, 2] as const;

/** Without the checks of the signature the reading is worth less, not lost. */
const passiveNotRun: readonly ChipCheck[] = ['sod-signature', 'ds-certificate', 'chain', 'revocation'].map(
  (id) => ({
    id,
    status: 'not-run',
    reason: 'not-available',
  }),
);

/** Reads and checks the passport application through an opened session. */
export async function readPassport(
  session: ChipSession,
  access: Access,
  offer: ChipOffer,
  conversation: Conversation,
): Promise<Omit<ChipReading, 'apdus' | 'ms'>> {
  const { crypto, passive, now = new Date() } = conversation;
  const cardSecurity = await checkMapping(session, access, conversation);
  await enterPassport(session.exchange, access);

  const files = openFiles(session, access, offer, conversation);
  const sodFile = await files.read('SOD');
  // Certificates are checked while the chip goes on giving files.
  const passiveChecks = sodFile ? passive.checkSod(sodFile.bytes).catch(() => passiveNotRun) : [];
  const sod = decodeFile(sodFile?.bytes, decodeSod);
  files.plan(sod);

  // Keys count only where the SOD names them; other groups are shown, unproven, even without a readable SOD.
  const isListed = (number: number): boolean => sod?.hashes.has(number) ?? number < 14;
  const dg14 = isListed(14) ? await files.read('DG14') : undefined;
  const ca = isListed(14)
    ? await proveByChipAuthentication(crypto, session, dg14?.bytes, () => files.read('COM'))
    : notOffered('ca');
  const isGoingOn = session.isOpen() || (await reopened(session, conversation));
  const rest: Rest = isGoingOn
    ? await readRest(session, files, isListed, dg14, offer, conversation)
    : { aa: notRun('aa') };

  const examined = examine(
    crypto,
    {
      files: files.done(),
      attempted: files.attempted(),
      wanted: wantedGroups,
      access: accessCheck(access),
      password: access.password,
      cardAccess: { infos: offer.infos },
      passive: await passiveChecks,
      proofs: [ca, rest.aa, ...(cardSecurity ? [cardSecurity.cam] : [])],
      cardSecurity: cardSecurity?.cover,
    },
    now,
  );
  const { protocol, cipher, parameterId } = access;
  return {
    ...examined,
    access: { protocol, cipher, ...(parameterId === undefined ? {} : { parameterId }) },
    files: [...(offer.cardAccess ? [offer.cardAccess] : []), ...files.done()],
    ...(rest.evidence ? { evidence: rest.evidence } : {}),
  };
}

/** EF.CardSecurity stands beside the passport application: it is read before that is entered. */
async function checkMapping(
  session: ChipSession,
  { mapping }: Access,
  { profile, passive }: Conversation,
): Promise<{ cam: ChipCheck; cover: ChipCheck | undefined } | undefined> {
  if (!mapping) return undefined;
  const file = await readCardSecurity(session.exchange, profile);
  const checked = file && (await passive.checkCardSecurity(file.bytes));
  const cam = proveByMapping(mapping, checked?.securityInfos);
  const cover = checked?.checks.find(({ id }) => id === 'card-security');
  return cam && { cam, cover };
}

/** After a chip that could not prove itself nothing goes on under its keys; the data is still worth seeing. */
async function reopened(session: ChipSession, { reopen }: Conversation): Promise<boolean> {
  try {
    const again = await reopen();
    session.rekey(again.keys);
    await enterPassport(session.exchange, again);
    return true;
  } catch (error) {
    const isChipsRefusal =
      error instanceof DriverError && !['card/removed', 'device/cancelled'].includes(error.code);
    if (isChipsRefusal) return false;
    throw error;
  }
}

interface Rest {
  readonly aa: ChipCheck;
  readonly evidence?: NonNullable<ChipReading['evidence']>;
}

async function readRest(
  session: ChipSession,
  files: PassportFiles,
  isListed: (number: number) => boolean,
  dg14: ChipFile | undefined,
  { extended }: ChipOffer,
  { crypto }: Conversation,
): Promise<Rest> {
  const le = extended ? 0x10000 : 0x100;
  await files.read('COM');
  const dg15 = isListed(15) ? await files.read('DG15') : undefined;
  const active = isListed(15)
    ? await proveByActiveAuthentication(crypto, session, dg15?.bytes, dg14?.bytes, le)
    : { check: notOffered('aa'), evidence: undefined };
  for (const number of [1, 13, 2] as const) if (isListed(number)) await files.read(`DG${number}`);
  return { aa: active.check, ...(active.evidence ? { evidence: active.evidence } : {}) };
}

/** The SOD says whose card this is; EF.COM is the answer that proves chip authentication. */
const alwaysRead: ReadonlySet<string> = new Set(['SOD', 'COM']);

/** The files of one reading: each is read once, or taken over from the reading before. */
interface PassportFiles {
  read(name: FileName): Promise<ChipFile | undefined>;
  /** Says which files there will be, once the SOD has told. */
  plan(sod: SecurityObject | undefined): void;
  done(): readonly ChipFile[];
  /** Names of the files the card gave, or has not; not of those it keeps to itself. */
  attempted(): ReadonlySet<string>;
}

function openFiles(
  session: ChipSession,
  { cipher }: Access,
  { extended }: ChipOffer,
  { profile, kept, lengths, atr, pathBytes, onProgress }: Conversation,
): PassportFiles {
  const attempted = new Set<string>();
  const done = new Map<string, ChipFile>();
  let fileCount = 2 + wantedGroups.length;
  const ladder = readLadder(profile.readBytes, cipher === 'none' ? '3DES' : cipher, extended, pathBytes);
  const elementary: ElementaryFiles = openElementaryFiles(session.exchange, {
    profile,
    ladder: lengths.ladderFor(atr, ladder),
    onLength: (bytes, isTaken) => (isTaken ? lengths.prove : lengths.refuse)(atr, bytes),
  });

  const readNow = async (name: FileName): Promise<ChipFile | 'refused' | undefined> => {
    const tell = tenths(name, attempted.size, fileCount, onProgress);
    const before = alwaysRead.has(name) ? undefined : kept.get(name);
    if (before) {
      tell(before.bytes.length, before.bytes.length);
      return before;
    }
    return elementary.read(name, tell);
  };
  return {
    read: async (name) => {
      const already = done.get(name);
      if (already) return already;
      attempted.add(name);
      const file = await readNow(name);
      if (file === 'refused') attempted.delete(name);
      if (!file || file === 'refused') return undefined;
      if (name === 'SOD') kept.belongTo(file);
      kept.put(file);
      done.set(name, file);
      return file;
    },
    plan: (sod) => {
      fileCount = 2 + wantedGroups.filter((number) => sod?.hashes.has(number) ?? true).length;
    },
    done: () => [...done.values()],
    attempted: () => attempted,
  };
}

/** Tells the start, the end, and every tenth between. */
function tenths(
  file: FileName,
  fileNumber: number,
  fileCount: number,
  onProgress: Conversation['onProgress'],
): (doneBytes: number, totalBytes: number) => void {
  let told = -1;
  return (doneBytes, totalBytes) => {
    const tenth = totalBytes === 0 ? 0 : Math.floor((10 * doneBytes) / totalBytes);
    if (tenth === told) return;
    told = tenth;
    onProgress?.({ file, fileNumber, fileCount, doneBytes, totalBytes });
  };
}

function notRun(id: string): ChipCheck {
  return { id, status: 'not-run', reason: 'not-read' };
}
