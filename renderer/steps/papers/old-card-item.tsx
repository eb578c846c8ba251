import { TextInput } from '@mantine/core';
import { IconCircleCheck, IconId } from '@tabler/icons-react';
import { useState } from 'react';
import type { EnrollmentSnapshot } from '../../../main/contract/enrollment.ts';
import { HintLines } from '../../components/hint-lines.tsx';
import { PrimaryAction } from '../../components/primary-action.tsx';
import { SecondaryAction } from '../../components/secondary-action.tsx';
import { Stage } from '../../components/stage.tsx';
import { capitalized } from '../../format.ts';
import { papersText } from '../../text/papers.vi.ts';
import { type Action, type ListProps, ListSide, type Onward, OnwardAction } from './item-parts.tsx';
import { oldCardWords } from './items.ts';

const words = papersText.oldCard;

interface OldCardItemProps {
  readonly snapshot: EnrollmentSnapshot;
  readonly list: ListProps;
  readonly action: Action;
  readonly onward: Onward;
  readonly onLeave: () => void;
}

/** Whether the old card was handed in: one key when it was, its number known from the card already. */
export function OldCardItem({ snapshot, list, action, onward, onLeave }: OldCardItemProps) {
  const { oldCard } = snapshot.papers;
  const known = oldCard.state === 'collected' ? oldCard.number : (snapshot.fields.personalId?.value ?? '');
  const [number, setNumber] = useState(known);
  const isOpen = oldCard.state === 'open';
  const collect = (): void => void action.intend({ kind: 'collect-old-card', number: number.trim() });
  return (
    <>
      <Stage title={words.title}>
        <div className="stage-view page-view">
          <div className="old-card-question">
            <p className="with-icon">
              <IconId aria-hidden="true" size={28} stroke={1.75} />
              {words.help}
            </p>
            <TextInput
              label={words.number}
              description={words.numberHelp}
              value={number}
              inputMode="numeric"
              autoComplete="off"
              onChange={({ currentTarget }) => setNumber(currentTarget.value)}
            />
          </div>
        </div>
        <HintLines
          tone={oldCard.state === 'collected' ? 'good' : 'plain'}
          lines={isOpen ? [] : [`${words.name} ${oldCardWords(snapshot.papers)}`]}
        />
      </Stage>
      <ListSide list={list} notice={action.notice}>
        {isOpen ? (
          <SecondaryAction label={words.leave} keyName="except" onPress={onLeave} />
        ) : (
          <SecondaryAction
            label={oldCard.state === 'collected' ? capitalized(words.leave) : words.collect}
            {...(oldCard.state === 'collected' ? { keyName: 'except' as const } : {})}
            icon={
              oldCard.state === 'collected' ? undefined : <IconCircleCheck aria-hidden="true" size={20} />
            }
            onPress={oldCard.state === 'collected' ? onLeave : collect}
          />
        )}
        {isOpen ? (
          <PrimaryAction
            label={words.collect}
            onPress={collect}
            isRunning={action.isRunning}
            isDisabled={number.length > 12}
          />
        ) : (
          <OnwardAction onward={onward} />
        )}
      </ListSide>
    </>
  );
}
