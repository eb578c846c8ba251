import { receptionDay } from '../applications/reception-day.ts';
import { rulesOn } from '../applications/rules.ts';
import { assessPortrait, type PortraitVerdict } from '../biometrics/face/assess.ts';
import type { FaceCheck } from '../biometrics/face/checks.ts';
import { mostRecordBytes } from '../biometrics/records/record-error.ts';
import { readFileUpTo } from './folder.ts';
import { type Command, readOptions, UnusableInput } from './outcome.ts';

/** `station face assess FILE`: what today's rules ask of a portrait, and how the file meets it. */
export const faceAssess: Command = async (args) => {
  const { rest } = readOptions(args, []);
  const [file] = rest;
  if (file === undefined || rest.length > 1) throw new UnusableInput('station face assess: give FILE');
  const startedMs = performance.now();
  const { checks, score, qualities, crop, hint, width, height } = await verdictOn(file);
  const ms = Math.round(performance.now() - startedMs);
  if (hint === 'no-face') throw new UnusableInput(`${file}: no-face: nobody is seen in the picture`);
  const isFine = checks.every(({ isMet, isAdvice }) => isMet || isAdvice);
  const verdict = isFine ? 'accept' : 'retry';
  return {
    isFine,
    json: { verdict, score, hint: hint ?? null, checks, qualities, crop, picture: { width, height }, ms },
    text: [
      `${verdict}: score ${score}${hint ? `, first: ${hint}` : ''}`,
      `  ${width} × ${height}; judged in ${ms} ms, models loaded`,
      ...checks.map(checkLine),
    ].join('\n'),
  };
};

/** JPEG, PNG and JPEG 2000 are opened. @throws UnusableInput naming the file and the reason */
async function verdictOn(file: string): Promise<PortraitVerdict> {
  const bytes = await readFileUpTo(file, mostRecordBytes);
  try {
    return await assessPortrait(bytes, rulesOn(receptionDay(Date.now())).portrait);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UnusableInput(`${file}: no picture: ${reason}`, { cause });
  }
}

function checkLine({ name, value, limit, isMet, isAdvice, hint }: FaceCheck): string {
  const { min, max } = limit;
  const asked = [min === undefined ? '' : `from ${min}`, max === undefined ? '' : `to ${max}`];
  const verdict = isMet ? 'met' : `${isAdvice ? 'advice' : 'not met'}: ${hint}`;
  return `  ${name.padEnd(16)} ${(value === null ? '–' : String(Number(value.toPrecision(4)))).padEnd(9)} ${asked.join(' ').trim().padEnd(16)} ${verdict}`;
}
