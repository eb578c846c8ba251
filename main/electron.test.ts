import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { buildElectron } from '../fixtures/electron/build.ts';
import { probeElectron, writeSettings } from '../fixtures/electron/run.ts';
import type { Machine } from '../fixtures/electron/stand-in.ts';
import { environmentOf } from './development.ts';

const dir = mkdtempSync(join(tmpdir(), 'electron-'));
const machine: Machine = {
  userData: join(dir, 'good'),
  isPackaged: true,
  isFirstInstance: true,
  keystore: 'gnome_libsecret',
};
let main: string;

beforeAll(async () => {
  main = buildElectron('electron');
  await writeSettings(join(machine.userData, 'station'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const probe = (changes: Partial<Machine> = {}) =>
  probeElectron(join(main, 'electron.js'), { ...machine, ...changes });

describe('the built Electron shell on a stand-in', () => {
  let found: Record<string, unknown>;
  beforeAll(async () => {
    found = await probe();
  });

  it('puts every page into the sandbox and gives it nothing of Node', () => {
    expect({
      isSandboxed: found['isSandboxed'],
      preload: found['preload'],
      ...(found['webPreferences'] as object),
    }).toEqual({
      isSandboxed: true,
      preload: '/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      devTools: false,
    });
    expect(found['menu']).toBeNull();
  });

  it('serves only the built page, with its policy', () => {
    expect(found['schemes']).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ]);
    const { statuses, headers } = found['page'] as { statuses: string[]; headers: Record<string, string> };
    expect(statuses.filter((status) => !status.endsWith(' 404'))).toEqual([
      'GET app://station/ 200',
      'GET app://station/index.html 200',
    ]);
    expect(statuses).toHaveLength(10);
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringMatching(
        /^default-src 'self'; (?!.*script-src).*object-src 'none'/,
      ),
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'x-content-type-options': 'nosniff',
    });
  });

  it('lets no page go elsewhere, open a window, hold a guest, or ask the network', () => {
    expect(found['doors']).toEqual({
      navigation: ['app://station/'],
      redirect: [],
      webview: [],
      window: [],
      request: ['app://station/', 'blob:app://station/00000000-0000-0000-0000-000000000000'],
    });
  });

  it('grants the camera to its own page, and nothing else to anybody', () => {
    expect(found['permissions']).toEqual({
      request: ['media video main app://station/'],
      check: ['media video main app://station/'],
      device: false,
    });
  });

  it('hands a port to its own page only', () => {
    expect(found['ports']).toEqual({
      'frame that is gone': 0,
      'frame inside the page': 0,
      'page that strayed': 0,
    });
  });

  it('answers the contract through that port, on the real store and device process', () => {
    expect(found['station']).toEqual({
      officers: [],
      refused: 'officer/not-signed-in',
      office: 'CÔNG AN PHƯỜNG MẪU',
      notice: 'device/restarted',
      devicePrograms: ['/host.js', '/host.js'],
    });
    expect(found['picture']).toBe('PNG');
  });

  it('loads the page again when it crashed, and comes forward when started twice', () => {
    expect(found['lifetime']).toEqual({ reloads: 1, isFocused: true, windows: 1 });
  });

  it('closes the station before it ends', () => {
    expect(found['exit']).toBe(0);
  });

  it('opens its store again with the key from the keystore', async () => {
    expect(await probe()).toMatchObject({ settled: 'page', station: { officers: [] } });
  });
});

describe('a start that cannot be', () => {
  it('leaves the station to the one that runs already', async () => {
    const userData = join(dir, 'second');
    expect(await probe({ userData, isFirstInstance: false })).toMatchObject({
      settled: 'quit',
      errorBoxes: [],
    });
    expect(existsSync(userData)).toBe(false);
  });

  it('says that there is no keystore, and keeps no key', async () => {
    const userData = join(dir, 'plain');
    await writeSettings(join(userData, 'station'));
    expect(await probe({ userData, keystore: 'basic_text' })).toMatchObject({
      settled: { exit: 1 },
      errorBoxes: [
        {
          title: 'Trạm thu nhận căn cước',
          text: expect.stringMatching(
            /^Không lấy được khóa của kho dữ liệu[\s\S]*\n\nMã sự cố: [0-9a-f]{8}$/,
          ),
        },
      ],
    });
    expect(existsSync(join(userData, 'station/store.key'))).toBe(false);
  });

  it('says that the store is not its own', async () => {
    const userData = join(dir, 'foreign');
    const dataDir = join(userData, 'station');
    await writeSettings(dataDir);
    expect(await probe({ userData })).toMatchObject({ settled: 'page' });
    writeFileSync(join(dataDir, 'station.db'), 'not a store');
    expect(await probe({ userData })).toMatchObject({
      settled: { exit: 1 },
      errorBoxes: [{ text: expect.stringMatching(/^(Tệp dữ liệu không phải kho|Kho dữ liệu bị hỏng)/) }],
    });
  });
});

describe('a developer’s set-up', () => {
  const dataDir = join(dir, 'prepared/station');
  const node = join(dir, 'node');
  const told = join(dir, 'told');
  beforeAll(async () => {
    await writeSettings(dataDir);
    writeFileSync(node, `#!/bin/sh\nprintf %s "$SIMULATED" > '${told}'\nexec '${process.execPath}' "$@"\n`);
    chmodSync(node, 0o755);
  });
  afterEach(() => vi.unstubAllEnvs());

  function setUp(): void {
    const development = environmentOf({ dataDir, node, deviceEnv: { SIMULATED: 'a scanner' } });
    for (const [name, value] of Object.entries(development)) vi.stubEnv(name, value);
  }

  it('has its folder, its key and its devices in place of the installed ones', async () => {
    setUp();
    const userData = join(dir, 'developer');
    const found = await probe({ userData, isPackaged: false, keystore: 'basic_text' });
    expect(found).toMatchObject({
      settled: 'page',
      station: { office: 'CÔNG AN PHƯỜNG MẪU', notice: 'device/restarted', devicePrograms: [] },
    });
    expect(readFileSync(join(dataDir, 'store.key'))).toHaveLength(32);
    expect([readFileSync(told, 'utf8'), existsSync(userData)]).toEqual(['a scanner', false]);
  });

  it('is nothing to an installed shell, which stays with its keystore and its folder', async () => {
    setUp();
    const userData = join(dir, 'installed');
    await writeSettings(join(userData, 'station'));
    expect(await probe({ userData, keystore: 'basic_text' })).toMatchObject({ settled: { exit: 1 } });
    expect(await probe({ userData })).toMatchObject({
      settled: 'page',
      station: { devicePrograms: ['/host.js', '/host.js'] },
    });
    expect(existsSync(join(userData, 'station/store.key'))).toBe(true);
  });

  it('is needed by a developer’s shell too, or the keystore is', async () => {
    const userData = join(dir, 'unprepared');
    await writeSettings(join(userData, 'station'));
    expect(await probe({ userData, isPackaged: false, keystore: 'basic_text' })).toMatchObject({
      settled: { exit: 1 },
    });
  });
});
