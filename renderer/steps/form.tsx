import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { type FieldName, type FieldProblem, type FormSection, fieldNames } from '../../main/contract/form.ts';
import { Notice } from '../components/notice.tsx';
import { PrimaryAction } from '../components/primary-action.tsx';
import { useClient } from '../state/client.tsx';
import { useIntend } from '../state/intend.ts';
import { fieldLabels, problemTexts, sectionTitles } from '../text/fields.vi.ts';
import { text } from '../text/screens.vi.ts';
import { enterGoesOn, focusFirstMissing } from './form-enter.ts';
import { FormFieldInput } from './form-field.tsx';
import type { StepProps } from './index.ts';

/** The application's data: filled by the card, corrected by the officer, saved with every change. */
export function FormStep({ snapshot, onNext }: StepProps) {
  const client = useClient();
  const { notice, intend } = useIntend(snapshot);
  const [sections, setSections] = useState<readonly FormSection[]>([]);
  const form = useRef<HTMLFormElement>(null);
  const { applicationId, fields } = snapshot;
  const hasFocused = useRef(false);

  useEffect(() => {
    void client.call('enrollment.form', { applicationId }).then(setSections);
  }, [client, applicationId]);
  useEffect(() => {
    if (sections.length === 0 || hasFocused.current) return;
    hasFocused.current = true;
    focusFirstMissing(form.current);
  }, [sections]);

  const errors = snapshot.gaps.flatMap((gap) => (gap.kind === 'field' ? [gap] : []));
  const warnings = fieldNames.flatMap((field) =>
    (fields[field]?.problems ?? [])
      .filter(({ level }) => level === 'warning')
      .map((problem) => ({ field, problem })),
  );
  return (
    <>
      <form
        className="main stack"
        ref={form}
        onKeyDownCapture={enterGoesOn}
        onSubmit={(event) => event.preventDefault()}
      >
        <h1 className="screen-title">{text.form.title}</h1>
        <Notice notice={notice} />
        {sections.map(({ name, fields: list }) => (
          <section key={name} className="stack" aria-label={sectionTitles[name]}>
            <h2>{sectionTitles[name]}</h2>
            {list.map((field) => (
              <FormFieldInput
                key={field.name}
                field={field}
                state={fields[field.name]}
                savedAtMs={snapshot.savedAtMs}
                onChange={(value) => intend({ kind: 'set-field', field: field.name, value })}
              />
            ))}
          </section>
        ))}
      </form>
      <aside className="side">
        <h2 className="with-icon">
          {errors.length === 0 ? <IconCircleCheck className="good" aria-hidden="true" /> : null}
          {errors.length === 0 ? text.form.complete : text.form.missing}
        </h2>
        <Problems problems={errors} />
        {warnings.length > 0 ? (
          <>
            <h3 className="small">{text.form.worthALook}</h3>
            <Problems problems={warnings} />
          </>
        ) : null}
        <div className="actions">
          <PrimaryAction label={text.next} onPress={onNext} />
        </div>
      </aside>
    </>
  );
}

/** Each leads to its field. */
function Problems({
  problems,
}: {
  readonly problems: readonly { readonly field: FieldName; readonly problem: FieldProblem }[];
}) {
  return (
    <ul>
      {problems.map(({ field, problem }) => (
        <li key={`${field} ${problem.code}`}>
          <button
            type="button"
            className="pick"
            onClick={() => document.getElementById(`field-${field}`)?.focus()}
          >
            <span className="with-icon">
              <IconAlertTriangle className="warn" aria-hidden="true" size={20} />
              {fieldLabels[field]}
            </span>
            <span className="small quiet">{problemTexts[problem.code]}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
