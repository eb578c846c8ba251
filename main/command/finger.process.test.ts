import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { singleOf } from '../../fixtures/fingerprint/impression.ts';
import { exchangeAt25 } from '../../fixtures/people/people.ts';
import { writePgm } from '../biometrics/pgm.ts';

const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'finger-'));
const at = (name: string): string => join(dir, name);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function station(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'finger', ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

it('exits 0 with one JSON document, and writes the file', () => {
  writeFileSync(at('good.pgm'), writePgm(singleOf(exchangeAt25, 2, 'flat').picture));
  const { status, stdout } = station('encode', at('good.pgm'), at('good.wsq'), '--bpp', '0.75', '--json');
  expect([status, JSON.parse(stdout)]).toMatchObject([0, { out: at('good.wsq') }]);
  expect(station('decode', at('good.wsq'), at('back.pgm'))).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('500 × 600 pixels, 500 ppi'),
  });
});

it('exits 1 for a verdict that is negative', () => {
  writeFileSync(
    at('blank.pgm'),
    writePgm({ width: 64, height: 64, pixels: new Uint8Array(64 * 64).fill(255) }),
  );
  const { status, stdout } = station('assess', at('blank.pgm'), '--json');
  expect([status, JSON.parse(stdout)]).toMatchObject([1, { verdict: 'retry', hints: ['no-finger'] }]);
});

it('exits 2 and says in a sentence which file is wrong and why', () => {
  writeFileSync(at('huge.pgm'), 'P5 20000 20000 255\n');
  expect(station('segment', at('huge.pgm'), '--slap', 'right')).toEqual({
    status: 2,
    stdout: '',
    stderr: `${at('huge.pgm')}: pgm/too-large: 20000 × 20000 pixels\n`,
  });
});
