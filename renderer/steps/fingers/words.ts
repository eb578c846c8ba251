import type { StreamItem } from '../../../main/contract/calls.ts';
import type { FingerException, FingerFinding, FingerSnapshot } from '../../../main/contract/fingers.ts';
import {
  exceptionNames,
  findingTexts,
  findingVariants,
  fingerText,
  handNames,
  instructions,
  keepReasons,
  liveHints,
  positionNames,
  sentenceName,
  shortNames,
} from '../../text/fingers.vi.ts';
import { verdictHint } from '../../text/hints.vi.ts';
import { fill } from '../../text/screens.vi.ts';
import { exceptionsIn, handOf, stepState, wantedIn, weaknessOf } from './placement.ts';

export type LiveFrame = StreamItem<'fingers.preview'>;

/** Words with their tone; several are shown one below the other. */
export interface Words {
  readonly tone: 'plain' | 'good' | 'warn' | 'bad';
  readonly lines: readonly string[];
}

/** What the citizen is asked to do. */
export function instructionFor(position: number, exceptions: readonly FingerException[]): string {
  const wanted = wantedIn(position, exceptions);
  const hand = handOf(position);
  const [only] = wanted;
  if (position <= 10) return fill(instructions.roll, { finger: nameOf(position) });
  if (wanted.length === 1 && only !== undefined) return fill(instructions.one, { finger: nameOf(only) });
  if (hand === 'both') return instructions.thumbs;
  return fill(instructions.slap, { n: wanted.length, hand: handNames[hand] });
}

/** Why a placement is passed over, or what is told about its fingers. */
function exceptionWords(position: number, exceptions: readonly FingerException[]): string {
  const codes = exceptionsIn(position, exceptions).map(({ code }) => exceptionNames[code]);
  return [...new Set(codes)].join(', ');
}

/** A finger or placement where there is little room. */
export function placeName(position: number): string {
  const hand = handOf(position);
  const name = shortNames[position] ?? '';
  return position > 10 || hand === 'both' ? name : `${name} ${handNames[hand]}`;
}

/** How a placement stands, in a word or two. */
export function stateWords(finger: FingerSnapshot, exceptions: readonly FingerException[]): string {
  return fill(fingerText.states[stepState(finger)], {
    score: Math.round(finger.verdict?.score ?? 0),
    reason: exceptionWords(finger.position, exceptions),
  });
}

/** What a finding says and what to do about it; every finger has its name. */
export function findingWords(finding: FingerFinding, position: number): string {
  switch (finding.kind) {
    case 'same-finger':
      return named(findingTexts['same-finger'], finding.position, finding.as);
    case 'other-finger':
      return finding.like === undefined
        ? named(findingVariants.nobodys, finding.position)
        : named(findingTexts['other-finger'], finding.position, finding.like);
    case 'officer-finger':
      return named(findingTexts['officer-finger'], finding.position);
    case 'wrong-hand':
      return wrongHand(findingTexts['wrong-hand'], findingVariants.thumbsSwapped, position);
    case 'wrong-count': {
      const { seen, expected } = finding;
      const words = seen > expected ? findingVariants.tooMany : findingTexts['wrong-count'];
      return fill(words, { n: seen, m: expected });
    }
  }
}

/** What to say of the picture that is on the glass now. */
export function liveWords(frame: LiveFrame | undefined, position: number, wanted: number): Words {
  if (!frame || frame.hint === 'no-finger') return { tone: 'plain', lines: [fingerText.awaited] };
  const hint = hintOf(frame, position, wanted);
  return hint === undefined ? { tone: 'good', lines: [fingerText.still] } : { tone: 'warn', lines: [hint] };
}

function hintOf(frame: LiveFrame, position: number, wanted: number): string | undefined {
  const { hint, hand, fingerCount } = frame;
  const expected = handOf(position);
  if (hint === 'wrong-hand' || (hand !== 'unknown' && expected !== 'both' && hand !== expected))
    return wrongHand(liveHints.hand, liveHints.thumbs, position);
  if (hint === 'wrong-count')
    return fill(fingerCount > wanted ? liveHints.tooMany : liveHints.count, { n: fingerCount, m: wanted });
  if (hint === 'off-centre') return direction(frame) ?? verdictHint(hint);
  return hint === undefined ? undefined : (liveHints.nearer[hint] ?? verdictHint(hint));
}

/** Where the hand has to go so that it lies in the middle. The picture shows the glass as the officer looks down on it. */
function direction({ outlines, width, height }: LiveFrame): string | undefined {
  const points = outlines.flat();
  if (points.length === 0) return undefined;
  const middle = (values: readonly number[]): number => (Math.min(...values) + Math.max(...values)) / 2;
  const across = middle(points.map(([x]) => x)) / width - 0.5;
  const along = middle(points.map(([, y]) => y)) / height - 0.5;
  if (Math.abs(across) >= Math.abs(along)) return across > 0 ? liveHints.moveLeft : liveHints.moveRight;
  return along > 0 ? liveHints.moveUp : liveHints.moveDown;
}

/** What to say of the picture that was taken. */
export function takenWords(finger: FingerSnapshot, exceptions: readonly FingerException[]): Words {
  const { position, kept, findings, attempts, mayKeep } = finger;
  const name = sentenceName(position);
  switch (stepState(finger)) {
    case 'good':
      return { tone: 'good', lines: [fill(fingerText.captured, { position: name })] };
    case 'kept':
      return {
        tone: 'good',
        lines: [
          fill(fingerText.capturedKept, {
            position: name,
            reason: kept ? keepReasons[kept.reason].toLocaleLowerCase('vi') : '',
          }),
        ],
      };
    case 'skipped':
      return {
        tone: 'plain',
        lines: [fill(fingerText.skipped, { position: name, reason: exceptionWords(position, exceptions) })],
      };
    case 'finding':
      return { tone: 'bad', lines: findings.map((one) => findingWords(one, position)) };
    case 'weak':
      return {
        tone: 'warn',
        lines: [weakWords(finger), ...(mayKeep ? [fill(fingerText.mayKeep, { n: attempts })] : [])],
      };
    case 'todo':
    case 'failed':
    case 'capturing':
      return { tone: 'plain', lines: [fingerText.ready] };
  }
}

/** The weakest finger and what helps it. */
function weakWords(finger: FingerSnapshot): string {
  const { fingers, verdict, position } = finger;
  const [weakest] = fingers
    .filter((one) => weaknessOf(finger, one) !== undefined)
    .toSorted((a, b) => a.score - b.score);
  const reason = weakest && weaknessOf(finger, weakest);
  if (reason) return verdictHint(reason, sentenceName(weakest.position));
  return verdict?.kind === 'retry' ? verdictHint(verdict.reason, sentenceName(position)) : '';
}

function wrongHand(words: string, forThumbs: string, position: number): string {
  const wanted = handOf(position);
  if (wanted === 'both') return forThumbs;
  return fill(words, {
    seen: handNames[wanted === 'right' ? 'left' : 'right'],
    wanted: handNames[wanted],
  });
}

/** Fingers begin the sentence with a capital, and stand in it without one. */
function named(words: string, finger: number, other?: number): string {
  const filled = fill(words, { finger: nameOf(finger), other: other === undefined ? '' : nameOf(other) });
  return filled.charAt(0).toLocaleUpperCase('vi') + filled.slice(1);
}

function nameOf(position: number): string {
  return positionNames[position] ?? '';
}
