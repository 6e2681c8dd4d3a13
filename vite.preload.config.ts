import { defineConfig } from 'vite';

/** A sandboxed preload is a classic script in one file. */
export default defineConfig({ build: { rolldownOptions: { output: { format: 'cjs', codeSplitting: false } } } });
