import { DriverError } from '../../errors.ts';
import { type Exchange, openExchange } from '../apdu.ts';
import type { CardChannel } from '../reader.ts';
import { type Access, openAccess, type Tries } from './access.ts';
import { type ChipOffer, readOffer } from './card-access.ts';
import type { ChipCheck, ChipPassword, ChipProgress, ChipReading } from './chip-reading.ts';
import { openChipSession } from './chip-session.ts';
import type { Crypto } from './crypto/crypto.ts';
import { type KeptFiles, openKeptFiles } from './kept-files.ts';
import { meterChannel } from './metered-channel.ts';
import { type ChipProfile, vnCccd } from './profiles/profile.ts';
import { openReadLengths, type ReadLengths } from './read-lengths.ts';
import { readPassport } from './read-passport.ts';

/** What EF.CardSecurity says, and whether it is signed as it should be: the check `card-security`. */
export interface CardSecurityCheck {
  readonly checks: readonly ChipCheck[];
  /** The SET OF SecurityInfo inside. */
  readonly securityInfos?: Uint8Array;
}

/** Passive authentication, wherever it runs: the device process has a worker for it. */
export interface PassiveChecks {
  /** `sod-signature`, `ds-certificate`, `chain`, `revocation`. */
  checkSod(sodFile: Uint8Array): Promise<readonly ChipCheck[]>;
  checkCardSecurity(file: Uint8Array): Promise<CardSecurityCheck>;
}

export interface ReadChipOptions {
  readonly crypto: Crypto;
  readonly passive: PassiveChecks;
  readonly profile?: ChipProfile;
  /** What is known of kinds of cards from readings before. */
  readonly lengths?: ReadLengths;
  /** Of this card since it was laid down. */
  readonly tries?: Tries;
  /** Files of a reading that was interrupted; those of this one are put there. */
  readonly kept?: KeptFiles;
  readonly now?: Date;
  readonly onProgress?: ((progress: ChipProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Opens the chip, reads everything the station uses and checks it (ICAO 9303-11 section 4 and 6, 9303-12 section 4).
 *
 * @param channel stays open; the caller closes it
 * @param passwords tried in order, each once; those that the chip's way of access does not take are passed over
 * @throws DriverError `card/unknown` (no passport application), `card/wrong-key`, `card/tries-used`, `card/session-broken`,
 *   `card/data-invalid`, `card/removed` with the files read, `card/mute` after 60 s, `device/cancelled`
 */
export async function readChip(
  channel: CardChannel,
  passwords: readonly ChipPassword[],
  options: ReadChipOptions,
): Promise<ChipReading> {
  const startedMs = performance.now();
  const { profile = vnCccd, kept = openKeptFiles(), signal } = options;
  const metered = meterChannel(channel, profile.maxApdus, AbortSignal.timeout(profile.maxReadMs), signal);
  const plain = openExchange(metered.transmit);
  try {
    const reading = await readWithFittingLengths(channel, plain, passwords, { ...options, profile, kept });
    return { ...reading, apdus: metered.apdus(), ms: performance.now() - startedMs };
  } catch (error) {
    if (!(error instanceof DriverError) || error.code !== 'card/removed') throw error;
    throw new DriverError('card/removed', error.message, {
      cause: error,
      details: { filesRead: kept.names() },
    });
  }
}

type Settled = ReadChipOptions & Required<Pick<ReadChipOptions, 'profile' | 'kept'>>;
type Reading = Omit<ChipReading, 'apdus' | 'ms'>;

/** A card that ends the conversation over a length it does not take is read once more, below that length. */
async function readWithFittingLengths(
  { atr, maxResponseBytes }: CardChannel,
  plain: Exchange,
  passwords: readonly ChipPassword[],
  options: Settled,
): Promise<Reading> {
  const { profile, lengths = openReadLengths(), tries = { used: 0 } } = options;
  const offer = await readOffer(atr, plain, profile);
  for (;;) {
    let hasRefused = false;
    try {
      const access = await openAccess(plain, offer.infos, passwords, { ...options, profile, tries });
      return await readOpened(plain, access, offer, {
        ...options,
        pathBytes: maxResponseBytes,
        lengths: {
          ...lengths,
          refuse: (...refused) => {
            hasRefused = true;
            lengths.refuse(...refused);
          },
        },
        atr,
        reopen: () => openAccess(plain, offer.infos, [access.password], { ...options, profile, tries }),
      });
    } catch (error) {
      const isOver = !(error instanceof DriverError) || error.code !== 'card/session-broken';
      if (isOver || !hasRefused) throw error;
    }
  }
}

/** What one conversation needs beside the options. */
export interface Conversation extends Settled {
  readonly atr: Uint8Array;
  readonly pathBytes: number;
  readonly lengths: ReadLengths;
  /** Opens the chip again with the password that is known to be right. */
  readonly reopen: () => Promise<Access>;
}

async function readOpened(
  plain: Exchange,
  access: Access,
  offer: ChipOffer,
  options: Conversation,
): Promise<Reading> {
  const session = openChipSession(options.crypto, plain, access.keys);
  try {
    return await readPassport(session, access, offer, options);
  } finally {
    session.close();
  }
}
