import { Button, Checkbox, Radio } from '@mantine/core';
import { useRef } from 'react';
import {
  HeadCovering,
  headCoverings,
  type PortraitTicks,
  portraitTickNames,
} from '../../../main/contract/portrait.ts';
import { KeyCap } from '../../components/key-cap.tsx';
import { keys } from '../../keys.ts';
import { useShortcuts } from '../../state/shortcuts.ts';
import { headCoveringNames, portraitText } from '../../text/portrait.vi.ts';
import type { Draft } from './confirmation.ts';

interface TicksProps {
  readonly draft: Draft;
  /** "Right person: …", with the name. */
  readonly person: string;
  readonly onChange: (draft: Draft) => void;
}

/** What only the officer can see. All is ticked: he takes away what does not hold, or confirms it all with one key. */
export function Ticks({ draft, person, onChange }: TicksProps) {
  const first = useRef<HTMLInputElement>(null);
  const change = (): void => first.current?.focus();
  useShortcuts({ [keys.except]: change });
  const { ticks, headCovering, isRightPerson } = draft;
  const tick = (name: keyof PortraitTicks, isTicked: boolean): void =>
    onChange({
      ...draft,
      ticks: { ...ticks, [name]: isTicked },
      headCovering: name === 'bareHead' ? undefined : headCovering,
    });
  return (
    <section className="ticks" aria-label={portraitText.ticks}>
      <div className="side-head">
        <h2>{portraitText.ticks}</h2>
        <Button
          variant="default"
          className="secondary"
          onClick={change}
          rightSection={<KeyCap name="except" />}
        >
          {portraitText.change}
        </Button>
      </div>
      <Checkbox
        ref={first}
        className="right-person"
        checked={isRightPerson}
        onChange={({ currentTarget }) => onChange({ ...draft, isRightPerson: currentTarget.checked })}
        label={person}
      />
      <div className="two-ticks">
        {portraitTickNames.map((name) => (
          <Checkbox
            key={name}
            checked={ticks[name]}
            onChange={({ currentTarget }) => tick(name, currentTarget.checked)}
            label={portraitText[name]}
          />
        ))}
      </div>
      {ticks.bareHead ? null : (
        <Radio.Group
          label={portraitText.covering}
          value={headCovering ?? ''}
          onChange={(value) => onChange({ ...draft, headCovering: HeadCovering.parse(value) })}
          className="coverings"
        >
          {headCoverings.map((one) => (
            <Radio key={one} value={one} label={headCoveringNames[one]} />
          ))}
        </Radio.Group>
      )}
    </section>
  );
}
