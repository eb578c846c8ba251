import type { CardFactName } from '../../../main/contract/enrollment.ts';
import { PersonalNumber } from '../../components/personal-number.tsx';
import { shownDate } from '../../format.ts';
import { sexNames, text } from '../../text/screens.vi.ts';

/** A fact of the card as people write it. */
export function FactValue({ field, value }: { readonly field: CardFactName; readonly value: string }) {
  switch (field) {
    case 'personalId':
      return <PersonalNumber number={value} />;
    case 'sex':
      return sexNames[value] ?? value;
    case 'birthDate':
    case 'issueDate':
      return shownDate(value);
    case 'expiryDate':
      return value === 'unlimited' ? text.card.unlimited : shownDate(value);
    case 'fullName':
    case 'permanentAddress':
      return value;
  }
}
