/**
 * All that stands between the page and main: it carries the page's wish for a port to main, and main's port to the page. The page gets
 * nothing else, no function and no object.
 */
import { ipcRenderer } from 'electron';
import { portMessage } from './contract/port-message.ts';

interface PageMessage {
  readonly source: unknown;
  readonly origin: string;
  readonly data: unknown;
}

/** The page's window as this world sees it; the rest of main has no DOM. */
declare const window: {
  readonly location: { readonly origin: string };
  addEventListener(kind: 'message', listener: (message: PageMessage) => void): void;
  postMessage(message: string, targetOrigin: string, ports: readonly unknown[]): void;
};

const { origin } = window.location;

window.addEventListener('message', (message) => {
  if (message.source === window && message.origin === origin && message.data === portMessage.wanted)
    ipcRenderer.send(portMessage.wanted);
});

ipcRenderer.on(portMessage.here, ({ ports }) => window.postMessage(portMessage.here, origin, ports));
