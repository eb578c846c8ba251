#!/usr/bin/env node
/**
 * Makes a .deb with `dpkg-deb` from the arguments that electron-builder gives fpm, which it would otherwise download.
 * Knows the arguments that come, and refuses others: `-s dir -t deb … SOURCE=DESTINATION …`.
 */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

const text = { type: 'string' } as const;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    source: { ...text, short: 's' },
    target: { ...text, short: 't' },
    force: { type: 'boolean' },
    depends: { ...text, short: 'd', multiple: true, default: [] },
    'deb-compression': { ...text, default: 'xz' },
    'deb-priority': { ...text, default: 'optional' },
    architecture: { ...text, default: 'amd64' },
    'after-install': text,
    'after-remove': text,
    description: { ...text, default: '' },
    version: { ...text, default: '' },
    package: { ...text, default: '' },
    name: { ...text, default: '' },
    maintainer: { ...text, default: '' },
    vendor: text,
    url: { ...text, default: '' },
    license: text,
    category: text,
  },
});
if (values.source !== 'dir' || values.target !== 'deb' || values.package === '' || values.name === '') {
  console.error('only for -s dir -t deb, with --name and --package');
  process.exit(2);
}

const tree = mkdtempSync(join(tmpdir(), 'deb-'));
try {
  // It becomes `/`, which everyone may enter.
  chmodSync(tree, 0o755);
  for (const mapping of positionals) copyTo(tree, mapping);
  writeControl(join(tree, 'DEBIAN'));
  rmSync(values.package, { force: true });
  execFileSync('dpkg-deb', [
    '--root-owner-group',
    `-Z${values['deb-compression']}`,
    '--build',
    tree,
    values.package,
  ]);
} finally {
  rmSync(tree, { recursive: true });
}

/** `FROM/=TO` takes what is in a folder, `FROM=TO` one file. */
function copyTo(root: string, mapping: string): void {
  const [from = '', to = ''] = mapping.split('=', 2);
  const target = join(root, to);
  mkdirSync(dirname(target), { recursive: true });
  cpSync(from, target, { recursive: true, verbatimSymlinks: true });
}

function writeControl(dir: string): void {
  mkdirSync(dir);
  const [synopsis = '', ...more] = values.description.trim().split('\n');
  const fields = {
    Package: values.name,
    Version: values.version,
    Architecture: values.architecture,
    Maintainer: values.maintainer,
    'Installed-Size': Math.ceil(bytesIn(tree) / 1024),
    Depends: values.depends.join(', '),
    Section: 'default',
    Priority: values['deb-priority'],
    Homepage: values.url,
    Description: [synopsis, ...more.map((line) => ` ${line.trim()}`)].join('\n'),
  };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\n`);
  writeFileSync(join(dir, 'control'), lines.join(''));
  const scripts = { postinst: values['after-install'], postrm: values['after-remove'] };
  for (const [name, file] of Object.entries(scripts)) {
    if (file === undefined) continue;
    cpSync(file, join(dir, name));
    chmodSync(join(dir, name), 0o755);
  }
}

function bytesIn(dir: string): number {
  const names = readdirSync(dir, { recursive: true, encoding: 'utf8' });
  return names.map((name) => lstatSync(join(dir, name)).size).reduce((sum, size) => sum + size, 0);
}
