import { z } from 'zod';

/** Heights a camera is asked for, pixels; it gives the nearest that it has. */
export const cameraHeights = [2160, 1080, 720] as const;
export const CameraHeight = z.literal([...cameraHeights]);
export type CameraHeight = z.infer<typeof CameraHeight>;

/** The camera an office has chosen for this station. `page`: one that the page itself opens (getUserMedia). */
export const CameraChoice = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('page'),
    /** The browser's id of it; a new profile gives it another one. */
    deviceId: z.string().max(200),
    /** The camera's own name, by which it is found again under another id. */
    label: z.string().max(500),
    heightPx: CameraHeight,
  }),
]);
export type CameraChoice = z.infer<typeof CameraChoice>;
