import {
  type HeadCovering,
  type PortraitSnapshot,
  type PortraitTicks,
  unheldTicks,
} from '../../../main/contract/portrait.ts';

/** What the officer is about to confirm of the picture: all of it holds until he says of something that it does not. */
export interface Draft {
  readonly ticks: PortraitTicks;
  readonly headCovering: HeadCovering | undefined;
  readonly isRightPerson: boolean;
}

/** What cannot be confirmed, the gravest first. */
export interface Confirmation {
  readonly notHeld: keyof PortraitTicks | 'rightPerson' | undefined;
}

/** That it is the right person is not suggested where the pictures differ: the officer looks, and says so himself. */
export function draftOf({ ticks, headCovering, isRightPerson, likeness }: PortraitSnapshot): Draft {
  return {
    ticks: ticks ?? { noGlasses: true, bothEars: true, bareHead: true, decentDress: true },
    headCovering,
    isRightPerson: isRightPerson || likeness?.band !== 'different',
  };
}

/** What does not hold is as good as what does, once the picture is kept for it. */
export function confirmationOf(draft: Draft, portrait: PortraitSnapshot): Confirmation {
  if (!draft.isRightPerson) return { notHeld: 'rightPerson' };
  const excused = portrait.kept ? unheldTicks(portrait) : [];
  return { notHeld: unheldTicks(draft).find((name) => !excused.includes(name)) };
}
