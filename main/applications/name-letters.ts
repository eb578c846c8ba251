import type { FieldProblem } from '../contract/form.ts';

const tones = ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'];
const vowels = 'AĂÂEÊIOÔƠUƯY';
const consonants = 'BCDĐGHKLMNPQRSTVX';

/** The 29 letters of the Vietnamese alphabet in upper case, vowels with each of their six tones, in NFC. */
const vietnameseLetters: ReadonlySet<string> = new Set([
  ...consonants,
  ...[...vowels].flatMap((vowel) => tones.map((tone) => (vowel + tone).normalize('NFC'))),
]);

/**
 * Checks the letters of a name (V-NAME). Names of minorities hold apostrophes and single letters (`H'MẪU NIÊ`, `Y MẪU`).
 *
 * Digits, signs and letters of another script are errors: a Cyrillic А looks like A and makes another person of it.
 * Latin letters outside the Vietnamese alphabet (F, J, W, Z) occur in real names and only warn.
 *
 * @param name upper case, NFC
 */
export function checkNameLetters(name: string): FieldProblem[] {
  const strange = [...name].filter((letter) => !vietnameseLetters.has(letter) && !" '-".includes(letter));
  const problems: FieldProblem[] = [];
  if (strange.some((letter) => /\p{Nd}/u.test(letter)))
    problems.push({ code: 'name-digits', level: 'error' });
  const letters = strange.filter((letter) => !/\p{Nd}/u.test(letter));
  if (letters.length > 0) {
    problems.push({
      code: 'name-foreign-letters',
      level: letters.every(isForeignLatin) ? 'warning' : 'error',
    });
  }
  return problems;
}

/** Latin letters of other languages, but not Ð (eth) and Ɖ (African D): on paper nobody can tell them from Đ. */
function isForeignLatin(letter: string): boolean {
  return /^\p{Script=Latin}$/u.test(letter) && /^\p{Lu}$/u.test(letter) && !'\u00D0\u0189'.includes(letter);
}
