import { setTimeout as pause } from 'node:timers/promises';
import { DriverError } from '../../errors.ts';
import { type Exchange, swSuccess } from '../apdu.ts';
import { accessKeys, openBac } from './bac.ts';
import { passed } from './checks.ts';
import type { ChipAccess, ChipCheck, ChipPassword } from './chip-reading.ts';
import type { Crypto } from './crypto/crypto.ts';
import { mrzInformation } from './mrz.ts';
import { type ChipAuthenticationMapping, openPace, type PaceSuite } from './pace.ts';
import type { ChipProfile } from './profiles/profile.ts';
import { groupOf, type PaceInfo, type SecurityInfos } from './security-infos.ts';
import type { SessionKeys } from './session-cipher.ts';

/** How the chip was opened. */
export interface Access extends ChipAccess {
  readonly password: ChipPassword;
  readonly keys: SessionKeys;
  /** The chip offers PACE, and refused it: an attacker in between would look the same. */
  readonly hasFallenBack: boolean;
  /** After PACE with chip authentication mapping. */
  readonly mapping?: ChipAuthenticationMapping;
}

/** Passwords tried since the card was laid down; the reader's owner keeps it until the card goes. */
export interface Tries {
  used: number;
}

export interface AccessOptions {
  readonly crypto: Crypto;
  readonly profile: ChipProfile;
  readonly tries: Tries;
  readonly signal?: AbortSignal | undefined;
}

/** The passport application (ICAO 9303-10 section 3.6.1). */
const passportAid = Uint8Array.of(0xa0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01);

/** Stronger first: mapping that proves the chip as well, then AES, then the rest (chip and terminal agree on the first). */
const preference: readonly ((info: PaceInfo) => boolean)[] = [
  ({ mapping }) => mapping === 'CAM',
  ({ mapping, cipher }) => mapping === 'GM' && cipher !== '3DES',
  ({ mapping }) => mapping === 'IM',
  () => true,
];

/**
 * Selects the passport application.
 *
 * @throws DriverError `card/unknown` when the card has none
 */
async function selectPassport(exchange: Exchange): Promise<void> {
  // No Le: some chips refuse it here.
  const { sw } = await exchange({ cla: 0x00, ins: 0xa4, p1: 0x04, p2: 0x0c, data: passportAid });
  if (sw !== swSuccess) throw new DriverError('card/unknown', `no passport application: ${sw.toString(16)}`);
}

/**
 * Opens the chip: PACE where it offers a kind we know, else basic access (ICAO 9303-11 section 4.2). After PACE the master file
 * stays selected, after basic access the passport application is.
 *
 * @param offered what EF.CardAccess says; nothing when the card has none
 * @param passwords tried in order, each once, until the tries of this card are used up
 * @throws DriverError `card/wrong-key` with the tries left, `card/tries-used`, `card/unknown`, `card/session-broken`
 */
export async function openAccess(
  exchange: Exchange,
  offered: SecurityInfos | undefined,
  passwords: readonly ChipPassword[],
  options: AccessOptions,
): Promise<Access> {
  const suite = offered && choosePace(offered);
  if (!suite) return openWithBac(exchange, passwords, options, false);
  const access = await openWithPace(exchange, suite, passwords, options);
  if (access !== 'refused') return access;
  if (!options.profile.bacAfterPace)
    throw new DriverError('card/session-broken', 'PACE was offered and refused');
  return openWithBac(exchange, passwords, options, true);
}

/** After PACE the passport application is still to be selected. */
export async function enterPassport(
  exchange: Exchange,
  { protocol }: Pick<Access, 'protocol'>,
): Promise<void> {
  if (protocol !== 'BAC') await selectPassport(exchange);
}

/** The check of how the chip was opened. */
export function accessCheck({ protocol, hasFallenBack }: Access): ChipCheck {
  return passed('access', hasFallenBack ? 'bac-after-pace-failed' : protocol.toLowerCase());
}

/** The best PACE entry whose parameters are known; entries with unknown ones are passed over. */
export function choosePace(offered: SecurityInfos): PaceSuite | undefined {
  const usable = offered.pace.flatMap((info) => {
    const group = groupOf(offered, info);
    return group && group.kind === info.agreement ? [{ info, group }] : [];
  });
  const rank = ({ info }: { info: PaceInfo }): number => preference.findIndex((isOfKind) => isOfKind(info));
  const best = usable.toSorted((a, b) => rank(a) - rank(b))[0];
  const namesParameters = new Set(offered.pace.map(({ parameterId }) => parameterId)).size > 1;
  return best && { ...best, namesParameters };
}

async function openWithPace(
  exchange: Exchange,
  suite: PaceSuite,
  passwords: readonly ChipPassword[],
  options: AccessOptions,
): Promise<Access | 'refused'> {
  const { info, group } = suite;
  return tryEach(passwords, options, async (password) => {
    const opened = await openPace(options.crypto, exchange, suite, password);
    if (opened.kind === 'refused') return 'refused';
    const { keys, mapping } = opened;
    const protocol = `PACE-${info.mapping}` as const;
    const { parameterId } = group;
    const access = { protocol, cipher: info.cipher, parameterId, password, keys, hasFallenBack: false };
    return { ...access, ...(mapping ? { mapping } : {}) };
  });
}

async function openWithBac(
  exchange: Exchange,
  passwords: readonly ChipPassword[],
  options: AccessOptions,
  hasFallenBack: boolean,
): Promise<Access> {
  await selectPassport(exchange);
  const usable = passwords.filter((password) => password.kind === 'mrz');
  return tryEach(usable, options, async (password) => {
    const keys = await openBac(
      options.crypto,
      exchange,
      accessKeys(options.crypto, mrzInformation(password)),
    );
    return { protocol: 'BAC', cipher: '3DES', password, keys, hasFallenBack };
  });
}

/** Each password once, with a pause that grows with every wrong one. */
async function tryEach<P extends ChipPassword, T>(
  passwords: readonly P[],
  { profile, tries, signal }: AccessOptions,
  open: (password: P) => Promise<T>,
): Promise<T> {
  const left = (): number => profile.maxTries - tries.used;
  if (left() <= 0) throw new DriverError('card/tries-used', `${tries.used} passwords tried`);
  for (const password of passwords.slice(0, left())) {
    await pauseBefore(tries.used * profile.triesPauseMs, signal);
    try {
      return await open(password);
    } catch (error) {
      if (!(error instanceof DriverError) || error.code !== 'card/wrong-key') throw error;
      tries.used++;
    }
  }
  throw new DriverError('card/wrong-key', `${passwords.length} passwords tried`, {
    details: { triesLeft: left() },
  });
}

async function pauseBefore(ms: number, signal: AbortSignal | undefined): Promise<void> {
  if (ms === 0) return;
  await pause(ms, undefined, signal ? { signal } : {}).catch((cause: unknown) => {
    throw new DriverError('device/cancelled', 'stopped between two passwords', { cause });
  });
}
