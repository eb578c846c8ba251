import { IconUser } from '@tabler/icons-react';
import type { EnrollmentSnapshot } from '../../main/contract/enrollment.ts';
import { shownDate, yearsSince } from '../format.ts';
import { usePicture } from '../state/picture.ts';
import { fill, reasonNames, sexNames, text, typeNames } from '../text/screens.vi.ts';
import { PersonalNumber } from './personal-number.tsx';

/** Who is on the stool: photo, name, number and age stay in sight in every step. */
export function PersonBand({ snapshot }: { readonly snapshot: EnrollmentSnapshot }) {
  const { fields, card, portrait, type, reason, receiptNo } = snapshot;
  const chipPhoto = usePicture(card.state === 'read' ? card.faceCaptureId : undefined);
  const livePhoto = usePicture(portrait.captureId);
  const birth = fields.birthDate?.value;
  const age = birth === undefined ? undefined : yearsSince(birth, Date.now());
  return (
    <section className="band" aria-label={text.desk.citizen}>
      <Photo url={chipPhoto} name={text.portrait.chipPhoto} />
      {livePhoto ? <Photo url={livePhoto} name={text.portrait.thisPhoto} /> : null}
      <div>
        <p className="band-name">{fields.fullName?.value || text.desk.unnamed}</p>
        <p className="small quiet">
          {fields.personalId?.value ? <PersonalNumber number={fields.personalId.value} /> : null}
          {birth ? ` · ${shownDate(birth)}${age === undefined ? '' : fill(text.age, { n: age })}` : ''}
          {fields.sex?.value ? ` · ${sexNames[fields.sex.value] ?? fields.sex.value}` : ''}
        </p>
      </div>
      <p className="band-case">
        <strong>{typeNames[type]}</strong>
        <br />
        {reasonNames[reason]}
        <br />
        {text.sealed.receiptNo} {receiptNo}
      </p>
    </section>
  );
}

function Photo({ url, name }: { readonly url: string | undefined; readonly name: string }) {
  if (url) return <img src={url} alt={name} />;
  return (
    <span className="no-photo">
      <IconUser aria-hidden="true" size={42} stroke={1} />
    </span>
  );
}
