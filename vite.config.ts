// Builds the window. Everything is served from its own origin: no inlined assets, no inline scripts or styles.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: 'renderer',
  base: '/',
  plugins: [react()],
  build: {
    outDir: '../.build/renderer',
    emptyOutDir: true,
    target: 'chrome130',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    // What the entry imports first has run before any shared chunk: contract/no-eval.ts before the first schema.
    rolldownOptions: { output: { strictExecutionOrder: true } },
  },
});
