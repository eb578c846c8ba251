import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';

/** One file of the built page. */
export interface PageFile {
  readonly mime: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const mimes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
};

/** Everything the page may load is its own. Styles may be inline: the widget library sets them on elements. */
const policy = [
  "default-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "frame-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** What goes with every answer of a shell, also with a refusal. */
export const pageHeaders = {
  'Content-Security-Policy': policy,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(self), microphone=(), geolocation=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
};

/**
 * Reads the built page, by the path a browser asks for (`/index.html`, and `/` for the same). The list is made once and cannot be
 * walked out of: what is not in it does not exist.
 *
 * @throws Error when there is no page in the folder
 */
export function readPage(dir: string): ReadonlyMap<string, PageFile> {
  const files = new Map<string, PageFile>();
  addFiles(files, dir, '/');
  const index = files.get('/index.html');
  if (!index) throw new Error(`${dir}: no built page there`);
  return files.set('/', index);
}

function addFiles(files: Map<string, PageFile>, dir: string, address: string): void {
  for (const name of readdirSync(dir)) {
    const path = join(dir, name);
    const mime = mimes[extname(name)];
    if (statSync(path).isDirectory()) addFiles(files, path, `${address}${name}/`);
    else if (mime !== undefined)
      files.set(address + name, { mime, bytes: new Uint8Array(readFileSync(path)) });
  }
}
