/** The Electron shell: what police offices install. One window, one page, and everything else denied. */
import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  type MessagePortMain,
  protocol,
  type Session,
  safeStorage,
  session,
  utilityProcess,
  type WebContents,
  type WebFrameMain,
} from 'electron';
import { StoreError } from '../db/errors.ts';
import { portMessage } from './contract/port-message.ts';
import { serve } from './contract/rpc-server.ts';
import type { Wire } from './contract/wire.ts';
import { developmentIn } from './development.ts';
import { type HostProcess, startHostWithNode } from './devices.ts';
import { openLog } from './log.ts';
import { pageHeaders, readPage } from './page.ts';
import { isPageAddress, pageAddress } from './page-address.ts';
import { startupFailure } from './startup-failure.ts';
import { openStation, type Station } from './station.ts';
import { developmentProtector, type KeyProtector, storeKey } from './store-key.ts';
import { stationVersion } from './version.ts';

const here = import.meta.dirname;

/** A page that dies at once must not be loaded again in a busy loop. */
const reloadPauseMs = 1000;

app.enableSandbox();
protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);
// Two stations on one store would each hold half of the day.
if (app.requestSingleInstanceLock()) void run();
else app.quit();

async function run(): Promise<void> {
  app.on('web-contents-created', (_event, contents) => confine(contents));
  await app.whenReady();
  const development = app.isPackaged ? undefined : developmentIn(process.env);
  // Where everything of this station is: settings, store, backups, log.
  const dataDir = development?.dataDir ?? join(app.getPath('userData'), 'station');
  try {
    const station = await openStation({
      dataDir,
      storeKey: storeKey({ dataDir, protector: development ? developmentProtector : keystore }),
      startHost: app.isPackaged
        ? startHostAsUtility
        : (env) => startHostWithNode({ ...env, ...development?.deviceEnv }, development?.node),
      version: stationVersion,
    });
    closeWithApp(station);
    showPage(station);
  } catch (error) {
    const notice = openLog(join(dataDir, 'log', 'station.log')).report(error);
    const { title, text } = startupFailure(notice);
    dialog.showErrorBox(title, text);
    app.exit(1);
  }
}

function closeWithApp(station: Station): void {
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    event.preventDefault();
    void station.close().finally(() => app.exit());
  });
}

function showPage(station: Station): void {
  Menu.setApplicationMenu(null);
  servePage(session.defaultSession);
  limitSession(session.defaultSession);
  const window = new BrowserWindow({
    width: 1366,
    height: 768,
    show: false,
    webPreferences: {
      preload: join(here, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
  const { webContents } = window;
  ipcMain.on(portMessage.wanted, ({ senderFrame }) => {
    if (senderFrame && senderFrame === webContents.mainFrame && isPageAddress(senderFrame.url))
      handOverPort(senderFrame, station);
  });
  webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    setTimeout(() => {
      if (!window.isDestroyed()) webContents.reload();
    }, reloadPauseMs);
  });
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  window.once('ready-to-show', () => window.show());
  void window.loadURL(pageAddress);
}

/** The page asks for a port at each load; the one before closes with the page that had it. */
function handOverPort(frame: WebFrameMain, station: Station): void {
  const { port1, port2 } = new MessageChannelMain();
  serve(wireFromMainPort(port1), station);
  frame.postMessage(portMessage.here, null, [port2]);
}

function wireFromMainPort(port: MessagePortMain): Wire {
  return {
    send: (frame) => port.postMessage(frame),
    onFrame: (listener) => {
      // What is no bytes becomes none, which no frame is.
      port.on('message', ({ data }) => listener(data instanceof Uint8Array ? data : new Uint8Array()));
      port.start();
    },
    onClose: (listener) => port.on('close', listener),
    close: () => port.close(),
  };
}

/** Answers `app://station/…` from the built page, and nothing else. */
function servePage({ protocol }: Session): void {
  const files = readPage(join(here, '..', 'renderer'));
  protocol.handle('app', ({ url, method }) => {
    const { host, pathname } = new URL(url);
    const file = host === 'station' && method === 'GET' ? files.get(pathname) : undefined;
    if (!file) return new Response(null, { status: 404, headers: pageHeaders });
    return new Response(file.bytes, { headers: { ...pageHeaders, 'Content-Type': file.mime } });
  });
}

/** The camera for our own page; nothing else, and no request that leaves the machine. */
function limitSession(limited: Session): void {
  limited.setPermissionRequestHandler((contents, permission, callback, details) => {
    const mediaTypes = ('mediaTypes' in details ? details.mediaTypes : undefined) ?? [];
    const isCamera =
      permission === 'media' && mediaTypes.length > 0 && mediaTypes.every((type) => type === 'video');
    callback(
      isCamera &&
        details.isMainFrame &&
        isPageAddress(details.requestingUrl) &&
        isPageAddress(contents.getURL()),
    );
  });
  limited.setPermissionCheckHandler(
    (_contents, permission, requestingOrigin, { mediaType, isMainFrame }) =>
      permission === 'media' && mediaType === 'video' && isMainFrame && isPageAddress(requestingOrigin),
  );
  limited.setDevicePermissionHandler(() => false);
  limited.setDisplayMediaRequestHandler(null);
  limited.webRequest.onBeforeRequest(({ url }, callback) => callback({ cancel: !staysHere(url) }));
}

function staysHere(url: string): boolean {
  return (
    isPageAddress(url) ||
    url.startsWith('blob:app://station/') ||
    url.startsWith('data:') ||
    (!app.isPackaged && url.startsWith('devtools:'))
  );
}

/** Whatever shows a page stays where it is: no other address, no window, no guest. */
function confine(contents: WebContents): void {
  contents.on('will-frame-navigate', (event) => {
    if (!isPageAddress(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

function startHostAsUtility(env: Readonly<Record<string, string>>): HostProcess {
  const child = utilityProcess.fork(join(here, 'host.js'), [], {
    serviceName: 'station-devices',
    env: { ...process.env, ...env },
  });
  return {
    send: (request) => child.postMessage(request),
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => child.once('exit', () => listener()),
    kill: () => child.kill(),
  };
}

/** The operating system's keystore. What Chromium falls back to on Linux is a fixed password, which protects nothing. */
const keystore: KeyProtector = {
  protect: (key) => {
    requireKeystore();
    return new Uint8Array(safeStorage.encryptString(Buffer.from(key).toString('base64')));
  },
  unprotect: (bytes) => {
    requireKeystore();
    return new Uint8Array(Buffer.from(safeStorage.decryptString(Buffer.from(bytes)), 'base64'));
  },
};

function requireKeystore(): void {
  const isPlain = process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text';
  if (isPlain || !safeStorage.isEncryptionAvailable())
    throw new StoreError('store/no-key', 'no keystore of the operating system is open');
}
