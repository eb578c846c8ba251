import { z } from 'zod';

/** UUIDv7 of one application: the idempotency key all the way to the centre. */
export const ApplicationId = z.uuid().brand('ApplicationId');
export type ApplicationId = z.infer<typeof ApplicationId>;

/** UUIDv7 of one stored capture. */
export const CaptureId = z.uuid().brand('CaptureId');
export type CaptureId = z.infer<typeof CaptureId>;

/** Id of an officer's account on this station. */
export const OfficerId = z.string().min(1).max(64).brand('OfficerId');
export type OfficerId = z.infer<typeof OfficerId>;

/** Bytes that stay bytes on the wire. */
export const Bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'must be bytes');
