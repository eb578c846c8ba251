import {
  IconAlertTriangle,
  IconChevronDown,
  IconCircleCheck,
  IconCircleDashed,
  IconHandStop,
} from '@tabler/icons-react';
import type { CardSnapshot } from '../../../main/contract/enrollment.ts';
import { checkName, checkReason, checkStates } from '../../text/chip.vi.ts';
import { fill, text } from '../../text/screens.vi.ts';

type Check = Extract<CardSnapshot, { state: 'read' }>['checks'][number];

/** No verdict hangs on these: they are told, not held against the card. */
const informative: ReadonlySet<string> = new Set(['expiry', 'com-vs-sod']);

const urgency = { fail: 0, unknown: 1, 'not-run': 2, pass: 3, 'not-supported': 4 } as const;

/** Every check in words. What failed or is not known stands on top, open; the rest is one line that opens. */
export function CardChecks({ checks }: { readonly checks: readonly Check[] }) {
  const sorted = [...checks].sort((a, b) => urgency[a.status] - urgency[b.status]);
  const isQuiet = ({ status }: Check): boolean => status === 'pass' || status === 'not-supported';
  const quiet = sorted.filter(isQuiet);
  return (
    <section aria-label={text.card.checks} className="checks">
      <h2>{text.card.checks}</h2>
      {sorted
        .filter((check) => !isQuiet(check))
        .map((check) => (
          <CheckRow key={check.id} check={check} isOpen={check.status !== 'not-run'} />
        ))}
      {quiet.length === 0 ? null : (
        <details>
          <summary>
            <IconCircleCheck className="good" aria-hidden="true" size={20} stroke={1.75} />
            <span>
              {fill(text.card.passed, { n: quiet.filter(({ status }) => status === 'pass').length })}
            </span>
            <IconChevronDown className="opens quiet" aria-hidden="true" size={16} stroke={1.75} />
          </summary>
          {quiet.map((check) => (
            <CheckRow key={check.id} check={check} isOpen={false} />
          ))}
        </details>
      )}
    </section>
  );
}

function CheckRow({ check, isOpen }: { readonly check: Check; readonly isOpen: boolean }) {
  const tone = toneOf(check);
  const Icon = { good: IconCircleCheck, warn: IconAlertTriangle, bad: IconHandStop, quiet: IconCircleDashed }[
    tone
  ];
  return (
    <details open={isOpen}>
      <summary>
        <Icon className={tone} aria-hidden="true" size={20} stroke={1.75} />
        <span>{checkName(check.id)}</span>
        <span className={`small ${tone}`}>{checkStates[check.status]}</span>
        <IconChevronDown className="opens quiet" aria-hidden="true" size={16} stroke={1.75} />
      </summary>
      <p className="small">{checkReason(check)}</p>
    </details>
  );
}

function toneOf({ id, status }: Check): 'good' | 'warn' | 'bad' | 'quiet' {
  if (status === 'pass') return 'good';
  if (status === 'fail') return informative.has(id) ? 'warn' : 'bad';
  return status === 'unknown' ? 'warn' : 'quiet';
}
