import type { EnrollmentSnapshot } from '../../../main/contract/enrollment.ts';
import { portraitText } from '../../text/portrait.vi.ts';
import { fill, sexNames } from '../../text/screens.vi.ts';

/** Who it should be: name, year of birth and sex. */
export function personWords({ fields }: EnrollmentSnapshot): string {
  const { fullName, birthDate, sex } = fields;
  return [fullName?.value, birthDate?.value.slice(0, 4), sexNames[sex?.value ?? '']]
    .filter((part) => part !== undefined && part !== '')
    .join(', ');
}

/** The id of the chip's picture, once the chip has been read and holds one. */
export function chipFaceOf({ card }: EnrollmentSnapshot): string | undefined {
  return card.state === 'read' ? card.faceCaptureId : undefined;
}

/** What the officer confirms of whom; before a name is known, of whoever sits there. */
export function rightPersonWords(snapshot: EnrollmentSnapshot): string {
  const person = personWords(snapshot);
  return person === '' ? portraitText.rightPerson : fill(portraitText.rightPersonNamed, { person });
}
