import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeSettings } from '../fixtures/electron/run.ts';
import { startProgram } from '../fixtures/processes.ts';
import { openStationClient } from '../fixtures/station-client.ts';

const web = fileURLToPath(new URL('./web.ts', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'web-'));
const data = join(dir, 'data');
const meant = { STATION_WEB_SHELL: 'development' };

beforeAll(async () => {
  await writeSettings(data);
  writeFileSync(join(dir, 'index.html'), '');
});
afterAll(() => rmSync(dir, { recursive: true }));

describe('the web shell as a program', () => {
  it.each<[string, string[], Record<string, string>, string]>([
    [
      'nobody meant to start it',
      ['--data', data, '--renderer', dir],
      { STATION_WEB_SHELL: '' },
      'The web shell is for development only: set STATION_WEB_SHELL=development to mean it.\n',
    ],
    ['it has no folder', [], meant, 'usage: web.ts --data DIR --renderer DIR [--port N]\n'],
    [
      'the port is none',
      ['--data', data, '--renderer', dir, '--port', 'x'],
      meant,
      '--port x: a port is a number from 0 to 65535.\n',
    ],
  ])('does not start when %s', (_what, args, env, sentence) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [web, ...args], {
      encoding: 'utf8',
      env: { ...process.env, ...env },
    });
    expect({ status, stdout, stderr }).toEqual({ status: 2, stdout: '', stderr: sentence });
  });

  it('tells where it is, answers, and closes when asked', async () => {
    const program = startProgram(web, ['--data', data, '--renderer', dir], meant);
    const { url } = await program.fact((fact) => 'url' in fact);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/);
    const client = await openStationClient(String(url));
    expect(await client.call('officers.list', {})).toEqual([]);
    const exit = once(program.child, 'exit');
    program.child.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
  });
});
