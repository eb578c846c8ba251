import { HintLines } from '../../components/hint-lines.tsx';
import { Stage } from '../../components/stage.tsx';

/** The stage while something is chosen or written beside it. */
export function PanelStage({ title, hint }: { readonly title: string; readonly hint: string }) {
  return (
    <Stage title={title}>
      <div className="stage-view page-view" />
      <HintLines tone="plain" lines={[hint]} isSpoken={false} />
    </Stage>
  );
}
