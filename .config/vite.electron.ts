import { builtinModules } from 'node:module';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { nativePackages } from './native-packages.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Programs started by the name of their file: the built one stands beside the one that starts it. */
const programs = {
  'drivers/host.ts': 'host',
  'drivers/card/emrtd/passive/passive-worker.ts': 'passive-worker',
  'main/biometrics/worker.ts': 'worker',
};

const besideEachOther: Plugin = {
  name: 'programs-beside-each-other',
  enforce: 'pre',
  transform: (code) =>
    code.replaceAll(/new URL\('([^']+\.ts)', import\.meta\.url\)/g, (_, path: string) => {
      return `new URL('./${basename(path, '.ts')}.js', import.meta.url)`;
    }),
};

/** Main, the device process and the workers, as the Electron shell runs them. The preload is built with `--mode preload`. */
export default defineConfig(({ mode }) => {
  const isPreload = mode === 'preload';
  return {
    root,
    plugins: [besideEachOther],
    publicDir: false,
    ssr: { noExternal: true, external: [...nativePackages, 'electron'] },
    build: {
      ssr: true,
      outDir: 'out/app/main',
      emptyOutDir: !isPreload,
      target: 'node24',
      rolldownOptions: {
        // A sandboxed preload is one CommonJS file.
        input: isPreload ? { preload: 'main/preload.ts' } : { electron: 'main/electron.ts', ...inputs() },
        external: [...builtinModules, /^node:/],
        output: isPreload
          ? { format: 'cjs', entryFileNames: '[name].cjs' }
          : { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name].js' },
      },
    },
  };
});

function inputs(): Record<string, string> {
  return Object.fromEntries(Object.entries(programs).map(([path, name]) => [name, path]));
}
