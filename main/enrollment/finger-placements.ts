import type { FingerStep } from '../applications/rules.ts';
import type { FingerException } from '../contract/fingers.ts';

/** One finger, 1 right thumb … 10 left little. */
export type Finger = Exclude<FingerStep, 13 | 14 | 15>;

const slaps: Readonly<Record<13 | 14 | 15, readonly Finger[]>> = {
  13: [2, 3, 4, 5],
  14: [7, 8, 9, 10],
  15: [1, 6],
};

/** The fingers that a placement shows. */
export function fingersOf(step: FingerStep): readonly Finger[] {
  return isSlap(step) ? slaps[step] : [step];
}

/** Whether several fingers lie on the glass at once. */
export function isSlap(step: FingerStep): step is 13 | 14 | 15 {
  return step >= 13;
}

/** The fingers of a placement of which there is nothing to capture. Worn and deformed ones are captured as well as they can be. */
export function missingOf(step: FingerStep, exceptions: readonly FingerException[]): Finger[] {
  return fingersOf(step).filter((finger) =>
    exceptions.some(({ position, code }) => position === finger && isAbsence(code)),
  );
}

function isAbsence(code: FingerException['code']): boolean {
  return code === 'amputated' || code === 'bandaged';
}

/** The fingers of a placement that need not be as good as others. */
export function excusedOf(step: FingerStep, exceptions: readonly FingerException[]): Finger[] {
  return fingersOf(step).filter((finger) =>
    exceptions.some(({ position, code }) => position === finger && !isAbsence(code)),
  );
}

/** Nothing of the placement can be captured. */
export function isSkipped(step: FingerStep, exceptions: readonly FingerException[]): boolean {
  return missingOf(step, exceptions).length === fingersOf(step).length;
}
