import type { FaceLandmarks } from './landmarks.ts';
import type { MeshPoint } from './models.ts';

/** How a head is turned, in degrees, from the citizen's own view: to his left, his chin up, his head tilted to his left. */
export interface Pose {
  readonly yawDegrees: number;
  readonly pitchDegrees: number;
  readonly rollDegrees: number;
}

/** How far the lines down the mesh lean on a face that looks straight ahead: away from the camera at the nose. Measured, see README.md. */
const uprightDegrees = -1.5;

/** The pose from the mesh: its lines across the face and down the face in three dimensions, and the line of the eyes. */
export function poseOf({ across, down, rightEye, leftEye }: FaceLandmarks): Pose {
  return {
    yawDegrees: leaning(across),
    pitchDegrees: uprightDegrees - leaning(down),
    rollDegrees: degrees(Math.atan2(leftEye[1] - rightEye[1], leftEye[0] - rightEye[0])),
  };
}

/** How much lines lean away from the camera, together. */
function leaning(lines: readonly MeshPoint[]): number {
  const [x, y, z] = lines.reduce<MeshPoint>(
    ([sx, sy, sz], line) => [sx + line[0], sy + line[1], sz + line[2]],
    [0, 0, 0],
  );
  return degrees(Math.atan2(z, Math.hypot(x, y)));
}

function degrees(radians: number): number {
  return (radians * 180) / Math.PI;
}
