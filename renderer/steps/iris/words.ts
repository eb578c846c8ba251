import type { Eye, EyeSnapshot, IrisCheck, IrisSnapshot } from '../../../main/contract/iris.ts';
import { capitalized } from '../../format.ts';
import {
  eyeExceptionNames,
  eyeNames,
  irisFindings,
  irisHints,
  irisKeepReasons,
  irisText,
} from '../../text/iris.vi.ts';
import { fill } from '../../text/screens.vi.ts';

/** How an eye stands. */
export type EyeStanding = 'todo' | 'capturing' | 'failed' | 'skipped' | 'good' | 'weak' | 'kept' | 'finding';

export interface Words {
  readonly tone: 'plain' | 'good' | 'warn' | 'bad';
  readonly lines: readonly string[];
}

export function standingOf(eye: EyeSnapshot): EyeStanding {
  if (eye.state === 'skipped' || eye.state === 'capturing') return eye.state;
  if (eye.captureId === undefined) return eye.state === 'failed' ? 'failed' : 'todo';
  if (eye.kept) return 'kept';
  if (!eye.isAccepted) return 'weak';
  return eye.findings.length > 0 ? 'finding' : 'good';
}

/** Whether something is still to be done for an eye. */
export function isOpen(eye: EyeSnapshot): boolean {
  const standing = standingOf(eye);
  return standing !== 'good' && standing !== 'kept' && standing !== 'skipped';
}

export function eyeName(eye: Eye): string {
  return capitalized(eyeNames[eye]);
}

/** How an eye stands, in a word or two. */
export function standingWords(eye: EyeSnapshot): string {
  return fill(irisText.states[standingOf(eye)], {
    score: Math.round(eye.score ?? 0),
    reason: exceptionWords(eye),
  });
}

function exceptionWords({ exception }: EyeSnapshot): string {
  if (!exception) return '';
  return exception.note === '' ? eyeExceptionNames[exception.code] : exception.note;
}

/** What the citizen is asked to do; of one eye alone it is named. */
export function instructionFor({ eyes }: IrisSnapshot): string {
  const asked = eyes.filter(({ exception }) => !exception);
  const [only] = asked;
  return asked.length === 1 && only ? fill(irisText.titleOne, { eye: eyeNames[only.eye] }) : irisText.title;
}

/** What to say of the pictures that were taken: what is wrong first, one line for each eye. */
export function takenWords({ isRequired, eyes }: IrisSnapshot): Words {
  if (!isRequired) return { tone: 'plain', lines: [irisText.tooYoung] };
  const findings = eyes.filter((eye) => standingOf(eye) === 'finding');
  if (findings.length > 0) return { tone: 'bad', lines: findings.map(findingLine) };
  const weak = eyes.filter((eye) => standingOf(eye) === 'weak');
  if (weak.length > 0) return { tone: 'warn', lines: weakLines(weak) };
  if (eyes.some(isOpen)) return { tone: 'plain', lines: [irisText.ready] };
  if (eyes.every((eye) => standingOf(eye) === 'good')) return { tone: 'good', lines: [irisText.bothGood] };
  return { tone: 'good', lines: eyes.map(settledLine) };
}

function findingLine({ eye, findings: [finding] }: EyeSnapshot): string {
  const other = eyeNames[eye === 'right' ? 'left' : 'right'];
  return finding ? fill(irisFindings[finding.kind], { eye: eyeName(eye), other }) : '';
}

/** Two lines have room: of both eyes, or of one and what may be done. */
function weakLines(weak: readonly EyeSnapshot[]): string[] {
  const [first] = weak;
  const lines = weak.map((eye) => {
    const hint = unmetOf(eye)[0]?.hint;
    return hint ? fill(irisText.of, { eye: eyeName(eye.eye), hint: irisHints[hint] }) : eyeName(eye.eye);
  });
  return lines.length === 1 && first?.mayKeep
    ? [...lines, fill(irisText.mayKeep, { n: first.attempts })]
    : lines;
}

function settledLine(eye: EyeSnapshot): string {
  const name = eyeName(eye.eye);
  const standing = standingOf(eye);
  if (standing === 'skipped') return fill(irisText.skipped, { eye: name, reason: exceptionWords(eye) });
  if (!eye.kept) return fill(irisText.good, { eye: name });
  return fill(irisText.kept, { eye: name, reason: irisKeepReasons[eye.kept.reason].toLocaleLowerCase('vi') });
}

export function unmetOf({ checks }: EyeSnapshot): IrisCheck[] {
  return checks.filter(({ isMet }) => !isMet);
}

/** A measure beside what it should be. */
export function measureWords({ value, limit: { least, most } }: IrisCheck): string {
  const shown = (number: number | undefined): string => (number ?? 0).toLocaleString('vi');
  const words = least === undefined ? irisText.most : most === undefined ? irisText.least : irisText.between;
  const limit = fill(words, { least: shown(least), most: shown(most) });
  return fill(irisText.value, { value: shown(value), limit });
}
