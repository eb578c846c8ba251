import type { HeadCovering, PortraitSnapshot, PortraitTicks } from '../../../main/contract/portrait.ts';

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
  if (isRightPerson) return { ticks, headCovering, isRightPerson };
  return {
    ticks: { noGlasses: true, bothEars: true, bareHead: true, decentDress: true },
    headCovering: undefined,
    isRightPerson: likeness?.band !== 'different',
  };
}

/** A covered head is as good as a bare one, once it is said why. */
export function confirmationOf({ ticks, headCovering, isRightPerson }: Draft): Confirmation {
  if (!isRightPerson) return { notHeld: 'rightPerson' };
  const isHeadFine = ticks.bareHead || headCovering !== undefined;
  const order = ['noGlasses', 'bothEars', 'bareHead', 'decentDress'] as const;
  return { notHeld: order.find((name) => (name === 'bareHead' ? !isHeadFine : !ticks[name])) };
}
