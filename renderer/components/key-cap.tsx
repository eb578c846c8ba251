import { type KeyName, keyCap } from '../keys.ts';

/** The key of a button, shown on it. */
export function KeyCap({ name }: { readonly name: KeyName }) {
  return (
    <span className="key-cap" aria-hidden="true">
      {keyCap(name)}
    </span>
  );
}
