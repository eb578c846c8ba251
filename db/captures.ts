import type { Store } from './open.ts';
import { decryptPayload, encryptPayload, payloadOverheadBytes, requirePayloadKey } from './payload.ts';

export type CaptureKind =
  | 'chip-file'
  | 'chip-face'
  | 'finger'
  | 'portrait'
  | 'iris'
  | 'paper'
  | 'printed-form'
  | 'signature';

/** One thing captured for an application, kept as it came. */
export interface NewCapture {
  readonly id: string;
  readonly applicationId: string;
  readonly kind: CaptureKind;
  /** What it is of its kind: `DG1`, `13` (finger position), `CC01`. */
  readonly label: string;
  readonly mime: string;
  readonly bytes: Uint8Array;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly width?: number;
  readonly height?: number;
  /** JSON of the device it came from. */
  readonly device?: string;
  /** JSON of the verdict on it. */
  readonly verdict?: string;
  readonly capturedAtMs: number;
}

/** A capture with its bytes. */
export type StoredCapture = Pick<
  NewCapture,
  'id' | 'kind' | 'label' | 'mime' | 'bytes' | 'sha256' | 'capturedAtMs'
>;

/** A capture without its bytes, with what is known about it. */
export interface CaptureListing extends Omit<StoredCapture, 'bytes'> {
  readonly byteLength: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly device: string | null;
  readonly verdict: string | null;
  /** Whether it is the one of its kind and label that counts: the latest, unless an earlier one was better. */
  readonly isCurrent: boolean;
}

const described = 'id, kind, label, mime, sha256, captured_at_ms AS capturedAtMs';
const stored = `${described}, application_id AS applicationId, bytes`;

/** Stores a capture as the current one of its kind and label; earlier tries stay, no longer current. */
export function insertCapture(store: Store, capture: NewCapture): void {
  const {
    id,
    applicationId,
    kind,
    label,
    mime,
    bytes,
    sha256,
    width,
    height,
    device,
    verdict,
    capturedAtMs,
  } = capture;
  store.transaction(() => {
    const encrypted = encryptPayload(requirePayloadKey(store, applicationId), placeOf(id), bytes);
    store
      .statement(
        'UPDATE captures SET is_current = 0 WHERE application_id = ? AND kind = ? AND label = ? AND is_current = 1',
      )
      .run(applicationId, kind, label);
    store
      .statement(
        `INSERT INTO captures (id, application_id, kind, label, mime, bytes, sha256, width, height, device, verdict,
           captured_at_ms, is_current) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)`,
      )
      .run(
        ...[id, applicationId, kind, label, mime, encrypted, sha256],
        ...[width ?? null, height ?? null, device ?? null, verdict ?? null, capturedAtMs],
      );
  });
}

/** Makes a capture the current one of its kind and label again, instead of a later try. Runs in the caller's transaction. */
export function makeCurrent(store: Store, id: string): void {
  store
    .statement(
      `UPDATE captures SET is_current = 0 WHERE is_current = 1 AND (application_id, kind, label) =
         (SELECT application_id, kind, label FROM captures WHERE id = ?)`,
    )
    .run(id);
  store.statement('UPDATE captures SET is_current = 1 WHERE id = ?').run(id);
}

/** What was captured of this kind counts no longer; it stays. Runs in the caller's transaction. */
export function retireCaptures(store: Store, applicationId: string, kind: CaptureKind): void {
  store
    .statement('UPDATE captures SET is_current = 0 WHERE application_id = ? AND kind = ? AND is_current = 1')
    .run(applicationId, kind);
}

/** One capture; undefined when there is none of that id. */
export function readCapture(store: Store, id: string): StoredCapture | undefined {
  const row = store.statement<CaptureRow>(`SELECT ${stored} FROM captures WHERE id = ?`).get(id);
  return row && decrypted(store, row);
}

interface CaptureRow extends StoredCapture {
  readonly applicationId: string;
}

/** Captures are erased with the key: where one is, the other is too. */
function decrypted(store: Store, { applicationId, ...capture }: CaptureRow): StoredCapture {
  const key = requirePayloadKey(store, applicationId);
  return { ...capture, bytes: decryptPayload(key, placeOf(capture.id), capture.bytes) };
}

function placeOf(id: string): string {
  return `capture/${id}`;
}

/** Everything ever captured for an application, oldest first. */
export function listCaptures(store: Store, applicationId: string): CaptureListing[] {
  return store
    .statement<Omit<CaptureListing, 'isCurrent'> & { readonly isCurrent: 0 | 1 }>(
      `SELECT ${described}, length(bytes) - ${payloadOverheadBytes} AS byteLength, width, height, device, verdict, is_current AS isCurrent
       FROM captures WHERE application_id = ? ORDER BY captured_at_ms, id`,
    )
    .all(applicationId)
    .map(({ isCurrent, ...capture }) => ({ ...capture, isCurrent: isCurrent === 1 }));
}

/** The current captures of an application, by kind and label. */
export function readCurrentCaptures(store: Store, applicationId: string): StoredCapture[] {
  return store
    .statement<CaptureRow>(
      `SELECT ${stored} FROM captures WHERE application_id = ? AND is_current = 1 ORDER BY kind, label`,
    )
    .all(applicationId)
    .map((row) => decrypted(store, row));
}

/** The current capture of a kind and label; undefined when there is none. */
export function readCurrentCapture(
  store: Store,
  applicationId: string,
  kind: CaptureKind,
  label: string,
): StoredCapture | undefined {
  const row = store
    .statement<CaptureRow>(
      `SELECT ${stored} FROM captures WHERE application_id = ? AND kind = ? AND label = ? AND is_current = 1`,
    )
    .get(applicationId, kind, label);
  return row && decrypted(store, row);
}
