import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from '@playwright/test';
import { build, type Rolldown } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildElectron } from '../fixtures/electron/build.ts';

/** What the page's world may say to main, wrapped as Electron wraps a preload; main answers each wish with a port that echoes. */
const standIn = `
  globalThis.wishes = [];
  const heard = {};
  const require = () => ({ ipcRenderer: {
    on: (channel, listener) => { heard[channel] = listener; },
    send: (channel, ...rest) => {
      globalThis.wishes.push([channel, ...rest]);
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => port1.postMessage(data);
      heard['station:port-here']({ ports: [port2], sender: 'main' }, 'a message');
    },
  } });
`;

let browser: Browser;
let page: Page;
let preload: string;

/** Opens a page of our address; with the preload in a world of its own, or without. */
async function openPage(source: string | undefined): Promise<Page> {
  const opened = await browser.newPage();
  await opened.route('**/*', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><p>page' }),
  );
  if (source !== undefined) {
    const devtools = await opened.context().newCDPSession(opened);
    await devtools.send('Page.enable');
    await devtools.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName: 'preload' });
  }
  await opened.goto('https://station.invalid/');
  return opened;
}

/** What the preload's own world asked main for. */
async function wishes(opened: Page): Promise<unknown> {
  const devtools = await opened.context().newCDPSession(opened);
  const worlds: { id: number; name: string; frameId: string | undefined }[] = [];
  devtools.on('Runtime.executionContextCreated', ({ context: { id, name, auxData } }) =>
    worlds.push({ id, name, frameId: auxData?.['frameId'] }),
  );
  await devtools.send('Runtime.enable');
  const { frameTree } = await devtools.send('Page.getFrameTree');
  const world = worlds.find(({ name, frameId }) => name === 'preload' && frameId === frameTree.frame.id);
  const { result } = await devtools.send('Runtime.evaluate', {
    expression: 'globalThis.wishes',
    contextId: world?.id ?? 0,
    returnByValue: true,
  });
  return result.value;
}

/** The page's side of the handshake, bundled as the page has it. */
async function pageEnd(): Promise<string> {
  const entry = fileURLToPath(new URL('../renderer/connect.ts', import.meta.url));
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, lib: { entry, name: 'connecting', formats: ['iife'] } },
  });
  const [bundle] = built as Rolldown.RolldownOutput[];
  return `window.connecting = (() => { ${bundle?.output[0].code}; return connecting; })()`;
}

beforeAll(async () => {
  const main = buildElectron('preload');
  preload = `(() => {${standIn}${readFileSync(join(main, 'preload.cjs'), 'utf8')}})()`;
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium' });
  page = await openPage(preload);
});
afterAll(() => browser.close());

describe('the built preload in an isolated world', () => {
  it('adds no name to the page', async () => {
    const names = (opened: Page): Promise<string[]> =>
      opened.evaluate(() =>
        Object.getOwnPropertyNames(window).concat(Object.getOwnPropertyNames(document)).sort(),
      );
    const bare = await openPage(undefined);
    expect(await names(page)).toEqual(await names(bare));
    await bare.close();
  });

  it('hands over one port for the wish of the page, and nothing with it', async () => {
    await page.evaluate(await pageEnd());
    const found = await page.evaluate(async () => {
      const messages: unknown[] = [];
      window.addEventListener('message', ({ data, ports }) => messages.push([data, ports.length]));
      const { askForPort } = (window as unknown as { connecting: typeof import('../renderer/connect.ts') })
        .connecting;
      const wire = await askForPort();
      const echo = new Promise<Uint8Array>((resolve) => wire.onFrame(resolve));
      wire.send(new Uint8Array([1, 2, 3]));
      return { echo: [...(await echo)], messages };
    });
    expect(found).toEqual({
      echo: [1, 2, 3],
      messages: [
        ['station:port-wanted', 0],
        ['station:port-here', 1],
      ],
    });
    expect(await wishes(page)).toEqual([['station:port-wanted']]);
  });

  it('carries nothing else to main, from the page or from a frame in it', async () => {
    const opened = await openPage(preload);
    await opened.evaluate(async () => {
      for (const data of [
        'station:other',
        ['station:port-wanted'],
        { toString: () => 'x' }.toString(),
        null,
        7,
      ])
        window.postMessage(data, '*');
      const frame = document.createElement('iframe');
      frame.srcdoc = '<script>parent.postMessage("station:port-wanted", "*")</script>';
      const heard = new Promise((resolve) => {
        window.addEventListener('message', ({ source }) => source !== window && resolve(source));
      });
      document.body.append(frame);
      await heard;
    });
    expect(await wishes(opened)).toEqual([]);
    await opened.close();
  });
});
