import { Button } from '@mantine/core';
import { type KeyName, keyCap, keys } from '../keys.ts';
import { useShortcuts } from '../state/shortcuts.ts';
import { text } from '../text/screens.vi.ts';

/** The keys, from the same table that the buttons show. */
export function Help({ onClose }: { readonly onClose: () => void }) {
  useShortcuts({ [keys.escape]: onClose });
  return (
    <aside className="help" aria-label={text.keys.help}>
      <h2 className="screen-title">{text.keys.help}</h2>
      <dl className="pairs">
        {(Object.keys(keys) as KeyName[]).map((name) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>
              <kbd className="key-cap">{keyCap(name)}</kbd>
            </dt>
            <dd>{text.keys[name]}</dd>
          </div>
        ))}
        <dt>
          <kbd className="key-cap">Alt 1…7</kbd>
        </dt>
        <dd>{text.keys.step}</dd>
      </dl>
      <Button variant="default" className="secondary" onClick={onClose} autoFocus style={{ marginTop: 16 }}>
        {text.close}
      </Button>
    </aside>
  );
}
