import { HintLines } from '../../components/hint-lines.tsx';
import { PrimaryAction } from '../../components/primary-action.tsx';
import { papersText } from '../../text/papers.vi.ts';
import { text } from '../../text/screens.vi.ts';
import { type ListProps, ListSide } from './item-parts.tsx';

/** Nothing is asked for, and nothing was brought: says which key adds something. */
export function NoPapers({ list, onNext }: { readonly list: ListProps; readonly onNext: () => void }) {
  return (
    <>
      <div className="main stage-main">
        <div className="stage">
          <h1 className="stage-title">{papersText.title}</h1>
          <div className="stage-view page-view">
            <p>{papersText.empty}</p>
          </div>
          <HintLines tone="plain" lines={[papersText.optional]} isSpoken={false} />
        </div>
      </div>
      <ListSide list={list} notice={null}>
        <PrimaryAction label={text.next} onPress={onNext} />
      </ListSide>
    </>
  );
}
