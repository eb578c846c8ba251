import { Select, Textarea, TextInput } from '@mantine/core';
import { type InputEvent, useEffect, useRef } from 'react';
import type { FieldState, FormField } from '../../main/contract/form.ts';
import { shownDate } from '../format.ts';
import { fieldLabels, problemTexts, sourceNames } from '../text/fields.vi.ts';
import { fill, text } from '../text/screens.vi.ts';

interface FormFieldProps {
  readonly field: FormField;
  readonly state: FieldState | undefined;
  /** When the store last took anything in. */
  readonly savedAtMs: number;
  readonly onChange: (value: string) => Promise<boolean>;
}

/** A change is on its way to the store so soon after the last letter. */
const typingPauseMs = 400;

/** One field with where its value came from, what the card said, and what is wrong. */
export function FormFieldInput({ field, state, savedAtMs, onChange }: FormFieldProps) {
  const { name, required, choices } = field;
  const problems = state?.problems ?? [];
  const isInvalid = problems.some(({ level }) => level === 'error');
  const label = (
    <>
      {fieldLabels[name]}
      {state && state.value !== '' ? <span className="field-source">{sourceNames[state.source]}</span> : null}
    </>
  );
  const note = problems.map(({ code }) => problemTexts[code]).join('. ');
  const before = state?.before ? fill(text.form.before, { value: shown(field, state.before.value) }) : '';
  const common = {
    id: `field-${name}`,
    label,
    withAsterisk: required,
    error: isInvalid,
    'aria-describedby': `note-${name}`,
  };
  return (
    <div className="field">
      {choices ? (
        <Select
          {...common}
          searchable
          clearable={!required}
          nothingFoundMessage={text.form.nothing}
          placeholder={text.form.noChoice}
          data={choices.map(({ code, text: words }) => ({ value: code, label: words }))}
          value={state?.value ? state.value : null}
          onChange={(value) => void onChange(value ?? '')}
        />
      ) : (
        <TextField
          common={common}
          field={field}
          value={state?.value ?? ''}
          savedAtMs={savedAtMs}
          onChange={onChange}
        />
      )}
      <p id={`note-${name}`} className={`field-note ${isInvalid ? 'bad' : 'warn'}`}>
        {note}
        {before ? <span className="quiet"> {before}</span> : null}
      </p>
    </div>
  );
}

interface TextFieldProps {
  readonly common: { readonly id: string };
  readonly field: FormField;
  readonly value: string;
  readonly savedAtMs: number;
  readonly onChange: (value: string) => Promise<boolean>;
}

/**
 * A text field that is never touched while somebody types in it: Vietnamese input methods send backspaces and new letters, and lose them
 * when the value changes under them. What the store made of the value is shown when the officer leaves the field.
 */
function TextField({ common, field, value, savedAtMs, onChange }: TextFieldProps) {
  const input = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const unsaved = useRef<string>(undefined);
  const stored = shown(field, value);
  const latest = useRef(stored);
  latest.current = stored;
  const show = (): void => {
    const element = input.current;
    if (element && element !== document.activeElement) element.value = latest.current;
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: also after a save that left this value as it was, for it may have been typed in another writing
  useEffect(() => {
    // What is on its way is not in the snapshot yet, and must not seem lost.
    if (unsaved.current === undefined) show();
  }, [stored, savedAtMs]);

  const save = async (): Promise<void> => {
    clearTimeout(timer.current);
    const typed = unsaved.current;
    if (typed === undefined) return;
    const isStored = typed === stored || (await onChange(typed));
    if (!isStored || unsaved.current !== typed) return;
    unsaved.current = undefined;
    if (latest.current !== stored) show();
  };
  const saveLast = useRef(save);
  saveLast.current = save;
  // A key may leave the screen before the pause after the last letter is over; no blur comes then.
  useEffect(() => () => void saveLast.current(), []);

  const props = {
    ...common,
    ref: input,
    defaultValue: stored,
    autoComplete: 'off',
    spellCheck: false,
    onInput: ({ currentTarget }: InputEvent<HTMLInputElement | HTMLTextAreaElement>) => {
      unsaved.current = currentTarget.value;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void save(), typingPauseMs);
    },
    onBlur: () => {
      if (unsaved.current === undefined) show();
      else void save();
    },
  };
  // An address is long, and never cut.
  if (field.kind === 'address' || field.kind === 'text') return <Textarea {...props} autosize minRows={1} />;
  return <TextInput {...props} classNames={{ input: field.kind === 'name' ? 'upper' : '' }} />;
}

/** A stored value as people write it. */
function shown({ kind, choices }: FormField, value: string): string {
  if (kind === 'date') return shownDate(value);
  if (kind === 'phone') return value.replace(/^\+84/, '0');
  return choices?.find(({ code }) => code === value)?.text ?? value;
}
