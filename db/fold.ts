/** The order of Vietnamese dictionaries; f, j, w and z come in names of minorities and of foreigners. */
const letters = 'aăâbcdđeêfghijklmnoôơpqrstuưvwxyz';
/** huyền, hỏi, ngã, sắc, nặng: what tells two words apart when their letters do not. */
const tones = '\u0300\u0309\u0303\u0301\u0323';
const toneMarks = new RegExp(`[${tones}]`, 'g');

/**
 * The text as a search compares it: no marks, no case, single spaces. `Đ` has no decomposition in Unicode and is mapped by hand,
 * together with the Icelandic `Ð` that looks the same.
 */
export function foldVietnamese(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[đĐðÐ]/g, 'd')
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/**
 * A key whose byte order is the order of a Vietnamese list of people: by given name (the last word), then surname (the first),
 * then middle names. SQLite has no Vietnamese collation.
 */
export function personSortKey(fullName: string): string {
  const words = fullName.trim().split(/\s+/);
  const given = words.at(-1) ?? '';
  const [surname = '', ...middle] = words.slice(0, -1);
  return [given, surname, ...middle].map(wordSortKey).join(' ');
}

/** Letters first, then tones; a space sorts before both. What is no letter does not count. */
function wordSortKey(word: string): string {
  const known = (word.normalize('NFC').toLowerCase().match(/\p{L}/gu) ?? []).filter(
    (char) => rankOf(char) >= 0,
  );
  const ranks = known.map((char) => String.fromCharCode(65 + rankOf(char)));
  return `${ranks.join('')} ${known.map(toneOf).join('')}`;
}

function rankOf(char: string): number {
  return letters.indexOf(char.normalize('NFD').replaceAll(toneMarks, '').normalize('NFC'));
}

function toneOf(char: string): number {
  return [...char.normalize('NFD')].reduce((tone, mark) => Math.max(tone, tones.indexOf(mark) + 1), 0);
}
