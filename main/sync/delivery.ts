import { z } from 'zod';
import { StationError, type StationErrorCode } from '../contract/errors.ts';
import type { PublicKey } from '../enrollment/public-key.ts';
import { answered, CentreBusy, failureCode, unexpected } from './answers.ts';
import type { Centre } from './centre.ts';
import type { ClockReading } from './clock.ts';
import { readConflict } from './conflict.ts';
import { readKeyChange, StaleKey } from './key-change.ts';
import type { Line } from './line.ts';
import type { Pace } from './pace.ts';
import { readReceipt } from './receipt.ts';
import { upload } from './tus.ts';

export interface Shipment {
  readonly applicationId: string;
  readonly packet: Uint8Array;
  /** Lower-case hex. */
  readonly packetSha256: string;
  /** What a person has decided about a conflict with it, as the station signed it. */
  readonly decision?: string | undefined;
}

/**
 * What one attempt came to. Only a receipt the centre has signed ends a delivery, either way; everything else is tried again.
 */
export type Delivery =
  | {
      readonly kind: 'accepted';
      readonly receiptNo: string;
      readonly acceptedAtMs: number;
      readonly receipt: string;
      readonly clock: ClockReading | undefined;
    }
  | {
      readonly kind: 'refused';
      readonly reason: string;
      readonly receipt: string;
      readonly clock: ClockReading | undefined;
    }
  | {
      /** The centre has all of the packet, and newer data: it waits for a person's decision. */
      readonly kind: 'conflict';
      readonly statement: string;
      readonly clock: ClockReading | undefined;
    }
  | {
      readonly kind: 'later';
      readonly code: StationErrorCode;
      readonly retryAfterMs: number | undefined;
      /** The centre has more of the packet than before: the next attempt goes on from there. */
      readonly hasProgressed: boolean;
      /** What the centre wants it wrapped for. */
      readonly encryptionKey?: PublicKey;
    };

export interface DeliveryOptions {
  readonly centre: Centre;
  readonly line: Line;
  readonly pace: Pace;
}

/** The centre's answer to an announcement: what it has signed, or that it wants the bytes and where it has some of them. */
const Announced = z.union([
  z.object({ receipt: z.string() }),
  z.object({ conflict: z.string() }),
  z.object({ keyChange: z.string() }),
  z.object({ upload: z.string().max(2_000).nullable() }),
]);

/**
 * Sends one packet once: announces it, uploads what the centre lacks, and announces it again, which makes the centre verify and
 * sign. Every step may be repeated at will, and each attempt begins with the first: the centre says what it has (DELIVERY.md).
 *
 * @throws the signal's reason when `signal` aborts, and nothing else
 */
export async function deliver(
  options: DeliveryOptions,
  shipment: Shipment,
  signal: AbortSignal,
): Promise<Delivery> {
  let hasProgressed = false;
  const progress = (): void => {
    hasProgressed = true;
  };
  try {
    return await attempt(options, shipment, progress, signal);
  } catch (error) {
    options.line.hangUp();
    signal.throwIfAborted();
    const retryAfterMs = error instanceof CentreBusy ? error.retryAfterMs : undefined;
    const stale = error instanceof StaleKey ? { encryptionKey: error.encryptionKey } : {};
    return { kind: 'later', code: failureCode(error), retryAfterMs, hasProgressed, ...stale };
  }
}

async function attempt(
  options: DeliveryOptions,
  shipment: Shipment,
  onTaken: () => void,
  signal: AbortSignal,
): Promise<Delivery> {
  const first = await announce(options, shipment, signal);
  if (first.kind !== 'wanted') return first;
  const { applicationId, packet, packetSha256 } = shipment;
  await upload(
    { ...options, onTaken },
    {
      creationUrl: 'uploads',
      begunAt: first.begunAt,
      metadata: { applicationId, packetSha256 },
      bytes: packet,
    },
    signal,
  );
  const second = await announce(options, shipment, signal);
  if (second.kind === 'wanted')
    throw new StationError('line/damaged', 'the centre has all bytes, and they are others');
  return second;
}

interface Wanted {
  readonly kind: 'wanted';
  readonly begunAt: string | undefined;
}

async function announce(
  { centre, line }: DeliveryOptions,
  shipment: Shipment,
  signal: AbortSignal,
): Promise<Exclude<Delivery, { kind: 'later' }> | Wanted> {
  const { applicationId, packet, packetSha256, decision } = shipment;
  const { stationNo } = centre;
  const announcement = { schema: 1, stationNo, packetBytes: packet.length, packetSha256, decision };
  const answer = await answered(
    line,
    {
      method: 'PUT',
      url: `applications/${applicationId}`,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify(announcement)),
    },
    signal,
  );
  const said = readAnnounced(answer.body);
  if ('upload' in said) return { kind: 'wanted', begunAt: said.upload ?? undefined };
  if ('conflict' in said) {
    await readConflict(said.conflict, shipment, centre.signingKey);
    return { kind: 'conflict', statement: said.conflict, clock: answer.clock };
  }
  if ('keyChange' in said)
    throw new StaleKey(await readKeyChange(said.keyChange, shipment, centre.signingKey));
  const receipt = await readReceipt(said.receipt, shipment, centre.signingKey);
  const signed = { receipt: said.receipt, clock: answer.clock };
  if (receipt.outcome === 'refused') return { kind: 'refused', reason: receipt.reason, ...signed };
  const { receiptNo, acceptedAt } = receipt;
  return { kind: 'accepted', receiptNo, acceptedAtMs: Date.parse(acceptedAt), ...signed };
}

function readAnnounced(body: string): z.infer<typeof Announced> {
  try {
    return Announced.parse(JSON.parse(body));
  } catch (cause) {
    throw unexpected('the answer holds neither a receipt nor what is wanted', cause);
  }
}
