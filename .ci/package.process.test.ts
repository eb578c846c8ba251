import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ArchivedFile, extractArchive, readArchive } from '../fixtures/electron/archive.ts';
import { writeStubDistribution } from '../fixtures/electron/distribution.ts';
import { probeElectron, writeSettings } from '../fixtures/electron/run.ts';

const script = fileURLToPath(new URL('./package.ts', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'package-'));
const distribution = join(dir, 'distribution');
const out = join(dir, 'out');

function packageWith(args: readonly string[], env: NodeJS.ProcessEnv) {
  return spawnSync(process.execPath, [script, '--out', out, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: distribution, ...env },
  });
}

afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('without what it needs', () => {
  it('refuses with one sentence when there is no Electron', () => {
    const { status, stdout, stderr } = packageWith([], { ELECTRON_OVERRIDE_DIST_PATH: join(dir, 'nothing') });
    expect({ status, stdout, stderr, isMade: existsSync(out) }).toEqual({
      status: 2,
      stdout: '',
      stderr: `No Electron distribution in ${join(dir, 'nothing')}: run "npx install-electron", or set ELECTRON_OVERRIDE_DIST_PATH to an unpacked one.\n`,
      isMade: false,
    });
  });
});

describe('made with a stub distribution', () => {
  let archive: readonly ArchivedFile[];
  const resources = join(out, 'linux-unpacked/resources');
  const paths = (): string[] => archive.map(({ path }) => path);

  beforeAll(async () => {
    await writeStubDistribution(distribution);
    const { status, stdout, stderr } = packageWith(['--test-only'], {});
    if (status !== 0) throw new Error(stdout + stderr);
    archive = readArchive(join(resources, 'app.asar'));
  });

  it('carries main, the page and native packages, and nothing else', () => {
    expect(new Set(paths().map((path) => path.split('/')[0]))).toEqual(
      new Set(['main', 'renderer', 'node_modules', 'package.json']),
    );
    const foreign = /fixtures|virtual|simulat|\.test\.|\.map$|\.ts$|web-shell|node-(linux|win)-x64/;
    expect(paths().filter((path) => foreign.test(path))).toEqual([]);
  });

  it('bundles no fixture, no simulator and no web shell', () => {
    const modules = archive.flatMap(({ path, bytes }) => (/^main\/.*js$/.test(path) ? modulesIn(bytes) : []));
    expect(modules).toEqual(
      expect.arrayContaining(['main/station.ts', 'drivers/host.ts', 'main/electron.ts']),
    );
    expect(
      modules.filter((module) => /^(fixtures|bench|\.ci)\/|^main\/(web|cli|command)/.test(module)),
    ).toEqual([]);
    const programs = archive.filter(({ path }) => path.startsWith('main/'));
    const mentions = programs.filter(({ bytes }) => Buffer.from(bytes).includes('STATION_WEB_SHELL'));
    expect(mentions.map(({ path }) => path)).toEqual([]);
  });

  it('leaves native code outside the archive, where the system can load it', () => {
    const native = archive.filter(({ path }) => /\.node$|\.so[.\d]*$/.test(path));
    expect(native.filter(({ isUnpacked }) => !isUnpacked)).toEqual([]);
    expect(
      native
        .map(({ path }) =>
          path
            .split('/')
            .slice(1, path.includes('/@') ? 3 : 2)
            .join('/'),
        )
        .sort(),
    ).toEqual([
      '@img/sharp-libvips-linux-x64',
      '@img/sharp-linux-x64',
      '@node-rs/argon2-linux-x64-gnu',
      'better-sqlite3',
      'node-hid',
      'node-hid',
      'pcsclite',
    ]);
  });

  it('sets the switches of the binary', async () => {
    const wire = await getCurrentFuseWire(join(out, 'linux-unpacked/enrollment-station'));
    const { DISABLE, ENABLE } = FuseState;
    expect(wire).toMatchObject({
      [FuseV1Options.RunAsNode]: DISABLE,
      [FuseV1Options.EnableCookieEncryption]: ENABLE,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: DISABLE,
      [FuseV1Options.EnableNodeCliInspectArguments]: DISABLE,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: ENABLE,
      [FuseV1Options.OnlyLoadAppFromAsar]: ENABLE,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: DISABLE,
    });
  });

  it('makes a .deb that asks for what the devices need and says what it is', () => {
    const [deb = ''] = readdirSync(out).filter((name) => name.endsWith('.deb'));
    const ask = (...args: string[]): string => execFileSync('dpkg-deb', [...args], { encoding: 'utf8' });
    const field = (name: string): string => ask('--field', join(out, deb), name).trim();
    expect({
      deb,
      name: field('Package'),
      version: field('Version'),
      architecture: field('Architecture'),
    }).toEqual({
      deb: 'enrollment-station_0.1.0-testonly_amd64.deb',
      name: 'enrollment-station',
      version: '0.1.0~testonly',
      architecture: 'amd64',
    });
    expect(field('Depends').split(', ')).toEqual(
      expect.arrayContaining(['libudev1', 'libusb-1.0-0', 'libpcsclite1', 'pcscd', 'libsecret-1-0']),
    );
    const lines = ask('--contents', join(out, deb)).split('\n');
    expect(lines.filter((line) => !/^[d-][rwx-]{6}r-[x-] root\/root /.test(line) && line !== '')).toEqual([]);
    const installed = lines.map((line) => line.split(/\s+/)[5] ?? '');
    expect(installed).toEqual(
      expect.arrayContaining([
        './opt/EnrollmentStation/enrollment-station',
        './opt/EnrollmentStation/resources/app.asar',
        './usr/share/applications/enrollment-station.desktop',
        './usr/share/icons/hicolor/scalable/apps/enrollment-station.svg',
      ]),
    );
  });

  it('has all that it needs to run: store, device process, picture worker, page', async () => {
    const app = join(dir, 'app');
    extractArchive(join(resources, 'app.asar'), app);
    const userData = join(dir, 'user');
    await writeSettings(join(userData, 'station'));
    const machine = {
      userData,
      isPackaged: true,
      isFirstInstance: true,
      keystore: 'gnome_libsecret',
    } as const;
    expect(await probeElectron(join(app, 'main/electron.js'), machine)).toMatchObject({
      settled: 'page',
      page: { hasBody: true },
      station: { officers: [], notice: 'device/restarted' },
      picture: 'PNG',
      exit: 0,
    });
  });
});

describe('without headers to build the card binding for Electron', () => {
  it('makes no package', () => {
    // Nobody listens there: the headers cannot be had.
    const nowhere = 'http://127.0.0.1:9';
    const { status, stderr } = packageWith([], {
      npm_config_proxy: nowhere,
      npm_config_https_proxy: nowhere,
    });
    expect({ status, made: readdirSync(out).filter((name) => /deb$|unpacked$/.test(name)) }).toEqual({
      status: 1,
      made: [],
    });
    expect(stderr).toContain('node-gyp.js failed: there is no package.');
  });
});

/** The project's files that went into a bundle; the bundler names each before its code. */
function modulesIn(bundle: Uint8Array): string[] {
  return [
    ...Buffer.from(bundle)
      .toString()
      .matchAll(/^\/\/(?:#region)? ?([\w./-]+\.tsx?)$/gm),
  ].map(([, path = '']) => path);
}
