import { HintLines } from '../../components/hint-lines.tsx';

/** The stage while something is chosen or written beside it. */
export function PanelStage({ title, hint }: { readonly title: string; readonly hint: string }) {
  return (
    <div className="main stage-main">
      <div className="stage">
        <h1 className="stage-title">{title}</h1>
        <HintLines tone="plain" lines={[hint]} isSpoken={false} />
      </div>
    </div>
  );
}
