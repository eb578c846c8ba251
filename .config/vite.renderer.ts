import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The page: one build for both shells, everything bundled, nothing fetched from elsewhere. */
export default defineConfig({
  root: new URL('../renderer', import.meta.url).pathname,
  base: './',
  plugins: [react()],
  build: {
    outDir: new URL('../out/app/renderer', import.meta.url).pathname,
    emptyOutDir: true,
    target: 'chrome140',
    // A data: font or picture would need a wider content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // One page from the local disk: nothing is won by loading it in parts.
    chunkSizeWarningLimit: 2000,
  },
});
