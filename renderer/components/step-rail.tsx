import { IconAlertTriangle, IconCircle, IconCircleCheck } from '@tabler/icons-react';
import type { EnrollmentSnapshot, StepName } from '../../main/contract/enrollment.ts';
import { text } from '../text/screens.vi.ts';

interface StepRailProps {
  readonly steps: EnrollmentSnapshot['steps'];
  /** What is told of a step instead of its state. */
  readonly progress?: Readonly<Partial<Record<StepName, string>>>;
  readonly current: StepName;
  readonly onPick: (step: StepName) => void;
}

const icons = { todo: IconCircle, done: IconCircleCheck, attention: IconAlertTriangle } as const;
const tones = { todo: 'quiet', done: 'good', attention: 'warn' } as const;

/** The way through one enrollment; steps may be visited in any order. */
export function StepRail({ steps, progress = {}, current, onPick }: StepRailProps) {
  return (
    <nav className="rail" aria-label={text.keys.step}>
      {steps.map(({ name, state }, index) => {
        const Icon = icons[state];
        return (
          <button
            key={name}
            type="button"
            aria-current={name === current ? 'step' : undefined}
            onClick={() => onPick(name)}
          >
            <Icon className={tones[state]} aria-hidden="true" size={20} stroke={1.75} />
            <span>
              {index + 1} {text.steps[name]}
              <small>{progress[name] ?? text.stepStates[state]}</small>
            </span>
          </button>
        );
      })}
      <p className="small quiet" style={{ padding: '12px 16px' }}>
        {text.goTo}
      </p>
    </nav>
  );
}
