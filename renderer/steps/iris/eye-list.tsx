import type { Eye, EyeSnapshot } from '../../../main/contract/iris.ts';
import { irisChecks, irisText } from '../../text/iris.vi.ts';
import { fill } from '../../text/screens.vi.ts';
import { eyeName, measureWords, standingWords, unmetOf } from './words.ts';

interface EyeListProps {
  readonly eyes: readonly EyeSnapshot[];
  readonly current: Eye;
  readonly onPick: (eye: Eye) => void;
}

/** Both eyes and how they stand; of the one that is picked what does not reach its limit. */
export function EyeList({ eyes, current, onPick }: EyeListProps) {
  const picked = eyes.find(({ eye }) => eye === current);
  return (
    <section aria-label={irisText.eyes}>
      <ul className="eye-list">
        {eyes.map((eye) => (
          <li key={eye.eye}>
            <button
              type="button"
              className={`placement ${eye.state === 'skipped' ? 'skipped' : ''}`}
              aria-current={eye.eye === current}
              onClick={() => onPick(eye.eye)}
            >
              <span>{eyeName(eye.eye)}</span>
              <span className="placement-state">{standingWords(eye)}</span>
            </button>
          </li>
        ))}
      </ul>
      {picked && picked.checks.length > 0 ? <Checks eye={picked} /> : null}
    </section>
  );
}

function Checks({ eye }: { readonly eye: EyeSnapshot }) {
  const unmet = unmetOf(eye);
  const all = eye.checks.length;
  return (
    <div className="eye-checks">
      <p className={unmet.length === 0 ? 'good' : 'warn'}>
        {eyeName(eye.eye)}: {fill(irisText.checks, { n: all - unmet.length, m: all })}
      </p>
      <dl className="small">
        {unmet.map((check) => (
          <div key={check.name}>
            <dt>{irisChecks[check.name]}</dt>
            {check.name === 'eye-open' ? null : <dd className="warn">{measureWords(check)}</dd>}
          </div>
        ))}
      </dl>
    </div>
  );
}
