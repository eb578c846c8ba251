import type { PaperPage, PaperSnapshot } from '../../../main/contract/papers.ts';
import { usePicture } from '../../state/picture.ts';
import { paperNames, papersText } from '../../text/papers.vi.ts';
import { fill } from '../../text/screens.vi.ts';

interface PagePictureProps {
  readonly paper: PaperSnapshot;
  readonly page: PaperPage | undefined;
}

/** A straightened page as it will be sent; without one, how to begin. */
export function PagePicture({ paper, page }: PagePictureProps) {
  const url = usePicture(page?.captureId);
  const alt = fill(papersText.pageAlt, { paper: paperNames[paper.kind], n: page?.number ?? 1 });
  return (
    <div className="stage-view page-view">
      {url ? <img src={url} alt={alt} /> : null}
      {page ? null : <p>{paper.isDone ? papersText.noPage : papersText.lay}</p>}
    </div>
  );
}
