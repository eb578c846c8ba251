import { Button } from '@mantine/core';
import { useState } from 'react';
import { stepNames } from '../../main/contract/enrollment.ts';
import { type KeyName, keyCap, keys } from '../keys.ts';
import { keysInUse, useShortcuts } from '../state/shortcuts.ts';
import { text } from '../text/screens.vi.ts';

/** The keys of the screen below, from the same table that the buttons show. */
export function Help({ onClose }: { readonly onClose: () => void }) {
  useShortcuts({ [keys.escape]: onClose }, true);
  // As they were when it was opened; its own way out is always one of them.
  const [used] = useState(() => new Set([...keysInUse(), keys.escape]));
  return (
    <aside className="help" aria-label={text.keys.help}>
      <h2 className="screen-title">{text.keys.help}</h2>
      <dl className="pairs">
        {(Object.keys(keys) as KeyName[])
          .filter((name) => used.has(keys[name]))
          .map((name) => (
            <div key={name} style={{ display: 'contents' }}>
              <dt>
                <kbd className="key-cap">{keyCap(name)}</kbd>
              </dt>
              <dd>{text.keys[name]}</dd>
            </div>
          ))}
        {used.has('Alt+1') ? (
          <>
            <dt>
              <kbd className="key-cap">Alt 1…{stepNames.length}</kbd>
            </dt>
            <dd>{text.keys.step}</dd>
          </>
        ) : null}
      </dl>
      <Button variant="default" className="secondary" onClick={onClose} autoFocus style={{ marginTop: 16 }}>
        {text.close}
      </Button>
    </aside>
  );
}
