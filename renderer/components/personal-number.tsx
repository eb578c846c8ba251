import { inThrees } from '../format.ts';

/** A personal number in threes; copying gives twelve digits. */
export function PersonalNumber({ number }: { readonly number: string }) {
  return (
    <span>
      {inThrees(number).map((part, index) => (
        // The parts of one number never move.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <span key={index} style={{ marginInlineStart: index === 0 ? 0 : '0.3em' }}>
          {part}
        </span>
      ))}
    </span>
  );
}
