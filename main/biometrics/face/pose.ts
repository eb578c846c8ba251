import type { FaceLandmarks } from './landmarks.ts';

/** How a head is turned, in degrees, from the citizen's own view: to his left, his chin up, his head tilted to his left. */
export interface Pose {
  readonly yawDegrees: number;
  readonly pitchDegrees: number;
  readonly rollDegrees: number;
}

/** How far the line from forehead to chin of the mesh leans on a face that looks straight ahead; measured, see README.md. */
const uprightDegrees = 0;

/** The pose from the mesh: its lines across the face, which are level on every face, and the one down the face. */
export function poseOf({ across, down }: FaceLandmarks): Pose {
  const sum = across.reduce<[number, number, number]>(
    ([sx, sy, sz], [x, y, z]) => [sx + x, sy + y, sz + z],
    [0, 0, 0],
  );
  const [x, y, z] = sum;
  return {
    yawDegrees: degrees(Math.atan2(z, Math.hypot(x, y))),
    pitchDegrees: degrees(Math.atan2(down[2], Math.hypot(down[0], down[1]))) - uprightDegrees,
    rollDegrees: degrees(Math.atan2(y, x)),
  };
}

function degrees(radians: number): number {
  return (radians * 180) / Math.PI;
}
