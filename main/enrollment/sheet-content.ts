import { isDeepStrictEqual } from 'node:util';
import { type FieldName, fieldNames } from '../contract/form.ts';
import type { CaptureId } from '../contract/ids.ts';
import type { Cc01Exception, Cc01Eye, Cc01Fingers } from '../forms/cc01-captures.ts';
import { chosenTry, type FingerState } from './finger-state.ts';
import { chosenEye, type EyeState } from './iris-state.ts';
import { isMet } from './portrait-state.ts';
import type { EnrollmentState } from './state.ts';

/** A picture of which the sheet tells, and how good it is. */
interface SheetPicture {
  readonly captureId: CaptureId;
}

/**
 * Everything on CC01 that can change while an application is a draft. The sheet is printed from it and nothing else, and a signature
 * holds as long as it is the same: what is to stand on the sheet is added here.
 */
export interface SheetContent {
  /** As stored, without those that are empty. */
  readonly values: { readonly [K in FieldName]?: string };
  /** Fields that differ from the old card. */
  readonly changed: readonly FieldName[];
  readonly fingers: readonly (Cc01Fingers & SheetPicture)[];
  readonly exceptions: readonly Cc01Exception[];
  readonly eyes: readonly (Cc01Eye & Partial<SheetPicture>)[];
  readonly portrait?: SheetPicture & { readonly score: number; readonly keptBelowThreshold: boolean };
}

export function sheetContentOf(state: EnrollmentState): SheetContent {
  const { fields, fingers, exceptions, irises, portrait } = state;
  const { taken, kept } = portrait;
  return {
    values: Object.fromEntries(
      fieldNames.flatMap((name) => {
        const value = fields[name]?.value ?? '';
        return value === '' ? [] : [[name, value]];
      }),
    ),
    changed: fieldNames.filter((name) => fields[name]?.before !== undefined),
    fingers: fingers.flatMap(fingersOf),
    exceptions: exceptions.map(({ position, code, note }) => ({ position, code, note })),
    eyes: irises.flatMap(eyeOf),
    ...(taken && {
      portrait: {
        captureId: taken.captureId,
        score: Math.round(taken.score),
        keptBelowThreshold: kept !== undefined && !isMet(taken),
      },
    }),
  };
}

/** What makes the sheet of one state another than that of the other: a field, or what was captured; undefined when they are the same. */
export function contentChange(
  before: EnrollmentState,
  after: EnrollmentState,
): FieldName | 'picture' | undefined {
  if (before === after) return undefined;
  const [old, now] = [sheetContentOf(before), sheetContentOf(after)];
  if (isDeepStrictEqual(old, now)) return undefined;
  const field = fieldNames.find(
    (name) =>
      old.values[name] !== now.values[name] || old.changed.includes(name) !== now.changed.includes(name),
  );
  return field ?? 'picture';
}

function fingersOf(finger: FingerState): SheetContent['fingers'] {
  const { position, attempts, kept } = finger;
  const chosen = chosenTry(finger);
  if (!chosen) return [];
  const { captureId, verdict } = chosen;
  return [{ position, score: Math.round(verdict.score), attempts, isKept: kept !== undefined, captureId }];
}

function eyeOf(state: EyeState): SheetContent['eyes'] {
  const { eye, attempts, kept, exception } = state;
  const chosen = chosenEye(state);
  if (chosen) {
    const { captureId, assessed } = chosen;
    return [{ eye, score: Math.round(assessed.score), attempts, isKept: kept !== undefined, captureId }];
  }
  return exception ? [{ eye, exception: { code: exception.code, note: exception.note } }] : [];
}
