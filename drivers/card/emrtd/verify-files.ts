import type { ChipFile, ChipReading } from './chip-reading.ts';
import type { Crypto } from './crypto/crypto.ts';
import { decodeFile, examine } from './examine.ts';
import { decodeSod } from './lds/sod.ts';
import type { PassiveChecks } from './read-chip.ts';
import { wantedGroups } from './read-passport.ts';
import { decodeSecurityInfos } from './security-infos.ts';

const groupName = /^DG(\d{1,2})$/;

/** What can be said of files that were read from a chip some time ago: everything but whether the chip is the one issued. */
export async function verifyFiles(
  files: readonly ChipFile[],
  {
    crypto,
    passive,
    now = new Date(),
  }: { crypto: Crypto; passive: Pick<PassiveChecks, 'checkSod'>; now?: Date },
): Promise<ChipReading> {
  const startedMs = performance.now();
  const bytesOf = (name: string): Uint8Array | undefined => files.find((file) => file.name === name)?.bytes;
  const sodFile = bytesOf('SOD');
  const cardAccess = bytesOf('CardAccess');
  const listed = new Set(decodeFile(sodFile, decodeSod)?.hashes.keys());
  const present = files.flatMap(({ name }) => {
    const number = groupName.exec(name)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
  const wanted = new Set([...wantedGroups, ...present]);
  const isProvable = (number: number): boolean => listed.has(number);
  const examined = examine(
    crypto,
    {
      files,
      attempted: new Set(files.map(({ name }) => name)),
      wanted: [...wanted].toSorted((a, b) => a - b),
      access: { id: 'access', status: 'not-run', reason: 'not-available' },
      ...(cardAccess ? { cardAccess: { infos: decodeFile(cardAccess, decodeSecurityInfos) } } : {}),
      passive: sodFile ? await passive.checkSod(sodFile) : [],
      proofs: (['ca', 'aa'] as const).map((id) => ({
        id,
        ...(isProvable(id === 'ca' ? 14 : 15)
          ? ({ status: 'not-run', reason: 'not-available' } as const)
          : ({ status: 'not-supported', reason: 'not-offered' } as const)),
      })),
    },
    now,
  );
  return {
    ...examined,
    access: { protocol: 'none', cipher: 'none' },
    files,
    apdus: 0,
    ms: performance.now() - startedMs,
  };
}
