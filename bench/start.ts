import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { openBrowser } from '../fixtures/browser.ts';
import { openCentral } from '../fixtures/central/central.ts';
import { startProgram } from '../fixtures/processes.ts';
import { prepareStation } from '../fixtures/station-setup.ts';
import { text } from '../renderer/text/screens.vi.ts';
import type { BenchRow } from './row.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = join(root, 'out/app/renderer');

/** From starting the station's process and the browser to the sign-in screen, against the browser showing an empty page. */
export async function startToSignIn(): Promise<BenchRow> {
  execFileSync('vite', ['build', '--config', '.config/vite.renderer.ts', '--logLevel', 'error'], {
    cwd: root,
  });
  const dir = await mkdtemp(join(tmpdir(), 'bench-'));
  const dataDir = join(dir, 'station');
  const central = await openCentral({ port: 0, dataDir: join(dir, 'central') });
  await prepareStation(dataDir, central.url, await central.control.newCode());
  return {
    name: 'start to sign-in',
    floorName: 'an empty page',
    measure: async () => ({
      oursMs: await untilSignIn(dataDir),
      floorMs: await untilShown((shown) => shown.goto('about:blank')),
    }),
    close: async () => {
      await central.close();
      await rm(dir, { recursive: true });
    },
  };
}

async function untilSignIn(dataDir: string): Promise<number> {
  const startedMs = performance.now();
  const args = ['--data', dataDir, '--renderer', page];
  const station = startProgram(join(root, 'main/web.ts'), args, { STATION_WEB_SHELL: 'development' });
  try {
    const { url } = await station.fact((fact) => typeof fact['url'] === 'string');
    const stationMs = performance.now() - startedMs;
    const browserMs = await untilShown(async (shown) => {
      await shown.goto(String(url));
      await shown.getByRole('heading', { name: text.signIn.title }).waitFor();
    });
    return stationMs + browserMs;
  } finally {
    await station.stop();
  }
}

/** Starts a browser and lets it show something. */
async function untilShown(show: (shown: Page) => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  const context = await openBrowser({ cameraFile: '/dev/null' });
  try {
    await show(await context.newPage());
    return performance.now() - startedMs;
  } finally {
    await context.close();
  }
}
