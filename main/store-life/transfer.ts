import { closeSync, fstatSync, fsyncSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { changeState, insertApplication, readApplication, saveDraft } from '../../db/applications.ts';
import { keepContentKey, readContentKey } from '../../db/content-keys.ts';
import type { Store } from '../../db/open.ts';
import { enqueue } from '../../db/outbox.ts';
import { listUnsent, readPacket } from '../../db/packets.ts';
import { syncDir } from '../../db/replace.ts';
import { markExported } from '../../db/transfers.ts';
import { recordEvent } from '../audit/events.ts';
import { StationError } from '../contract/errors.ts';
import { maxPacketBytes, packetSuite, sha256Hex } from '../enrollment/packet.ts';
import type { PrivateKey } from '../enrollment/public-key.ts';
import { forgetWrapped } from '../enrollment/rewrap.ts';
import { readStatement, signStatement } from '../enrollment/statement.ts';
import type { StationKeys } from '../enrollment/station-keys.ts';
import type { StationPermit } from './permit.ts';

/*
 * A file of sealed packets for another station:
 *   "ESX1" | uint32 length | statement | encapsulated key (65) | record 1 | record 2 | …
 * The statement is a JWS by the station that gives. Records are HPKE messages of one context (RFC 9180, section 5.2), so that none can be
 * left out, doubled or moved: uint32 length, JSON of the application, packet.
 */

const magic = Buffer.from('ESX1');
const info = new TextEncoder().encode('enrollment-station queue export 1');
const maxStatementBytes = 1024 * 1024;
const encapsulatedKeyBytes = 65;
const maxRecordBytes = maxPacketBytes + 4 * 1024 * 1024;

const Statement = z.strictObject({
  schema: z.literal(1),
  exportId: z.uuid(),
  fromStationNo: z.string(),
  toStationNo: z.string(),
  /** Key id it is encrypted to. */
  transferKeyId: z.string(),
  createdAt: z.iso.datetime({ precision: 3 }),
  records: z
    .array(z.strictObject({ applicationId: z.uuid(), bytes: z.number().int().min(4).max(maxRecordBytes) }))
    .max(10_000),
});
type Statement = z.infer<typeof Statement>;

const text = z.string();
const ExportedApplication = z.strictObject({
  ...{ id: z.uuid(), receiptNo: text, type: text, reason: text, officerId: text, fullName: text },
  ...{ personalId: text, birthDate: text, sex: text, draft: text, outboxId: text, packetSha256: text },
  ...{ receivedAtMs: z.number(), savedAtMs: z.number(), revision: z.number() },
  contentKey: z.base64().nullable(),
});
type ExportedApplication = z.infer<typeof ExportedApplication>;

export interface ExportOptions {
  readonly store: Store;
  readonly keys: StationKeys;
  readonly to: StationPermit;
  readonly file: string;
  readonly nowMs: number;
}

/**
 * Writes every packet that is not delivered into a file that only the station named in the permit opens, and marks them: they are no longer
 * sent from here. They are marked when the file is whole on its medium; killed before, nothing has changed.
 *
 * @returns how many packets, and the export's id
 */
export async function exportQueue({ store, keys, to, file, nowMs }: ExportOptions) {
  const ids = listUnsent(store);
  const exportId = uuidv7();
  const records = ids.map((id) => {
    const record = recordOf(store, id);
    return { applicationId: record.applicationId, bytes: record.bytes.length };
  });
  const statement: Statement = {
    ...{ schema: 1, exportId, fromStationNo: keys.stationNo, toStationNo: to.stationNo },
    ...{ transferKeyId: to.transferKey.kid, createdAt: new Date(nowMs).toISOString(), records },
  };
  const jws = Buffer.from(await signStatement('queue-export', JSON.stringify(statement), keys));
  const { kty, crv, x, y } = to.transferKey;
  const recipientPublicKey = await packetSuite.kem.importKey('jwk', { kty, crv, x, y }, true);
  const sender = await packetSuite.createSenderContext({ recipientPublicKey, info });
  const unfinished = `${file}.part`;
  rmSync(unfinished, { force: true });
  const fd = openSync(unfinished, 'wx', 0o600);
  try {
    writeSync(fd, Buffer.concat([magic, uint32(jws.length), jws, new Uint8Array(sender.enc)]));
    for (const id of ids) {
      const sealed = await sender.seal(recordOf(store, id).bytes, jws);
      writeSync(fd, new Uint8Array(sealed));
    }
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(unfinished, file);
  syncDir(file);
  store.transaction(() => {
    for (const { applicationId } of records)
      markExported(store, applicationId, { stationNo: to.stationNo, exportId, atMs: nowMs });
    recordEvent(store, {
      ...{ atMs: nowMs, actor: 'station', event: 'export', subject: '' },
      details: { packets: records.length, sha256: sha256Hex(jws) },
    });
  });
  return { packets: records.length, exportId };
}

function recordOf(store: Store, id: string): { readonly applicationId: string; readonly bytes: Uint8Array } {
  const entry = readPacket(store, id);
  const application = entry && readApplication(store, entry.applicationId);
  if (!entry || !application) throw new Error('the outbox names an application that is not there');
  const { state: _, nextStep: __, centreReceipt: ___, draft, ...kept } = application;
  const contentKey = readContentKey(store, application.id);
  const described: ExportedApplication = {
    ...{ ...kept, draft: draft ?? '', outboxId: id, packetSha256: entry.packetSha256 },
    contentKey: contentKey ? Buffer.from(contentKey).toString('base64') : null,
  };
  const json = Buffer.from(JSON.stringify(described));
  return { applicationId: application.id, bytes: Buffer.concat([uint32(json.length), json, entry.packet]) };
}

export interface ImportOptions {
  readonly store: Store;
  readonly stationNo: string;
  readonly transferKey: PrivateKey;
  /** Whoever gave the file. */
  readonly from: StationPermit;
  readonly file: string;
  readonly nowMs: number;
}

/**
 * Puts the packets of another station in this one's outbox. Each comes whole or not at all; the same file again changes nothing.
 *
 * @returns how many came, and how many were here already
 * @throws StationError `transfer/unreadable` when the file is not what the other station wrote, `transfer/not-for-us`
 */
export async function importQueue(options: ImportOptions): Promise<{ packets: number; alreadyHere: number }> {
  const { store, from, stationNo, transferKey, file, nowMs } = options;
  const fd = openSync(file, 'r');
  try {
    const { jws, statement } = await readStart(fd, from);
    if (statement.toStationNo !== stationNo || statement.transferKeyId !== transferKey.kid)
      throw new StationError('transfer/not-for-us', 'the file is for another station');
    const open = await openerOf(transferKey, read(fd, encapsulatedKeyBytes));
    let packets = 0;
    for (const { applicationId, bytes } of statement.records) {
      const plain = await open(read(fd, bytes + 16), jws);
      const record = readRecord(plain, applicationId);
      if (store.transaction(() => take(store, record, nowMs))) packets += 1;
    }
    if (readSync(fd, Buffer.alloc(1)) !== 0) throw unreadable('the file goes on behind its end');
    const alreadyHere = statement.records.length - packets;
    recordEvent(store, {
      ...{ atMs: nowMs, actor: 'station', event: 'import', subject: '' },
      details: { packets, alreadyHere, exportId: statement.exportId },
    });
    return { packets, alreadyHere };
  } finally {
    closeSync(fd);
  }
}

async function readStart(
  fd: number,
  from: StationPermit,
): Promise<{ jws: Uint8Array; statement: Statement }> {
  if (!read(fd, magic.length).equals(magic)) throw unreadable('not an export');
  const length = read(fd, 4).readUInt32BE();
  if (length > maxStatementBytes) throw unreadable('the statement is too long');
  const jws = read(fd, length);
  try {
    const said = await readStatement('queue-export', jws.toString('utf8'), [from.signingKey]);
    return { jws, statement: Statement.parse(JSON.parse(said)) };
  } catch (cause) {
    throw unreadable('no statement of that station', cause);
  }
}

async function openerOf(transferKey: PrivateKey, enc: Uint8Array) {
  const { kty, crv, x, y, d } = transferKey;
  try {
    const recipientKey = {
      publicKey: await packetSuite.kem.importKey('jwk', { kty, crv, x, y }, true),
      privateKey: await packetSuite.kem.importKey('jwk', { kty, crv, x, y, d }, false),
    };
    const context = await packetSuite.createRecipientContext({ recipientKey, enc, info });
    return async (sealed: Uint8Array, jws: Uint8Array): Promise<Buffer> => {
      try {
        return Buffer.from(await context.open(sealed, jws));
      } catch (cause) {
        throw unreadable('a record does not open', cause);
      }
    };
  } catch (cause) {
    throw unreadable('the encapsulated key is none', cause);
  }
}

function readRecord(plain: Buffer, applicationId: string) {
  const length = plain.readUInt32BE();
  try {
    const application = ExportedApplication.parse(JSON.parse(plain.toString('utf8', 4, 4 + length)));
    const packet = new Uint8Array(plain.subarray(4 + length));
    if (application.id !== applicationId) throw new Error('another application than the statement says');
    if (sha256Hex(packet) !== application.packetSha256)
      throw new Error('another packet than the record says');
    return { application, packet };
  } catch (cause) {
    throw unreadable('a record does not fit', cause);
  }
}

/** False when the application is here already. */
function take(store: Store, { application, packet }: ReturnType<typeof readRecord>, nowMs: number): boolean {
  const { id, outboxId, packetSha256, contentKey, ...rest } = application;
  if (readApplication(store, id)) return false;
  insertApplication(store, { ...rest, id, nextStep: null });
  saveDraft(store, id, { ...rest, nextStep: null });
  changeState(store, id, 'sealed');
  enqueue(store, { id: outboxId, applicationId: id, packet, packetSha256, nowMs });
  forgetWrapped(store);
  if (contentKey !== null) keepContentKey(store, id, Buffer.from(contentKey, 'base64'));
  return true;
}

/** So many bytes of a file, which must have them. */
function read(fd: number, length: number): Buffer {
  if (length > fstatSync(fd).size) throw unreadable('the file ends early');
  const bytes = Buffer.alloc(length);
  if (readSync(fd, bytes) !== length) throw unreadable('the file ends early');
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function unreadable(message: string, cause?: unknown): StationError {
  return new StationError('transfer/unreadable', message, { cause });
}
