import { ageOn } from '../applications/age.ts';
import { receptionDay } from '../applications/reception-day.ts';
import { rulesOn } from '../applications/rules.ts';
import type { EnrollmentState } from './state.ts';

/** Whether the rules of the day of reception want irises of a citizen of this age. Of whom the birth is not known yet they do. */
export function isIrisRequired({ receivedAtMs, fields }: EnrollmentState): boolean {
  const day = receptionDay(receivedAtMs);
  const age = ageOn(fields.birthDate?.value ?? '', day);
  return age === undefined || age >= rulesOn(day).captures.iris.fromAge;
}
