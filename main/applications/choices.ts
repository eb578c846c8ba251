import { z } from 'zod';
import type { Choice, FieldName } from '../contract/form.ts';
import choices from './lists/choices.json' with { type: 'json' };
import ethnicGroups from './lists/ethnic-groups.json' with { type: 'json' };
import religions from './lists/religions.json' with { type: 'json' };

const List = z.array(z.strictObject({ code: z.string(), name: z.string(), aliases: z.array(z.string()) }));
type List = z.infer<typeof List>;

const lists: { readonly [K in FieldName]?: List } = {
  sex: List.parse(choices.sex),
  nationality: List.parse(choices.nationality),
  ethnicity: List.parse(ethnicGroups.groups),
  religion: List.parse(religions.religions),
  maritalStatus: List.parse(choices.maritalStatus),
  householderRelation: List.parse(choices.relation),
};

/** What can be chosen in a field, in the order shown; undefined for a field that is typed freely. */
export function choicesOf(field: FieldName): z.infer<typeof Choice>[] | undefined {
  return lists[field]?.map(({ code, name }) => ({ code, text: name }));
}

/** The code of a text as cards and papers write it (`Nữ`, `H'Mông`, `KHONG`), or undefined when the list has no such entry. */
export function codeOfText(field: FieldName, text: string): string | undefined {
  const list = lists[field] ?? [];
  const exact = text.normalize('NFC').trim().toLocaleLowerCase('vi');
  const byName = list.find((entry) =>
    spellings(entry).some((name) => name.toLocaleLowerCase('vi') === exact),
  );
  if (byName) return byName.code;
  const folded = foldText(text);
  const similar = list.filter((entry) => spellings(entry).some((name) => foldText(name) === folded));
  // Without its marks a name may fit two groups; then the officer chooses.
  return similar.length === 1 ? similar[0]?.code : undefined;
}

/** The Vietnamese text of a code; an unknown code stays as it is. */
export function textOfCode(field: FieldName, code: string): string {
  return lists[field]?.find((entry) => entry.code === code)?.name ?? code;
}

function spellings({ name, aliases }: List[number]): string[] {
  return [name, ...aliases];
}

/** Letters and digits only, without marks and case; Đ has no decomposition and is named. */
function foldText(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replaceAll(/[^a-z0-9]/g, '');
}
