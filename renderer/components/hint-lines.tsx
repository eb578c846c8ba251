import { IconAlertTriangle, IconCircleCheck, IconHandStop } from '@tabler/icons-react';

const icons = { good: IconCircleCheck, warn: IconAlertTriangle, bad: IconHandStop } as const;

interface HintLinesProps {
  readonly tone: string;
  readonly lines: readonly string[];
  /** Told to a screen reader when it changes. */
  readonly isSpoken?: boolean;
}

/** What to do now, large; the place is reserved, so that nothing jumps. */
export function HintLines({ tone, lines, isSpoken = true }: HintLinesProps) {
  const Icon = Object.hasOwn(icons, tone) ? icons[tone as keyof typeof icons] : undefined;
  return (
    <div className={`stage-hint ${tone}`} {...(isSpoken ? { role: 'status' } : {})}>
      {lines.map((line) => (
        <p key={line} className="with-icon">
          {Icon ? <Icon aria-hidden="true" size={28} stroke={1.75} /> : null}
          <span>{line}</span>
        </p>
      ))}
    </div>
  );
}
