import type { Gap } from '../contract/enrollment.ts';
import type { CaptureId } from '../contract/ids.ts';
import {
  type HeadCovering,
  type Likeness,
  type PortraitCheck,
  type PortraitCrop,
  type PortraitHint,
  type PortraitKeepReason,
  type PortraitSnapshot,
  type PortraitTicks,
  unheldTicks,
} from '../contract/portrait.ts';

/** What a still frame is worth. */
export interface PortraitAssessment {
  /** 0 … 100 */
  readonly score: number;
  readonly checks: readonly PortraitCheck[];
  readonly hint?: PortraitHint;
  /** Absent without a face. */
  readonly crop?: PortraitCrop;
}

export interface TakenPortrait extends PortraitAssessment {
  readonly captureId: CaptureId;
}

/** The portrait of an application: the last picture taken, and what is known and said of it. */
export interface PortraitState {
  readonly attempts: number;
  readonly taken?: TakenPortrait;
  readonly kept?: { readonly reason: PortraitKeepReason; readonly bySupervisor?: string };
  /** Absent before the officer has answered. */
  readonly ticks?: PortraitTicks;
  readonly headCovering?: HeadCovering;
  readonly isRightPerson: boolean;
  /** Between this picture and the one of this reading of the chip. */
  readonly likeness?: Likeness;
}

export type PortraitEvent =
  | ({ readonly kind: 'portrait-taken'; readonly captureId: CaptureId } & PortraitAssessment)
  | { readonly kind: 'portrait-kept'; readonly reason: PortraitKeepReason; readonly bySupervisor?: string }
  | {
      readonly kind: 'portrait-confirmed';
      readonly ticks: PortraitTicks;
      readonly headCovering?: HeadCovering;
      readonly isRightPerson: boolean;
    }
  | {
      readonly kind: 'portrait-compared';
      /** The portrait that was compared; another may have been taken meanwhile. */
      readonly captureId: CaptureId;
      /** Absent when one of the pictures shows no face. */
      readonly likeness?: Likeness;
    };

export function beginPortrait(): PortraitState {
  return { attempts: 0, isRightPerson: false };
}

/** A new picture begins anew with all but the number of tries; what makes no sense changes nothing. */
export function advancePortrait(state: PortraitState, event: PortraitEvent): PortraitState {
  switch (event.kind) {
    case 'portrait-taken': {
      const { kind: _kind, ...taken } = event;
      return { ...beginPortrait(), attempts: state.attempts + 1, taken };
    }
    case 'portrait-kept': {
      const { kind: _kind, ...kept } = event;
      return state.taken && isToExcuse(state, state.taken) ? { ...state, kept } : state;
    }
    case 'portrait-confirmed': {
      if (!state.taken) return state;
      const { kind: _kind, ...confirmed } = event;
      const { headCovering: _covering, kept, ...rest } = state;
      const next = { ...rest, ...confirmed };
      return kept && isStillKept(state, next, state.taken) ? { ...next, kept } : next;
    }
    case 'portrait-compared': {
      if (state.taken?.captureId !== event.captureId) return state;
      const { likeness: _before, ...rest } = state;
      return { ...rest, ...(event.likeness ? { likeness: event.likeness } : {}) };
    }
  }
}

/** Another card is read, or the same again: whose portrait this is, is to be seen anew. */
export function forgetHolder({ likeness: _likeness, ...portrait }: PortraitState): PortraitState {
  return { ...portrait, isRightPerson: false };
}

/** Whether nothing is wrong but what is advice. */
export function isMet({ checks }: PortraitAssessment): boolean {
  return checks.every((check) => check.isMet || check.isAdvice);
}

/** Whether something is wrong that a reason can excuse. */
function isToExcuse(state: PortraitState, taken: TakenPortrait): boolean {
  return !isMet(taken) || unheldTicks(state).length > 0;
}

/** Kept for what was known to be wrong: not for what is found wrong later, nor once nothing is. */
function isStillKept(before: PortraitState, after: PortraitState, taken: TakenPortrait): boolean {
  const known = unheldTicks(before);
  return isToExcuse(after, taken) && unheldTicks(after).every((name) => known.includes(name));
}

/** Whether the picture counts: as it should be, or kept. */
function isUsable({ taken, kept }: PortraitState): boolean {
  return taken !== undefined && (isMet(taken) || kept !== undefined);
}

/** Whether every tick was answered, and holds or is excused by the reason the picture is kept for. */
function isConfirmed(state: PortraitState): boolean {
  return state.ticks !== undefined && (unheldTicks(state).length === 0 || state.kept !== undefined);
}

/** What keeps an application from being sealed as far as the portrait goes. */
export function portraitGapsOf(state: PortraitState): Gap[] {
  if (!isUsable(state)) return [{ kind: 'portrait-missing', step: 'portrait' }];
  return [
    ...(isConfirmed(state) ? [] : [{ kind: 'portrait-not-confirmed', step: 'portrait' } as const]),
    ...(state.isRightPerson ? [] : [{ kind: 'person-not-confirmed', step: 'portrait' } as const]),
  ];
}

/** What the page shows of the portrait. */
export function portraitSnapshotOf(
  state: PortraitState,
  rules: { readonly attempts: number; readonly supervisorToKeep: boolean },
): Omit<PortraitSnapshot, 'guide'> {
  const { taken, ...rest } = state;
  const { checks = [], ...judged } = taken ?? {};
  // More tries may mend a measure; they do not take a bandage off.
  const areTriesUsed = taken !== undefined && (isMet(taken) || state.attempts >= rules.attempts);
  const mayKeep = areTriesUsed && state.kept === undefined && isToExcuse(state, taken);
  return {
    ...rest,
    ...judged,
    checks: [...checks],
    isUsable: isUsable(state),
    mayKeep,
    needsSupervisor: mayKeep && rules.supervisorToKeep,
  };
}
