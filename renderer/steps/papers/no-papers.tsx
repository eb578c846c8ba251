import { HintLines } from '../../components/hint-lines.tsx';
import { PrimaryAction } from '../../components/primary-action.tsx';
import { Stage } from '../../components/stage.tsx';
import { papersText } from '../../text/papers.vi.ts';
import { text } from '../../text/screens.vi.ts';
import { type ListProps, ListSide } from './item-parts.tsx';

/** Nothing is asked for, and nothing was brought: says which key adds something. */
export function NoPapers({ list, onNext }: { readonly list: ListProps; readonly onNext: () => void }) {
  return (
    <>
      <Stage title={papersText.title}>
        <div className="stage-view page-view">
          <p>{papersText.empty}</p>
        </div>
        <HintLines tone="plain" lines={[papersText.optional]} isSpoken={false} />
      </Stage>
      <ListSide list={list} notice={null}>
        <PrimaryAction label={text.next} onPress={onNext} />
      </ListSide>
    </>
  );
}
