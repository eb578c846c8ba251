import { portMessage } from '../main/contract/port-message.ts';
import { connect } from '../main/contract/rpc-client.ts';
import type { Client, Wire } from '../main/contract/wire.ts';

/**
 * Opens the page's wire to main: a port handed over by the preload in Electron, a WebSocket in the web shell. When main is gone every
 * call fails with `rpc/closed`.
 *
 * @throws Error when the web shell does not answer
 */
export async function connectStation(): Promise<Client> {
  const isElectron = location.protocol === 'app:';
  return connect(isElectron ? await askForPort() : await openSocket(new URL('/wire', location.href)));
}

/** Says to the preload that the page is there and listens, and waits for main's port. */
export function askForPort(): Promise<Wire> {
  const { promise, resolve } = Promise.withResolvers<Wire>();
  const receive = ({ source, origin, data, ports: [port] }: MessageEvent): void => {
    if (source !== window || origin !== location.origin || data !== portMessage.here || !port) return;
    window.removeEventListener('message', receive);
    resolve(wireFromMessagePort(port));
  };
  window.addEventListener('message', receive);
  window.postMessage(portMessage.wanted, location.origin);
  return promise;
}

async function openSocket(url: URL): Promise<Wire> {
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve());
    socket.addEventListener('error', () => reject(new Error('the station does not answer')));
  });
  return wireFromWebSocket(socket);
}

/** An open WebSocket with `binaryType` arraybuffer as a wire. */
export function wireFromWebSocket(socket: WebSocket): Wire {
  return {
    send: (frame) => socket.send(frame as Uint8Array<ArrayBuffer>),
    onFrame: (listener) => socket.addEventListener('message', ({ data }) => listener(bytesOf(data))),
    onClose: (listener) => socket.addEventListener('close', () => listener()),
    close: () => socket.close(),
  };
}

/** A MessagePort as a wire. It starts to deliver with the first listener for frames. */
export function wireFromMessagePort(port: MessagePort): Wire {
  return {
    send: (frame) => port.postMessage(frame),
    onFrame: (listener) => {
      port.addEventListener('message', ({ data }) => listener(bytesOf(data)));
      port.start();
    },
    onClose: (listener) => port.addEventListener('close', () => listener()),
    close: () => port.close(),
  };
}

/** What is no bytes becomes none, which no frame is. */
function bytesOf(data: unknown): Uint8Array {
  if (data instanceof Uint8Array) return data;
  return data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array();
}
