import { receptionDay } from '../applications/reception-day.ts';
import { rulesOn } from '../applications/rules.ts';
import {
  compareFingers,
  leastMinutiae,
  prepareFinger,
  sameFingerScore,
} from '../biometrics/finger/minutiae/compare.ts';
import { extractMinutiae } from '../biometrics/finger/minutiae/extract.ts';
import type { FingerFeatures } from '../biometrics/finger/quality/features.ts';
import { type FingerJudgement, judgeFinger } from '../biometrics/finger/quality/judge.ts';
import { cropFinger } from '../biometrics/finger/segment/crop-finger.ts';
import type { SlapKind } from '../biometrics/finger/segment/name-fingers.ts';
import { type Slap, type SlapFinger, segmentSlap } from '../biometrics/finger/segment/segment-slap.ts';
import type { GrayPicture } from '../biometrics/picture.ts';
import { described, pictureJson, readFinger, readSingleFinger } from './finger-input.ts';
import { type Command, readOptions, UnusableInput } from './outcome.ts';

/** `station finger assess FILE`: quality features of one finger, the estimate fitted to them, and what they are worth. */
export const fingerAssess: Command = async (args) => {
  const [file] = filesOf('finger assess', readOptions(args, []).rest, ['FILE']);
  const finger = await readSingleFinger(file);
  const { value: judgement, ms } = timed(() => judgeFinger(finger.picture));
  const leastScore = leastScoreOf(finger.position);
  const { estimate, features, hints, isBelowFloor } = judgement;
  const isFine = !isBelowFloor && estimate.score >= leastScore;
  const verdict = isFine ? 'accept' : 'retry';
  return {
    isFine,
    json: {
      verdict,
      estimate: estimateJson(judgement),
      leastScore,
      isBelowFloor,
      hints,
      features,
      picture: pictureJson(finger),
      ms,
    },
    text: [
      `${verdict}: ${estimateText(judgement)}, at least ${leastScore} is asked`,
      `  ${described(finger)}; judged in ${ms} ms`,
      ...(hints.length > 0 ? [`  hints: ${hints.join(', ')}`] : []),
      ...featureLines(features),
    ].join('\n'),
  };
};

/** `station finger segment FILE --slap right|left|thumbs`: the fingers of a slap, each with its place and its estimate. */
export const fingerSegment: Command = async (args) => {
  const { values, rest } = readOptions(args, ['slap']);
  const [file] = filesOf('finger segment', rest, ['FILE']);
  const kind = slapKindOf(values['slap']);
  const finger = await readFinger(file);
  const { value: found, ms } = timed(() => segmentAndJudge(finger.picture, kind));
  const { slap, judgements } = found;
  const verdict = slapVerdict(slap, kind);
  const { count, expectedCount, hand } = slap;
  const fingers = slap.fingers.map((each, index) => ({
    position: each.position ?? null,
    box: each.box,
    angle: degrees(each.angle),
    isCutOff: each.isCutOff,
    ...judgements[index],
  }));
  return {
    isFine: verdict === 'complete',
    json: {
      verdict,
      count,
      expectedCount,
      hand,
      handAngle: degrees(slap.handAngle),
      fingers,
      picture: pictureJson(finger),
      ms,
    },
    text: [
      `${verdict}: ${count} of ${expectedCount} fingers, hand ${hand}, leaning ${degrees(slap.handAngle)}°`,
      `  ${described(finger)}; found and judged in ${ms} ms`,
      ...fingers.map(fingerLine),
    ].join('\n'),
  };
};

/** `station finger compare A B`: whether two pictures show the same finger. Within one session; it is no AFIS. */
export const fingerCompare: Command = async (args) => {
  const files = filesOf('finger compare', readOptions(args, []).rest, ['A', 'B']);
  const [a, b] = [await readSingleFinger(files[0]), await readSingleFinger(files[1])];
  const { value: found, ms } = timed(() => {
    const [one, other] = [extractMinutiae(a.picture), extractMinutiae(b.picture)];
    const minutiae = [one.minutiae.length, other.minutiae.length] as const;
    return { minutiae, ...compareFingers(prepareFinger(one), prepareFinger(other)) };
  });
  const { minutiae, score, matched } = found;
  const verdict = comparisonVerdict(minutiae, score);
  return {
    isFine: verdict === 'same-finger',
    json: {
      verdict,
      score,
      leastScore: sameFingerScore,
      matched,
      minutiae,
      leastMinutiae,
      pictures: [pictureJson(a), pictureJson(b)],
      ms,
    },
    text: [
      `${verdict}: score ${score.toFixed(2)}, the same from ${sameFingerScore} on; ${matched} of ${minutiae.join(' and ')} minutiae lie on each other`,
      `  ${described(a)}`,
      `  ${described(b)}`,
      `  found and compared in ${ms} ms`,
    ].join('\n'),
  };
};

/** What the rules ask for today. A file that does not say which finger it shows is held to the higher score. */
function leastScoreOf(position = 0): number {
  const { thumbIndexMiddle, ringLittle } = rulesOn(receptionDay(Date.now())).captures.minScore;
  return [4, 5, 9, 10].includes(position) ? ringLittle : thumbIndexMiddle;
}

type Names = readonly [string] | readonly [string, string];

/** As many files as there are names for. */
function filesOf<N extends Names>(
  command: string,
  files: readonly string[],
  names: N,
): { [K in keyof N]: string } {
  if (files.length !== names.length) throw new UnusableInput(`station ${command}: give ${names.join(' ')}`);
  return files as { [K in keyof N]: string };
}

function slapKindOf(given: string | undefined): SlapKind {
  if (given === 'right' || given === 'left' || given === 'thumbs') return given;
  const what = given === undefined ? 'give --slap' : `--slap ${given} is not`;
  throw new UnusableInput(`station finger segment: ${what} right, left or thumbs`);
}

function timed<T>(work: () => T): { readonly value: T; readonly ms: number } {
  const startedMs = performance.now();
  const value = work();
  return { value, ms: Math.round(performance.now() - startedMs) };
}

function segmentAndJudge(picture: GrayPicture, kind: SlapKind) {
  const slap = segmentSlap(picture, kind);
  const judgements = slap.fingers.map((finger) => {
    const judgement = judgeFinger(cropFinger(picture, finger));
    return { estimate: estimateJson(judgement), hints: judgement.hints };
  });
  return { slap, judgements };
}

type SlapVerdict = 'complete' | 'wrong-count' | 'wrong-hand' | 'cut-off';

function slapVerdict(slap: Slap, kind: SlapKind): SlapVerdict {
  if (slap.count !== slap.expectedCount) return 'wrong-count';
  if (kind !== 'thumbs' && slap.hand !== 'unknown' && slap.hand !== kind) return 'wrong-hand';
  return slap.isComplete ? 'complete' : 'cut-off';
}

type ComparisonVerdict = 'same-finger' | 'different-fingers' | 'too-few-minutiae';

function comparisonVerdict(minutiae: readonly number[], score: number): ComparisonVerdict {
  if (Math.min(...minutiae) < leastMinutiae) return 'too-few-minutiae';
  return score >= sameFingerScore ? 'same-finger' : 'different-fingers';
}

function estimateJson({ estimate }: FingerJudgement) {
  return { name: 'NFIQ2-like estimate', ...estimate };
}

function estimateText({ estimate: { score, isExtrapolated } }: FingerJudgement): string {
  return `NFIQ2-like estimate ${score.toFixed(0)}${isExtrapolated ? ' (a guess: no such print was fitted)' : ''}`;
}

/** The features that are one number, then those that are spread over blocks. */
function featureLines(features: FingerFeatures): string[] {
  return Object.entries(features).map(([name, value]) => `  ${name.padEnd(22)} ${featureText(value)}`);
}

function featureText(value: FingerFeatures[keyof FingerFeatures]): string {
  if (typeof value === 'number') return significant(value);
  if ('x' in value) return `${significant(value.x)} ${significant(value.y)}`;
  return `${significant(value.mean)} ± ${significant(value.deviation)}`;
}

function significant(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function degrees(radians: number): number {
  return Math.round((radians * 1800) / Math.PI) / 10;
}

interface FoundFinger {
  readonly position: number | null;
  readonly box: SlapFinger['box'];
  readonly angle: number;
  readonly isCutOff: boolean;
  readonly estimate?: { readonly score: number };
  readonly hints?: readonly string[];
}

function fingerLine({ position, box, angle, isCutOff, estimate, hints = [] }: FoundFinger): string {
  const { left, top, width, height } = box;
  const notes = [...(isCutOff ? ['cut off'] : []), ...hints].join(', ');
  const place = `${width} × ${height} at ${left}, ${top}, leaning ${angle}°`;
  return `  finger ${position ?? '?'}: ${place}, estimate ${estimate?.score.toFixed(0)}${notes && `; ${notes}`}`;
}
