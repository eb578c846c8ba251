import { IconAlertTriangle, IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import type { PortraitCheck } from '../../../main/contract/portrait.ts';
import { criterionTexts, portraitText } from '../../text/portrait.vi.ts';
import { fill } from '../../text/screens.vi.ts';
import { type Criterion, criteriaOf } from './words.ts';

const icons = { met: IconCircleCheck, 'not-met': IconAlertTriangle, unknown: IconCircleDashed } as const;
const tones = { met: 'good', 'not-met': 'warn', unknown: 'quiet' } as const;
const told = {
  met: portraitText.isMet,
  'not-met': portraitText.isNotMet,
  unknown: portraitText.unknown,
} as const;

/** Every criterion with its word and its sign. */
export function Criteria({ checks }: { readonly checks: readonly PortraitCheck[] }) {
  return (
    <ul className="criteria" aria-label={portraitText.criteria}>
      {criteriaOf(checks).map((criterion) => (
        <Row key={criterion.name} criterion={criterion} />
      ))}
    </ul>
  );
}

/** Of a picture that was taken: how many are met, and which are not. */
export function CriteriaResult({ checks }: { readonly checks: readonly PortraitCheck[] }) {
  const all = criteriaOf(checks);
  const notMet = all.filter(({ state }) => state !== 'met');
  const words = notMet.length === 0 ? portraitText.met : portraitText.metBut;
  const counts = { n: all.length - notMet.length, m: all.length };
  return (
    <ul className="criteria" aria-label={portraitText.criteria}>
      <li className={notMet.length === 0 ? 'good' : 'quiet'}>
        <IconCircleCheck aria-hidden="true" size={20} stroke={1.75} />
        <span>{fill(words, counts)}</span>
      </li>
      {notMet.map((criterion) => (
        <Row key={criterion.name} criterion={criterion} />
      ))}
    </ul>
  );
}

function Row({ criterion: { name, state } }: { readonly criterion: Criterion }) {
  const Icon = icons[state];
  return (
    <li className={tones[state]}>
      <Icon aria-hidden="true" size={20} stroke={1.75} />
      <span>
        {criterionTexts[name][state === 'not-met' ? 'notMet' : 'met']}
        <span className="visually-hidden">: {told[state]}</span>
      </span>
    </li>
  );
}
