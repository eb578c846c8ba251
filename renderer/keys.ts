import type { text } from './text/screens.vi.ts';

/** Every key with a fixed meaning. Buttons, the help and the tests are fed from here. */
export const keys = {
  help: 'F1',
  begin: 'F2',
  search: 'F3',
  readCard: 'F4',
  region: 'F6',
  capture: 'F8',
  except: 'F9',
  previous: 'ArrowUp',
  following: 'ArrowDown',
  add: 'Insert',
  turn: 'ArrowRight',
  primary: 'Ctrl+Enter',
  print: 'Ctrl+P',
  undo: 'Ctrl+Z',
  clear: 'Delete',
  lock: 'Ctrl+L',
  escape: 'Escape',
} as const satisfies Partial<Record<keyof typeof text.keys, string>>;

export type KeyName = keyof typeof keys;

/** As shown on a button. */
export function keyCap(name: KeyName): string {
  return keys[name]
    .replace('Enter', '↵')
    .replace('+', ' ')
    .replace('Escape', 'Esc')
    .replace('Delete', 'Del')
    .replace('ArrowUp', '↑')
    .replace('ArrowDown', '↓')
    .replace('ArrowRight', '→')
    .replace('Insert', 'Ins');
}

/** A pressed key as the table writes it; undefined while an input method is composing. */
export function pressedKey(event: KeyboardEvent): string | undefined {
  // Shortcuts belong to the input method while it composes.
  if (event.isComposing || event.keyCode === 229) return undefined;
  const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
  if (event.altKey && !event.ctrlKey && digit) return `Alt+${digit}`;
  if (event.altKey || event.metaKey) return undefined;
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  if (event.ctrlKey) return `Ctrl+${key}`;
  return event.shiftKey ? `Shift+${key}` : key;
}
