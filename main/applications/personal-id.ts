import provinces from './lists/provinces.json' with { type: 'json' };

const prefixes: ReadonlySet<string> = new Set(provinces.old.map(({ prefix }) => prefix));

/** What the twelve digits say: `PPP G YY NNNNNN` (Decree 137/2015/NĐ-CP art. 13). There is no check digit. */
interface PersonalIdParts {
  /** Place of birth registration. */
  readonly prefix: string;
  readonly sex: 'M' | 'F';
  readonly birthYear: number;
}

/** Takes a number apart, or gives undefined when it is not twelve digits. */
export function personalIdParts(personalId: string): PersonalIdParts | undefined {
  if (!/^\d{12}$/.test(personalId)) return undefined;
  const generation = Number(personalId[3]);
  return {
    prefix: personalId.slice(0, 3),
    sex: generation % 2 === 0 ? 'M' : 'F',
    birthYear: 1900 + Math.floor(generation / 2) * 100 + Number(personalId.slice(4, 6)),
  };
}

/** Whether a prefix is one of the 63 province codes; numbers of births registered abroad have others. */
export function isProvincePrefix(prefix: string): boolean {
  return prefixes.has(prefix);
}
