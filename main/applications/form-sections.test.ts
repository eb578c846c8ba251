import { expect, it } from 'vitest';
import { ApplicationReason, ApplicationType } from '../contract/enrollment.ts';
import { FormSection, fieldNames } from '../contract/form.ts';
import { formSectionsOf } from './form-sections.ts';
import { applicationTypes } from './index.ts';

const receivedAtMs = Date.parse('2026-11-24T08:30:00+07:00');

it.each(ApplicationType.options)('%s asks each field once and has a title for each reason', (type) => {
  const definition = applicationTypes[type];
  expect(definition.type).toBe(type);
  expect(definition.layout.flatMap(({ fields }) => fields).toSorted()).toEqual([...fieldNames].toSorted());
  expect(definition.reasons.map(({ reason }) => reason)).toEqual(ApplicationReason.options);
});

it('gives the page a form it accepts, with lists where something is chosen', () => {
  const sections = formSectionsOf({ type: 'exchange', receivedAtMs, values: { birthDate: '2001-05-12' } });
  expect(FormSection.array().parse(sections)).toEqual(sections);
  const fields = sections.flatMap((section) => section.fields);
  expect(fields.filter(({ kind }) => kind === 'choice').every(({ choices }) => choices?.length)).toBe(true);
  expect(fields.find(({ name }) => name === 'maritalStatus')).toMatchObject({ required: true, maxLength: 1 });
});

it('asks less of a child', () => {
  const child = formSectionsOf({ type: 'exchange', receivedAtMs, values: { birthDate: '2015-05-12' } });
  const marital = child.flatMap(({ fields }) => fields).find(({ name }) => name === 'maritalStatus');
  expect(marital?.required).toBe(false);
});
