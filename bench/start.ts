import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openBrowser } from '../fixtures/browser.ts';
import { openCentral } from '../fixtures/central/central.ts';
import { type Program, startProgram } from '../fixtures/processes.ts';
import { prepareStation } from '../fixtures/station-setup.ts';
import { text } from '../renderer/text/screens.vi.ts';
import type { BenchRow } from './row.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** From starting the station's process to the sign-in screen, against the browser showing an empty page. */
export async function startToSignIn(): Promise<BenchRow> {
  execFileSync('vite', ['build', '--config', '.config/vite.renderer.ts', '--logLevel', 'error'], {
    cwd: root,
  });
  const dir = await mkdtemp(join(tmpdir(), 'bench-'));
  const central = await openCentral({ port: 0, dataDir: join(dir, 'central') });
  const dataDir = join(dir, 'station');
  await prepareStation(dataDir, central.url, central.control.newCode());
  return {
    name: 'start to sign-in',
    floorName: 'an empty page',
    measure: async () => ({ oursMs: await ours(dataDir), floorMs: await emptyPage() }),
    close: async () => {
      await central.close();
      await rm(dir, { recursive: true });
    },
  };
}

async function ours(dataDir: string): Promise<number> {
  const startedMs = performance.now();
  const station: Program = startProgram(
    join(root, 'main/web.ts'),
    ['--data', dataDir, '--renderer', join(root, 'out/app/renderer')],
    { STATION_WEB_SHELL: 'development' },
  );
  const { url } = await station.fact((fact) => typeof fact['url'] === 'string');
  const context = await openBrowser({ cameraFile: '/dev/null' });
  const page = await context.newPage();
  await page.goto(String(url));
  await page.getByRole('heading', { name: text.signIn.title }).waitFor();
  const ms = performance.now() - startedMs;
  await context.close();
  await station.stop();
  return ms;
}

async function emptyPage(): Promise<number> {
  const startedMs = performance.now();
  const context = await openBrowser({ cameraFile: '/dev/null' });
  const page = await context.newPage();
  await page.goto('about:blank');
  const ms = performance.now() - startedMs;
  await context.close();
  return ms;
}
