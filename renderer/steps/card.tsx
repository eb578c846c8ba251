import { Button } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import { useRef } from 'react';
import { KeyCap } from '../components/key-cap.tsx';
import { Notice } from '../components/notice.tsx';
import { PrimaryAction } from '../components/primary-action.tsx';
import { keys } from '../keys.ts';
import { useWatch } from '../state/client.tsx';
import { useIntend } from '../state/intend.ts';
import { useShortcuts } from '../state/shortcuts.ts';
import { fill, text } from '../text/screens.vi.ts';
import { CardChecks } from './card/card-checks.tsx';
import { CardDisagreements } from './card/card-disagreements.tsx';
import { CardKeyFields, keyFrom } from './card/card-key.tsx';
import { CardProgress } from './card/card-progress.tsx';
import { CardResult, isDistrusted } from './card/card-result.tsx';
import type { StepProps } from './index.ts';

/** The old card: the QR code or the MRZ opens its chip, the chip fills the form. */
export function CardStep({ snapshot, onNext }: StepProps) {
  const { notice, intend } = useIntend(snapshot);
  const inputs = useRef({
    code: useRef<HTMLInputElement>(null),
    personalId: useRef<HTMLInputElement>(null),
    birthDate: useRef<HTMLInputElement>(null),
    expiryDate: useRef<HTMLInputElement>(null),
  }).current;
  const work = useRef<HTMLDivElement>(null);
  const { card, disagreements } = snapshot;

  const read = (): void => {
    const key = keyFrom(inputs);
    if (key) void intend({ kind: 'read-card', key });
    else inputs.code.current?.focus();
    // The next scan takes the place of this one.
    if (document.activeElement === inputs.code.current) inputs.code.current?.select();
  };
  useShortcuts({ [keys.readCard]: read });
  const isBlocked = disagreements.some(({ isBlocking }) => isBlocking);
  const decide = (): void => work.current?.querySelector<HTMLElement>('.blocking input:enabled')?.focus();

  return (
    <>
      <div className="main stack" ref={work}>
        <h1 className="screen-title">{text.card.title}</h1>
        <Notice notice={notice} />
        <CardProgress card={card} />
        {card.state === 'read' ? <CardResult card={card} snapshot={snapshot} /> : null}
        {card.state === 'reading' ? null : (
          <CardDisagreements disagreements={disagreements} intend={intend} />
        )}
        <CardKeyFields inputs={inputs} card={card} onEnter={read} />
      </div>
      <aside className="side">
        <ReaderState />
        {card.state === 'read' ? (
          <>
            <CardChecks checks={card.checks} />
            <p className="small quiet">
              {fill(text.card.took, {
                seconds: (card.ms / 1000).toFixed(1).replace('.', ','),
                apdus: card.apdus,
              })}
            </p>
          </>
        ) : null}
        <div className="actions">
          {card.state === 'read' ? (
            <Button
              variant="default"
              className="secondary"
              onClick={read}
              rightSection={<KeyCap name="readCard" />}
            >
              {text.card.readAgain}
            </Button>
          ) : null}
          {card.state === 'failed' ? (
            <Button variant="default" className="secondary" onClick={onNext}>
              {text.card.goOn}
            </Button>
          ) : null}
          {card.state !== 'read' ? (
            <PrimaryAction
              label={card.state === 'reading' ? text.card.busy : text.card.read}
              onPress={read}
              isRunning={card.state === 'reading'}
            />
          ) : isBlocked ? (
            <PrimaryAction label={text.card.decide} onPress={decide} />
          ) : (
            <PrimaryAction label={isDistrusted(card) ? text.card.goOn : text.card.use} onPress={onNext} />
          )}
        </div>
      </aside>
    </>
  );
}

function ReaderState() {
  const status = useWatch('station.watch', {});
  const hasCard = status?.devices.find(({ kind }) => kind === 'card-reader')?.hasCard ?? false;
  const Icon = hasCard ? IconCircleCheck : IconCircleDashed;
  return (
    <p className={`with-icon ${hasCard ? 'good' : 'quiet'}`} role="status">
      <Icon aria-hidden="true" size={20} stroke={1.75} />
      {hasCard ? text.card.hasCard : text.card.noCard}
    </p>
  );
}
