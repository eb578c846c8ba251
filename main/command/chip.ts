import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  ChipHolder,
  ChipPassword,
  ChipReading,
  ChipVerdict,
} from '../../drivers/card/emrtd/chip-reading.ts';
import { DriverError } from '../../drivers/errors.ts';
import { passwordsFrom } from '../applications/card-key.ts';
import type { CardKey } from '../contract/enrollment.ts';
import { StationError } from '../contract/errors.ts';
import type { Devices } from '../devices.ts';
import { readChipFiles } from './chip-files.ts';
import { chosenTrust } from './chosen-trust.ts';
import { withDevices } from './device-process.ts';
import { type Command, type Outcome, readOptions, UnusableInput } from './outcome.ts';

type Values = Readonly<Record<string, string | undefined>>;

/** A reader and its card are told a moment after the device process starts. */
const cardWaitMs = 3000;

const meanings: Readonly<Record<ChipVerdict, string>> = {
  genuine: 'everything holds, and somebody trusted here vouches for the issuer',
  'untrusted-issuer':
    'everything holds, but nobody trusted here vouches for the issuer: a forger can make this too',
  incomplete: 'nothing wrong was found, but not everything that is needed could be checked',
  tampered: 'this is not what was issued, or its issuer has taken it back',
  'clone-suspected': 'the chip does not prove that it is the one that was issued',
  unreadable: 'the files do not hold what they should',
};
const negative: ReadonlySet<ChipVerdict> = new Set(['tampered', 'clone-suspected', 'unreadable']);

/** `station chip read`: reads and checks the card on the reader; `--out DIR` keeps its files. */
export const chipRead: Command = (args) => {
  const names = ['reader', 'can', 'mrz', 'document', 'birth', 'expiry', 'trust', 'out', 'data'];
  const { values, rest } = readOptions(args, names);
  if (rest.length > 0) throw new UnusableInput(`station chip read: what is ${rest.join(' ')}?`);
  const passwords = passwordsOf(values);
  const { reader, out } = values;
  return withDevices(async (devices) => {
    const trust = await chosenTrust(devices, values);
    await cardOnReader(devices);
    const input = { passwords, trust, ...(reader === undefined ? {} : { reader }) };
    return judged(devices.call('read-chip', input), out);
  });
};

/** `station chip verify DIR`: checks the files of a chip that were read earlier. */
export const chipVerify: Command = async (args) => {
  const { values, rest } = readOptions(args, ['trust', 'data']);
  const [dir, ...more] = rest;
  if (dir === undefined || more.length > 0) throw new UnusableInput('station chip verify: give one DIR');
  const files = await readChipFiles(dir);
  return withDevices(async (devices) => {
    const trust = await chosenTrust(devices, values);
    return judged(devices.call('verify-files', { files, trust }));
  });
};

/** A card that cannot be read is a verdict too. */
async function judged(reading: Promise<ChipReading>, out?: string): Promise<Outcome> {
  try {
    const chip = await reading;
    if (out !== undefined) await keepFiles(chip, out);
    return outcomeOf(chip);
  } catch (error) {
    if (!(error instanceof DriverError)) throw error;
    const { code } = error;
    return { isFine: false, json: { verdict: 'unreadable', code }, text: `unreadable: ${code}` };
  }
}

function passwordsOf({ mrz, can, document, birth, expiry }: Values): readonly ChipPassword[] {
  if (mrz !== undefined) return fromKey('--mrz', { kind: 'mrz', text: mrz });
  if (can !== undefined) return fromKey('--can', { kind: 'can', can });
  if (document === undefined || birth === undefined || expiry === undefined) {
    throw new UnusableInput(
      'station chip read: give --can N, --mrz "L1 L2 L3", or --document N --birth YYMMDD --expiry YYMMDD',
    );
  }
  for (const [name, date] of Object.entries({ birth, expiry })) {
    if (!/^\d{6}$/.test(date)) throw new UnusableInput(`station chip read: --${name} ${date} is not YYMMDD`);
  }
  return [{ kind: 'mrz', documentNumber: document, birth, expiry }];
}

function fromKey(option: string, key: CardKey): readonly ChipPassword[] {
  try {
    return passwordsFrom(key);
  } catch (cause) {
    if (!(cause instanceof StationError)) throw cause;
    const reason = cause.cause instanceof Error ? cause.cause.message : cause.message;
    throw new UnusableInput(`station chip read: ${option}: ${reason}`, { cause });
  }
}

async function cardOnReader(devices: Devices): Promise<void> {
  const deadline = AbortSignal.timeout(cardWaitMs);
  await new Promise<void>((resolve) => {
    const look = (): void => {
      if (devices.list().readers.some(({ hasCard }) => hasCard)) resolve();
    };
    devices.onChange(look);
    deadline.addEventListener('abort', () => resolve());
    look();
  });
}

async function keepFiles(chip: ChipReading, dir: string): Promise<void> {
  await mkdir(dir, { recursive: true });
  for (const { name, bytes } of chip.files) await writeFile(join(dir, `${name}.bin`), bytes);
}

function outcomeOf(chip: ChipReading): Outcome {
  const { verdict, checks, access, mrz, holder, face, files, apdus, ms } = chip;
  const json = {
    verdict,
    checks: checks.map(({ id, status, reason }) => ({ id, status, reason })),
    access,
    mrz: mrz ?? null,
    holder: holder ? holderJson(holder) : null,
    face: face ? { mime: face.mime, bytes: face.bytes.length } : null,
    files: files.map(({ name, bytes, sha256 }) => ({ name, bytes: bytes.length, sha256 })),
    apdus,
    ms: Math.round(ms),
  };
  const lines = checks.map(({ id, status, reason }) => `  ${status.padEnd(13)} ${id}  ${reason}`);
  return {
    isFine: !negative.has(verdict),
    json,
    text: [`${verdict}: ${meanings[verdict]} (${apdus} APDUs, ${json.ms} ms)`, ...lines].join('\n'),
  };
}

/** Fields nobody knows are bytes, which JSON has no form for. */
function holderJson({ unknown, ...known }: ChipHolder) {
  return {
    ...known,
    unknown: unknown.map(({ n, bytes }) => ({ n, hex: Buffer.from(bytes).toString('hex') })),
  };
}
