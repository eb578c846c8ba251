import type { PortraitGuidance, PortraitHint } from '../../../main/contract/portrait.ts';

/** What is said under the live picture: what to mend first; to hold still; or only to look here. */
export type Cue = PortraitHint | 'hold' | 'look';

/** Something that is said, and since when. */
interface Said {
  readonly cue: Cue;
  readonly sinceMs: number;
}

/** The live guidance of one portrait, up to its shutter. */
export interface Guide {
  /** The newest answer; absent before the first. */
  readonly guidance?: PortraitGuidance;
  readonly shown: Said;
  /** The same for those who listen, slower. */
  readonly spoken: Said;
  /** Since when everything has been right without a break. */
  readonly readySinceMs?: number;
  readonly atMs: number;
  /** The shutter went off and the picture was not taken: it stays down until something has changed. */
  readonly isDisarmed: boolean;
}

export type GuideEvent =
  | { readonly kind: 'frame'; readonly guidance: PortraitGuidance; readonly atMs: number }
  | { readonly kind: 'refused' };

/** A sentence stays so long that it can be read, or heard. */
const shownMs = 800;
const spokenMs = 2000;
/** Everything has to be right for so long, with "hold still" on the screen, before the picture is taken. */
const holdMs = 800;
/** After so long without an answer nobody knows what happened in between. */
const gapMs = 1500;

const nothing: Said = { cue: 'look', sinceMs: Number.NEGATIVE_INFINITY };

export const noGuide: Guide = { shown: nothing, spoken: nothing, atMs: 0, isDisarmed: false };

/** What the guide becomes with the next answer about a live frame. */
export function advanceGuide(guide: Guide, event: GuideEvent): Guide {
  switch (event.kind) {
    case 'refused': {
      const { readySinceMs: _over, ...rest } = guide;
      return { ...rest, isDisarmed: true };
    }
    case 'frame': {
      const { guidance, atMs } = event;
      const cue = guidance.isReady ? 'hold' : (guidance.hint ?? 'look');
      const isUnbroken = guide.readySinceMs !== undefined && atMs - guide.atMs <= gapMs;
      return {
        guidance,
        shown: steady(guide.shown, cue, atMs, shownMs),
        spoken: steady(guide.spoken, cue, atMs, spokenMs),
        ...(guidance.isReady ? { readySinceMs: isUnbroken ? (guide.readySinceMs ?? atMs) : atMs } : {}),
        atMs,
        isDisarmed: guide.isDisarmed && guidance.isReady,
      };
    }
  }
}

/** What is said changes no oftener than every `leastMs`; what came and went in between is never said. */
function steady(said: Said, cue: Cue, atMs: number, leastMs: number): Said {
  return cue === said.cue || atMs - said.sinceMs < leastMs ? said : { cue, sinceMs: atMs };
}

/** How much of the time to hold still is over: 0 to 1. At 1 the picture is taken. */
export function heldShare({ readySinceMs, shown, atMs, isDisarmed }: Guide): number {
  if (readySinceMs === undefined || shown.cue !== 'hold' || isDisarmed) return 0;
  return Math.min(1, (atMs - Math.max(readySinceMs, shown.sinceMs)) / holdMs);
}
