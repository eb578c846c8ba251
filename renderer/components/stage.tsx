import type { ReactNode } from 'react';

interface StageProps {
  /** What the citizen does now, or what is looked at. */
  readonly title: string;
  /** The view, and under it what to do. */
  readonly children: ReactNode;
}

/** The dark middle of a step, the same in each: what is asked above, what is seen, and the hint below. */
export function Stage({ title, children }: StageProps) {
  return (
    <div className="main stage-main">
      <div className="stage">
        <h1 className="stage-title">{title}</h1>
        {children}
      </div>
    </div>
  );
}
