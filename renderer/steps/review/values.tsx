import { useEffect, useState } from 'react';
import type { EnrollmentSnapshot } from '../../../main/contract/enrollment.ts';
import { type FieldName, type FormSection, fieldNames } from '../../../main/contract/form.ts';
import { shownDate } from '../../format.ts';
import { useClient } from '../../state/client.tsx';
import { fieldLabels } from '../../text/fields.vi.ts';
import { text } from '../../text/screens.vi.ts';

/** Every value as the sheet has it; what differs from the old card is marked. */
export function Values({ snapshot }: { readonly snapshot: EnrollmentSnapshot }) {
  const client = useClient();
  const { applicationId, fields } = snapshot;
  const [sections, setSections] = useState<readonly FormSection[]>([]);
  useEffect(() => {
    void client.call('enrollment.form', { applicationId }).then(setSections);
  }, [client, applicationId]);
  const choices = new Map(
    sections.flatMap((section) => section.fields.map((field) => [field.name, field.choices] as const)),
  );
  const words = (name: FieldName, value: string): string => {
    if (name === 'birthDate') return shownDate(value);
    return choices.get(name)?.find(({ code }) => code === value)?.text ?? value;
  };
  return (
    <dl className="pairs">
      {fieldNames
        .filter((name) => (fields[name]?.value ?? '') !== '')
        .map((name) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{fieldLabels[name]}</dt>
            <dd>
              {words(name, fields[name]?.value ?? '')}
              {fields[name]?.before ? <span className="field-source">{text.review.changed}</span> : null}
            </dd>
          </div>
        ))}
    </dl>
  );
}
