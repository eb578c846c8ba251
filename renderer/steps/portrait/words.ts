import {
  type PortraitCheck,
  type PortraitCheckName,
  type PortraitGuidance,
  type PortraitHint,
  type PortraitSnapshot,
  portraitCheckNames,
} from '../../../main/contract/portrait.ts';
import {
  backgroundPlaceNames,
  type criterionTexts,
  notHeldTexts,
  portraitHintTexts,
  portraitKeepNames,
  portraitText,
} from '../../text/portrait.vi.ts';
import { fill, text } from '../../text/screens.vi.ts';
import type { Words } from '../fingers/words.ts';
import type { Confirmation } from './confirmation.ts';
import type { Cue } from './guide.ts';

export type CriterionName = keyof typeof criterionTexts;

/** Which measures make up what the officer reads as one thing. */
const criterionOf: Readonly<Record<PortraitCheckName, CriterionName>> = {
  'single-face': 'face',
  resolution: 'distance',
  distance: 'distance',
  centred: 'place',
  'not-cropped': 'place',
  yaw: 'pose',
  pitch: 'pose',
  roll: 'pose',
  'eyes-open': 'eyes',
  'mouth-closed': 'expression',
  expression: 'expression',
  sharpness: 'sharpness',
  exposure: 'light',
  'even-light': 'light',
  'natural-colour': 'light',
  background: 'ground',
};

const criterionNames = [...new Set(portraitCheckNames.map((name) => criterionOf[name]))];

export interface Criterion {
  readonly name: CriterionName;
  /** `unknown`: nothing has been measured, for want of a picture or of a face in it. */
  readonly state: 'met' | 'not-met' | 'unknown';
}

/** The measures as the officer reads them, always the same in the same order. */
export function criteriaOf(checks: readonly PortraitCheck[]): Criterion[] {
  return criterionNames.map((name) => {
    const own = checks.filter((check) => criterionOf[check.name] === name);
    const measured = own.filter(({ value }) => value !== null);
    if (measured.some(({ isMet }) => !isMet)) return { name, state: 'not-met' };
    return { name, state: measured.length > 0 ? 'met' : 'unknown' };
  });
}

/** What to say under the live picture. */
export function cueWords(cue: Cue, at: PortraitGuidance['backgroundAt']): Words {
  if (cue === 'hold') return { tone: 'good', lines: [portraitText.hold] };
  if (cue === 'look') return { tone: 'plain', lines: [text.portrait.hold] };
  return { tone: 'warn', lines: [hintWords(cue, at)] };
}

function hintWords(hint: PortraitHint, at?: PortraitGuidance['backgroundAt']): string {
  return fill(portraitHintTexts[hint], { place: at === undefined ? '' : backgroundPlaceNames[at] });
}

/** What to say of the picture that was taken: first what is wrong with the person, then with the picture. */
export function takenWords(portrait: PortraitSnapshot, { notHeld }: Confirmation): Words {
  const { hint, isUsable, kept, attempts, mayKeep } = portrait;
  if (notHeld === 'rightPerson') return { tone: 'bad', lines: [notHeldTexts.rightPerson] };
  if (!isUsable)
    return {
      tone: 'warn',
      lines: [
        hint === undefined ? portraitText.again : hintWords(hint),
        ...(mayKeep ? [fill(portraitText.mayKeep, { n: attempts })] : []),
      ],
    };
  if (notHeld !== undefined) return { tone: 'warn', lines: [notHeldTexts[notHeld], portraitText.orKeep] };
  if (kept)
    return {
      tone: 'good',
      lines: [fill(portraitText.kept, { reason: portraitKeepNames[kept.reason].toLocaleLowerCase('vi') })],
    };
  return { tone: 'good', lines: [portraitText.good] };
}
