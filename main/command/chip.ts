import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChipPassword, ChipReading } from '../../drivers/card/emrtd/chip-reading.ts';
import { DriverError } from '../../drivers/errors.ts';
import { passwordsFrom } from '../applications/card-key.ts';
import { type Devices, openDevices, startHostWithNode } from '../devices.ts';
import { type Command, type Outcome, readOptions, UnusableInput } from './outcome.ts';

/** A reader and its card are told a moment after the device process starts. */
const cardWaitMs = 3000;

/** `station chip read`: reads and checks the card on the reader; `--out DIR` keeps its files. */
export const chipRead: Command = async (args) => {
  const { values, rest } = readOptions(args, ['reader', 'mrz', 'document', 'birth', 'expiry', 'out']);
  if (rest.length > 0) throw new UnusableInput(`station chip read: what is ${rest.join(' ')}?`);
  const passwords = passwordsOf(values);
  const devices = openDevices(startHostWithNode, () => undefined);
  try {
    await cardOnReader(devices);
    const { reader } = values;
    const chip = await devices.call('read-chip', { passwords, ...(reader === undefined ? {} : { reader }) });
    if (values['out'] !== undefined) await keepFiles(chip, values['out']);
    return outcomeOf(chip);
  } catch (error) {
    if (!(error instanceof DriverError)) throw error;
    return {
      isFine: false,
      json: { verdict: 'unreadable', code: error.code },
      text: `unreadable: ${error.code}`,
    };
  } finally {
    devices.close();
  }
};

function passwordsOf(values: Readonly<Record<string, string | undefined>>): readonly ChipPassword[] {
  const { mrz, document, birth, expiry } = values;
  if (mrz !== undefined) return passwordsFrom({ kind: 'mrz', text: mrz });
  if (document === undefined || birth === undefined || expiry === undefined) {
    throw new UnusableInput(
      'station chip read: give --mrz "L1 L2 L3", or --document N --birth YYMMDD --expiry YYMMDD',
    );
  }
  for (const [name, date] of Object.entries({ birth, expiry })) {
    if (!/^\d{6}$/.test(date)) throw new UnusableInput(`station chip read: --${name} ${date} is not YYMMDD`);
  }
  return [{ kind: 'mrz', documentNumber: document, birth, expiry }];
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
    checks,
    access,
    mrz,
    holder,
    face: face && { mime: face.mime, bytes: face.bytes.length },
    files: files.map(({ name, bytes, sha256 }) => ({ name, bytes: bytes.length, sha256 })),
    apdus,
    ms: Math.round(ms),
  };
  const lines = checks.map(({ id, status, reason }) => `  ${status.padEnd(13)} ${id}  ${reason}`);
  return {
    isFine: verdict === 'genuine' || verdict === 'incomplete',
    json,
    text: [`${verdict} (${apdus} APDUs, ${json.ms} ms)`, ...lines].join('\n'),
  };
}
