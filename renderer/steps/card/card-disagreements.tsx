import { Radio } from '@mantine/core';
import { IconAlertTriangle, IconHandStop } from '@tabler/icons-react';
import { type Disagreement, FactSource, type Intention } from '../../../main/contract/enrollment.ts';
import { factLabels, factSourceNames } from '../../text/chip.vi.ts';
import { fill, text } from '../../text/screens.vi.ts';
import { FactValue } from './fact-value.tsx';

interface CardDisagreementsProps {
  readonly disagreements: readonly Disagreement[];
  readonly intend: (intention: Intention) => Promise<unknown>;
}

/** What chip, printed card and form tell differently: every value, whose one holds, and the choice. What blocks stands first. */
export function CardDisagreements({ disagreements, intend }: CardDisagreementsProps) {
  if (disagreements.length === 0) return null;
  const sorted = [...disagreements].sort((a, b) => Number(b.isBlocking) - Number(a.isBlocking));
  return (
    <section className="panel" aria-label={fill(text.card.differs, { n: disagreements.length })}>
      <h2>
        <span>{fill(text.card.differs, { n: disagreements.length })}</span>
        <span className="small quiet">{text.card.differsNote}</span>
      </h2>
      <div className="inside stack">
        {sorted.map((disagreement) => (
          <Choice key={disagreement.field} disagreement={disagreement} intend={intend} />
        ))}
      </div>
    </section>
  );
}

function Choice({
  disagreement: { field, values, chosen, isBlocking },
  intend,
}: {
  readonly disagreement: Disagreement;
  readonly intend: CardDisagreementsProps['intend'];
}) {
  const choose = (source: string): void => {
    void intend({ kind: 'choose-value', field, source: FactSource.parse(source) });
  };
  return (
    <Radio.Group
      // Undecided is shown as nothing chosen, so that the value now in the form can be chosen too.
      value={isBlocking ? '' : (chosen ?? '')}
      onChange={choose}
      label={
        <span className={`with-icon ${isBlocking ? 'bad' : 'warn'}`}>
          {isBlocking ? (
            <IconHandStop aria-hidden="true" size={20} stroke={1.75} />
          ) : (
            <IconAlertTriangle aria-hidden="true" size={20} stroke={1.75} />
          )}
          {factLabels[field]}
        </span>
      }
      description={isBlocking ? text.card.mustDecide : undefined}
      size="md"
      className={isBlocking ? 'differs blocking' : 'differs'}
    >
      {values.map(({ source, value, canChoose }) => (
        <Radio
          key={source}
          value={source}
          disabled={!canChoose}
          label={
            <>
              <span className="differs-source">{factSourceNames[source]}</span>
              <span>
                <FactValue field={field} value={value} />
              </span>
              {canChoose ? null : <span className="small quiet">{text.card.distrusted}</span>}
            </>
          }
        />
      ))}
    </Radio.Group>
  );
}
